// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace style_transfer {

// A layer of a network that can be looked at, on both sides of the engine's border.
struct NetworkLayer {
    std::string name;      // "block4_conv2"
    int block = 1;         // 1 + the pools before it
    int field_of_view = 1; // side of the square of the picture that one value looks at, pixels
    bool style = false;    // can be a style layer …
    bool content = false;  // … a content layer: the network's file says how to weigh it

    bool operator==(const NetworkLayer&) const = default;
};

} // namespace style_transfer
