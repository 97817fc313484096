// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/program_folder.h"

namespace style_transfer {

std::filesystem::path program_folder() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

} // namespace style_transfer
