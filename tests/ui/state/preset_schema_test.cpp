// SPDX-License-Identifier: GPL-3.0-or-later
// data/preset.schema.json, which is published, against the table of settings.
#include "engine/settings/parameters.h"
#include "engine/settings/presets.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <variant>

namespace style_transfer {
namespace {

using Json = nlohmann::json;

Json published_settings() {
    std::ifstream file(PRESET_SCHEMA);
    return Json::parse(file).at("properties").at("settings").at("properties");
}

Json schema_of(const Parameter& parameter) {
    const Json range{{"minimum", parameter.minimum}, {"maximum", parameter.maximum}};
    if (std::holds_alternative<bool Settings::*>(parameter.field))
        return {{"type", "boolean"}};
    if (std::holds_alternative<Choice>(parameter.field))
        return {{"enum", choices_of(parameter)}};
    if (std::holds_alternative<std::string Settings::*>(parameter.field))
        return {{"type", "string"}};
    Json number = range;
    const bool whole = std::holds_alternative<int Settings::*>(parameter.field);
    number["type"] = whole ? "integer" : "number";
    if (std::holds_alternative<std::array<double, 5> Settings::*>(parameter.field))
        return {{"type", "array"}, {"minItems", 5}, {"maxItems", 5}, {"items", number}};
    return number;
}

TEST(PresetSchema, HasEverySettingOfPresetsWithItsRange) {
    Json published = published_settings();
    for (const Parameter& parameter : parameters()) {
        const std::string name(parameter.name);
        if (!is_in_presets(parameter))
            continue;
        ASSERT_TRUE(published.contains(name)) << name;
        Json found = published.at(name);
        found.erase("description");
        found.erase("pattern"); // of names, which the table does not know
        EXPECT_EQ(found, schema_of(parameter)) << name;
        published.erase(name);
    }
    EXPECT_TRUE(published.empty()) << published;
}

} // namespace
} // namespace style_transfer
