// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/installation.h"

#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::vector<fs::path> moved_folders(const fs::path& folder) {
    std::vector<fs::path> found;
    const fs::path program = program_folder();
    if (program.empty() || folder.is_absolute())
        return found;
    for (const fs::path& prefix : {program, program.parent_path()}) {
        std::error_code error;
        if (fs::is_directory(prefix / folder, error))
            found.push_back(prefix / folder);
    }
    return found;
}

std::vector<fs::path> moved_data_folders() {
    return moved_folders(STYLE_TRANSFER_DATA_FOLDER);
}

std::vector<fs::path> engine_folders() {
    auto folders = moved_folders(STYLE_TRANSFER_ENGINE_FOLDER);
    folders.push_back(fs::path(STYLE_TRANSFER_PREFIX) / STYLE_TRANSFER_ENGINE_FOLDER);
    return folders;
}

fs::path installed_data_folder() {
    return fs::path(STYLE_TRANSFER_PREFIX) / STYLE_TRANSFER_DATA_FOLDER;
}

} // namespace style_transfer
