// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace style_transfer {

// A picture that is open in the program around, and may have no file at all.
struct OpenPicture {
    int id = 0;       // the program's own number; 0: none
    std::string name; // as the program calls it, UTF-8
    // Absolute path in the file system's encoding of a file that holds the same; empty: none does.
    std::string file;

    bool operator==(const OpenPicture&) const = default;
};

} // namespace style_transfer
