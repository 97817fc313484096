// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/presets.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

constexpr std::array table{
    BuiltInPreset{"painting", ""},
    BuiltInPreset{"faithful", "content-weight=0.4"},
    BuiltInPreset{"free-hand", "content-weight=0.005"},
    BuiltInPreset{"broad-brush", "style-scale=2"},
    BuiltInPreset{"fine-brush", "style-scale=0.5"},
    BuiltInPreset{"wash", "variation-weight=12 style-layers=2,1,1,1,0"},
    BuiltInPreset{"canvas", "style-layers=3,2,0.5,0.1,0 content-weight=0.3"},
    BuiltInPreset{"large-forms", "style-layers=0.4,0.6,1.2,2,0"},
    BuiltInPreset{"palette", "style-layers=1,0.2,0,0,0 content-weight=1"},
    BuiltInPreset{"vivid", "enhance=yes"},
    BuiltInPreset{"quick-sketch", "size=256 iterations=3"},
    BuiltInPreset{"textures", "method=gram"},
    BuiltInPreset{
        "balanced", "method=gram layer-balance=equal style-layers=1,1,1,1,0.5 "
                    "content-layer=block4_conv2 enhance=no"},
    BuiltInPreset{"classic", "method=gram schedule=single"},
};

} // namespace

std::span<const BuiltInPreset> built_in_preset_table() {
    return table;
}

Settings settings_of_preset(std::string_view name) {
    const auto found = std::ranges::find(table, name, &BuiltInPreset::name);
    if (found == table.end()) {
        std::string names;
        for (const BuiltInPreset& preset : table)
            names += (names.empty() ? "" : ", ") + std::string(preset.name);
        throw Error(
            ErrorCode::invalid_argument, formatted(
                                             _("%s: expected one of %s, found \"%s\"."), "preset",
                                             names.c_str(), std::string(name).c_str()));
    }
    Settings settings;
    apply_text(settings, found->settings);
    return settings;
}

void apply_preset(Settings& settings, std::string_view name) {
    const Settings preset = settings_of_preset(name);
    for (const Parameter& parameter : parameters())
        if (is_in_presets(parameter))
            copy_value(parameter, preset, settings);
}

Settings preset_beside(std::string_view name, const Settings& values) {
    Settings settings = settings_of_preset(name);
    std::vector<NamedValue> named;
    for (const Parameter& parameter : parameters())
        if (std::string text = value_text(parameter, values);
            text != value_text(parameter, Settings{}))
            named.push_back({&parameter, std::move(text)});
    set_values(settings, named);
    return settings;
}

bool is_in_presets(const Parameter& parameter) {
    return parameter.group != Group::computer;
}

} // namespace style_transfer
