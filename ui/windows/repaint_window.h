// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/window_context.h"

#include <string>

namespace style_transfer {

// What is painted when the layer is a painting that was made here.
enum class Repaint {
    in_place,  // its photo once more; the new layer replaces it
    above,     // its photo once more, as a layer above it
    painting,  // the painting itself, as if it were a photo
    cancelled, // nothing
};

// Asks which; `painting` and `photo` are the names of the two layers. Enter paints in place.
Repaint ask_what_to_repaint(
    const WindowContext& context, const std::string& painting, const std::string& photo);

} // namespace style_transfer
