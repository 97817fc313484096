// SPDX-License-Identifier: GPL-3.0-or-later
// A choice as text with which it can be repeated elsewhere. Settings that have their defaults are
// left out. No toolkit.
#pragma once

#include "ui/state/style_choice.h"

#include <string>

namespace style_transfer {

// For a shell: style-transfer photo.jpg '/pictures/painting.jpg' -o result.png --size 640. A region
// of the document becomes a file to fill in: --region 'Sky.png'.
std::string command_line(const StyleChoice& choice);

// For Script-Fu of GIMP 2 or 3, with the names `image`, `layer` and `layers` for what it works on.
std::string script_fu_call(const StyleChoice& choice, int gimp_major);

} // namespace style_transfer
