// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer {

// The absolute path of a file that comes with the program, such as "help/style-transfer.html";
// empty when it is not there. Looked for in the data_folders() of installation.h.
std::filesystem::path find_data_file(const std::filesystem::path& name);

} // namespace style_transfer
