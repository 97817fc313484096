// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/settings_json.h"

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

} // namespace

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
