// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_files.h"

#include "engine/base/installation.h"

#include <glib.h>

#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> data_folders() {
    const fs::path own = "gimp-style-transfer";
    std::vector<fs::path> folders;
    if (const char* folder = std::getenv("STYLE_TRANSFER_DATA"); folder && *folder)
        folders.emplace_back(folder);
    for (fs::path& folder : moved_data_folders())
        folders.push_back(std::move(folder));
    folders.push_back(fs::path(g_get_user_data_dir()) / own);
    for (const char* const* folder = g_get_system_data_dirs(); *folder; ++folder)
        folders.push_back(fs::path(*folder) / own);
    folders.push_back(installed_data_folder());
    return folders;
}

} // namespace

fs::path find_data_file(const fs::path& name) {
    for (const fs::path& folder : data_folders()) {
        std::error_code error;
        const fs::path file = folder / name;
        if (fs::is_regular_file(file, error))
            return fs::absolute(file, error);
    }
    return {};
}

} // namespace style_transfer
