// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/settings_json.h"

#include <algorithm>
#include <array>
#include <variant>

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

struct JsonValue {
    const Settings& settings;

    template <class Value>
    Json operator()(Value Settings::*field) const {
        return settings.*field;
    }
    Json operator()(const Choice& choice) const { return choice.word(settings); }
};

// Of a file's own members.
bool is_wanted(const Json& name) {
    constexpr std::array wanted{"format", "version", "name", "settings"};
    return std::ranges::find(wanted, name.get_ref<const std::string&>()) != wanted.end();
}

} // namespace

Json parse_settings_json(std::string_view text) {
    // Each is looked for among all that are there already.
    constexpr int most_settings = 1000;
    constexpr int deepest = 3; // file, settings, list
    int settings = 0;
    const auto keep = [&](int depth, Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::key)
            return depth == 1 ? is_wanted(parsed) : ++settings <= most_settings;
        const bool begins =
            event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        return !begins || depth < deepest;
    };
    return Json::parse(text, keep, /*allow_exceptions=*/false);
}

Json json_of(const Parameter& parameter, const Settings& settings) {
    return std::visit(JsonValue{settings}, parameter.field);
}

Json json_of(const Settings& settings) {
    Json json;
    for (const Parameter& parameter : parameters())
        json[std::string(parameter.name)] = json_of(parameter, settings);
    return json;
}

std::optional<std::string> text_of(const Json& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_number())
        return value.dump();
    if (!value.is_array())
        return std::nullopt;
    std::string list;
    for (const Json& each : value) {
        if (!each.is_number())
            return std::nullopt;
        list += (list.empty() ? "" : ",") + each.dump();
    }
    return list;
}

Settings defaults_of(const Json& fields) {
    const bool is_older = fields.contains("style-layers") && !fields.contains("method");
    return is_older ? published_settings() : Settings{};
}

} // namespace style_transfer
