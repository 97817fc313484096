// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A training that can be gone on with.
#pragma once

#include <ATen/core/Tensor.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace style_transfer::train {

// NOLINTNEXTLINE(bugprone-exception-escape): json's destructor, which only asserts
struct TrainingState {
    nlohmann::json numbers;
    std::map<std::string, at::Tensor> tensors; // float

    // Throws Error(file) naming `file` when it is missing.
    const at::Tensor& tensor(const std::string& name, const std::filesystem::path& file) const;
};

// Throws Error(file): FILE is no checkpoint to go on from, and why.
[[noreturn]] void refuse_checkpoint(const std::filesystem::path& file, const std::string& problem);

// `settings` are those that the training depends on. The former checkpoint survives whatever goes
// wrong. Throws Error(file).
void save_checkpoint(
    const std::filesystem::path& file, const nlohmann::json& settings, const TrainingState& state);

// Throws Error(file) when `file` cannot be read, is damaged, or comes from other settings, naming
// the first that differs.
TrainingState load_checkpoint(const std::filesystem::path& file, const nlohmann::json& settings);

} // namespace style_transfer::train
