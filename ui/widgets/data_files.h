// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer {

// The absolute path of a file that comes with the program, such as "help/style-transfer.html";
// empty when it is not there. $STYLE_TRANSFER_DATA comes first, then what came with
// this program (installation.h), the user's data folder, the system's and the one that was
// configured.
std::filesystem::path find_data_file(const std::filesystem::path& name);

} // namespace style_transfer
