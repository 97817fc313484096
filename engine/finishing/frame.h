// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

namespace style_transfer {

// Where pixels lie: they are the part `part` of a whole picture of size `whole`.
struct Frame {
    Area part;
    Size whole;
};

inline Frame whole_frame(Size size) {
    return {{0, 0, size}, size};
}

} // namespace style_transfer
