// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be worked on, each with a sentence that says why and what to do.
#pragma once

#include "plugin/host.h"

#include <string>

namespace style_transfer {

// Throws Error(invalid_argument) unless the target is one layer or group in an RGB or grayscale
// image, of which something is selected if there is a selection.
void check_target(const Target& target);

// Throws Error(file) unless `file` is a file that this process may read.
void check_style_file(const std::string& file);

// Throws Error(file) when it is a JPEG file that is damaged or cut short: of such a file GIMP opens
// what there is, with gray for the rest, and tells nobody who could stop.
void check_style_is_whole(const std::string& file);

} // namespace style_transfer
