// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/state/style_list.h"

#include <memory>

namespace style_transfer {

// A style for the eye: its picture, RGB and no larger than a preview needs, which is the same
// object as long as it is the same picture.
struct ShownStyle {
    std::shared_ptr<const Image> picture;
    double weight = 1;
    StyleRegion region{};

    bool operator==(const ShownStyle&) const = default;
};

} // namespace style_transfer
