// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/window_context.h"

#include <string>

namespace style_transfer {

// The picture in `file` (the file system's encoding), no larger than `longer_side`: by GdkPixbuf,
// or else by the program's own loader. Throws Error(file) naming the file.
SurfacePointer
load_thumbnail(const WindowContext& context, const std::string& file, int longer_side);

// Shows the picture in `file` in `image`, as large as fits into `box`, as soon as it is loaded: on
// a thread of its own, and from the desktop's store of thumbnails when it has one that is not out
// of date. A file that is no picture known to GdkPixbuf leaves `image` as it is.
void show_thumbnail_later(GtkImage* image, const std::string& file, Size box);

// A file name as text that can be shown: UTF-8, without folders.
std::string shown_name(const std::string& file);
// The same with its folders.
std::string full_name(const std::string& file);

} // namespace style_transfer
