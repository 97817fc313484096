// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/swap_folder.h"

#include <gegl.h>

namespace style_transfer {

std::filesystem::path swap_folder() {
    gchar* folder = nullptr;
    g_object_get(gegl_config(), "swap", &folder, nullptr);
    const std::filesystem::path found = folder ? folder : "";
    g_free(folder);
    return found;
}

} // namespace style_transfer
