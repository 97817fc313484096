// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/picture_files/file_kind.h"

#include <string>

namespace style_transfer {

// What can be told about a picture file without decoding it.
struct FileStructure {
    std::string problem; // why the file cannot be whole; empty when nothing speaks against it
    Bytes exif;          // camera data, which says how the picture lies; empty when there is none
    Bytes profile;       // ICC profile, only where GEGL's loader ignores it
};

// Walks the parts of a file. GEGL's loaders give a partial picture for a file that is cut short,
// and for some kinds do not even warn, so that is found out here; OpenEXR and TIFF warn.
FileStructure examine_structure(FileKind kind, Bytes content);

} // namespace style_transfer
