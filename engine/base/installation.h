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

// What this user installs is kept here: in the user's data folder (XDG base directory
// specification). Need not exist; empty when the system names no such folder.
std::filesystem::path user_data_folder();

// Where networks, paintings, presets and the help page are looked for, the first first:
// $STYLE_TRANSFER_DATA, what came with this program, the user's and the system's data folders
// (XDG base directory specification), and the folder that was configured. They need not exist.
std::vector<std::filesystem::path> data_folders();

// The folder of the engine's library: the moved ones, and then the one that was configured.
std::vector<std::filesystem::path> engine_folders();

// The program of the command line: $STYLE_TRANSFER_PROGRAM, or of this installation, or where it
// was configured to be; empty when it is in none of these.
std::filesystem::path command_line_program();

// The translations, for programs other than the plug-in: $STYLE_TRANSFER_LOCALE, or those of this
// installation's plug-in. Empty where no plug-in was built; need not exist.
std::filesystem::path catalogue_folder();

} // namespace style_transfer
