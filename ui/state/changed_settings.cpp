// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/changed_settings.h"

#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "ui/state/chosen_styles.h"
#include "ui/state/texts.h"

#include <algorithm>
#include <filesystem>

namespace style_transfer {

namespace {

std::string shown_value(const Parameter& parameter, const Settings& settings) {
    if (const auto* flag = std::get_if<bool Settings::*>(&parameter.field))
        return settings.*(*flag) ? _("yes") : _("no");
    std::string value = value_text(parameter, settings);
    if (std::holds_alternative<Choice>(parameter.field))
        return choice_text(parameter.name, value);
    if (std::holds_alternative<std::string Settings::*>(parameter.field))
        return std::filesystem::path(value).filename();
    return shown_numbers(value);
}

void append(std::string& text, const std::string& name, const std::string& value) {
    // TRANSLATORS: name and value of a setting, such as "Size 640".
    text += (text.empty() ? "" : _(", ")) + formatted(_("%s %s"), name.c_str(), value.c_str());
}

// "waves.jpg + village.jpg (Channel: Sky)", with weights where they are not all the same.
std::string styles_text(const StyleChoice& choice) {
    const ChosenStyles styles(choice.styles);
    const auto has_weight = [](const ListedStyle& style) { return style.weight != 1; };
    const bool weighted = std::ranges::any_of(choice.styles, has_weight);
    std::string text;
    for (const ListedStyle& style : choice.styles) {
        text += (text.empty() ? "" : " + ") + picture_name(style);
        if (style.region != StyleRegion{})
            text += " (" + styles.region_text(style.region) + ')';
        if (weighted)
            text += ' ' + formatted("%g", style.weight);
    }
    return text;
}

} // namespace

std::vector<std::string>
changed_settings(const std::vector<StyleChoice>& choices, const std::vector<Preset>& presets) {
    std::vector<std::string> texts(choices.size());
    std::vector<StyleChoice> rest = choices; // where presets differ: with one and the same
    std::vector<std::string> names;
    for (StyleChoice& choice : rest) {
        const auto preset = std::ranges::find_if(
            presets, [&](const Preset& each) { return is_in_use(each, choice.settings); });
        if (preset == presets.end())
            break;
        names.push_back(preset->name);
        choice.settings = with_preset(choice.settings, presets.front());
    }
    const bool by_name = !names.empty() && names.size() == choices.size();
    if (by_name && std::ranges::count(names, names.front()) != std::ptrdiff_t(names.size()))
        texts = names;
    const auto compare = [&](const std::string& name, const auto& value) {
        const std::vector<StyleChoice>& compared = by_name ? rest : choices;
        const bool differs = std::ranges::any_of(compared, [&](const StyleChoice& choice) {
            return value(choice) != value(compared.front());
        });
        for (std::size_t i = 0; differs && i < choices.size(); ++i)
            append(texts[i], name, value(compared[i]));
    };
    compare(_("Style"), styles_text);
    for (const Parameter& parameter : parameters())
        compare(without_mnemonic(_(parameter.label)), [&](const StyleChoice& choice) {
            return shown_value(parameter, choice.settings);
        });
    return texts;
}

} // namespace style_transfer
