// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/work_area.h"

#include <vector>

typedef struct _GeglBuffer GeglBuffer;

namespace style_transfer {

// What the new layer's mask lets through: the product of the masks that were taken, since a pixel
// shows as much as each of them lets it.
class MaskCopy {
  public:
    // Takes in `mask`, a buffer of one component, in which `area` is the part that the new layer
    // covers: the same size each time. Outside of the buffer nothing is let through.
    void multiply(GeglBuffer* mask, const Area& area);

    // No mask was taken in: all is let through, and there need be no mask.
    bool empty() const { return values_.empty(); }

    // Into the mask of the new layer, of the size of the areas.
    void write(GeglBuffer* mask) const;

  private:
    std::vector<float> values_; // in [0,1], linear, top row first; exact for 8 and 16 bits
};

} // namespace style_transfer
