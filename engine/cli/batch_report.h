// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/batch_arguments.h"
#include "engine/cli/batch_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

// What became of a file.
enum class Outcome { painted, kept, failed, not_tried };

struct BatchEntry {
    BatchFile file;
    Outcome outcome = Outcome::not_tried;
    double seconds = 0;  // that painting took
    std::string error{}; // the sentence, of one that failed
};

// "9 painted, 2 kept, 1 failed, took 1:45.", with the names of those that failed.
std::string summary_of(const std::vector<BatchEntry>& entries, double seconds);

// Writes what became of each as JSON: the whole of it or nothing. Throws Error(file).
void write_batch_report(
    const std::filesystem::path& file, const BatchArguments& arguments,
    const std::vector<BatchEntry>& entries, double seconds);

} // namespace style_transfer
