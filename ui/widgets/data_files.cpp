// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_files.h"

#include "engine/base/installation.h"

#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

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
