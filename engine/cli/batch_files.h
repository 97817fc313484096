// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

struct BatchFile {
    std::filesystem::path input;
    std::filesystem::path output;
};

// The files that names and patterns ("photos/*.jpg", as in a shell) stand for, in their order and
// each once. What is the name of a file is no pattern; folders that a pattern finds are left out. A
// pattern that finds nothing is told in `unmatched`; throws Error(file) when no one finds anything.
std::vector<std::filesystem::path>
find_files(const std::vector<std::string>& patterns, std::vector<std::string>& unmatched);

// Each with its place in `folder`: its own name, with the suffix `format` if that is not empty, or
// .png where its own is none that is written. Throws Error(invalid_argument) for a format that is
// unknown, for two files with one place, and for a place that is one of the files or of `kept`.
std::vector<BatchFile> with_outputs(
    const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder,
    const std::string& format, const std::vector<std::filesystem::path>& kept);

} // namespace style_transfer
