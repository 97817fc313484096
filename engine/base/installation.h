// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files are that were installed with this program.
#pragma once

#include <filesystem>
#include <vector>

namespace style_transfer {

// The folder that this program's file lies in; the translations of the plug-in are in locale/
// there. Empty when the system does not tell.
std::filesystem::path program_folder();

// `folder` of this installation, a path from the prefix (it may be absolute), wherever the
// installation has been moved to: from the prefix that the program lies in, itself or in a folder
// such as bin. Only those that exist; the best first. Any thread.
std::vector<std::filesystem::path> moved_folders(const std::filesystem::path& folder);

// Networks, presets, samples and the help page: the moved ones.
std::vector<std::filesystem::path> moved_data_folders();

// The folder of the engine's library: the moved ones, and then the one that was configured.
std::vector<std::filesystem::path> engine_folders();

// The folder of data that was configured.
std::filesystem::path installed_data_folder();

} // namespace style_transfer
