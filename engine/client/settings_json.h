// SPDX-License-Identifier: GPL-3.0-or-later
// Settings as they stand in presets and reports: an object with a member of each setting's name.
#pragma once

#include "engine/settings/parameters.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace style_transfer {

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
