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

// Such a value as set_value() reads it; nothing for a kind of value that no setting has.
std::optional<std::string> text_of(const nlohmann::ordered_json& value);

} // namespace style_transfer
