// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/settings_file.h"

#include "engine/base/error.h"
#include "engine/base/small_file.h"
#include "engine/base/translation.h"
#include "engine/client/settings_json.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t largest_file = std::size_t{4} << 20; // bytes; a report holds every iteration

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& problem) {
    throw Error(
        ErrorCode::file,
        formatted(_("The settings file %s cannot be read: %s"), file.c_str(), problem.c_str()));
}

std::string contents_of(const std::filesystem::path& file) {
    std::optional<std::string> text = read_small_file(file, largest_file);
    if (!text)
        refuse(file, _("there is no such file, or it may not be read."));
    if (text->size() > largest_file)
        refuse(file, _("it is larger than any settings file."));
    return std::move(*text);
}

Settings from_json(const std::string& text, const std::filesystem::path& file) {
    const Json json = parse_settings_json(text);
    const auto fields = json.is_object() ? json.find("settings") : json.end();
    if (fields == json.end() || !fields->is_object())
        refuse(file, _("it is neither a report nor a preset, which have an object \"settings\"."));
    std::vector<NamedValue> values;
    for (const auto& [name, value] : fields->items()) {
        const Parameter* parameter = find_parameter(name);
        if (!parameter)
            refuse(
                file,
                formatted(_("there is no setting %s; a newer version may have it."), name.c_str()));
        const auto value_text = text_of(value);
        if (!value_text)
            refuse(file, formatted(_("the setting %s has no number, text or list."), name.c_str()));
        values.push_back({parameter, *value_text});
    }
    Settings settings = defaults_of(*fields);
    set_values(settings, values);
    return settings;
}

} // namespace

Settings read_settings(const std::filesystem::path& file) {
    std::string text = contents_of(file);
    const auto first = std::ranges::find_if(text, [](unsigned char c) { return !std::isspace(c); });
    if (first == text.end())
        refuse(file, _("it is empty."));
    try {
        if (*first == '{')
            return from_json(text, file);
        std::ranges::replace_if(
            text, [](unsigned char c) { return std::isspace(c) != 0; }, ' ');
        Settings settings;
        apply_text(settings, text);
        return settings;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::file)
            throw;
        refuse(file, error.what());
    }
}

} // namespace style_transfer
