// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pixels/finished_picture.h"
#include "engine/settings/settings.h"

#include <filesystem>
#include <string>

typedef union _Babl Babl;

namespace style_transfer {

// Writes a result that cannot become a layer into a new file, named after `name`, and returns that:
// TIFF with 16 bits in the colour space `space`, in the user's folder for pictures, in the home
// folder where there is none, or in that for temporary files. Throws Error.
std::filesystem::path save_result(
    const FinishedPicture& picture, const Settings& settings, FinishedPicture::Ending ending,
    const std::string& name, const Babl* space);

} // namespace style_transfer
