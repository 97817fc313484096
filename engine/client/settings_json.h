// SPDX-License-Identifier: GPL-3.0-or-later
// Settings as they stand in presets and reports: an object with a member of each setting's name.
#pragma once

#include "engine/settings/parameters.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace style_transfer {

// A preset or report in JSON: of its members those that tell what it is and its settings, as deep
// as those go; the rest, of whatever size and depth, is passed over. Discarded when it is no JSON.
nlohmann::ordered_json parse_settings_json(std::string_view text);

// One setting's value: a number, boolean, text or list of numbers.
nlohmann::ordered_json json_of(const Parameter& parameter, const Settings& settings);

// All of them.
nlohmann::ordered_json json_of(const Settings& settings);

// Such a value as set_value() reads it; nothing for a kind of value that no setting has.
std::optional<std::string> text_of(const nlohmann::ordered_json& value);

// What such an object leaves out: the defaults, those of the published method for one that was
// written before there was another.
Settings defaults_of(const nlohmann::ordered_json& fields);

} // namespace style_transfer
