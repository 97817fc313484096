// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/picture_view.h"
#include "ui/settings_dialog.h"

#include <string>

namespace style_transfer {

// The picture in `file` (the file system's encoding), no larger than `longer_side`: by GdkPixbuf,
// or else by the program's own loader. Throws Error(file) naming the file.
SurfacePointer
load_thumbnail(const WindowContext& context, const std::string& file, int longer_side);

// A file name as text that can be shown: UTF-8, without folders.
std::string shown_name(const std::string& file);

} // namespace style_transfer
