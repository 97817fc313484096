// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that are asked for by name.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

struct NamedModel {
    std::string name;
    std::vector<std::string> files; // that it can be, the best first
};

const std::vector<NamedModel>& named_models();
// nullptr for another name.
const NamedModel* named_model(const std::string& name);

// The file that find_model() takes for it; nothing when it is not installed.
std::optional<std::filesystem::path> installed_file(const NamedModel& model);

} // namespace style_transfer
