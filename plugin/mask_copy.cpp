// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/mask_copy.h"

#include <gegl.h>

#include <algorithm>
#include <functional>

namespace style_transfer {

namespace {

const Babl* mask_format(GeglBuffer* buffer) {
    return babl_format_with_space("Y float", gegl_buffer_get_format(buffer));
}

} // namespace

void MaskCopy::multiply(GeglBuffer* mask, const Area& area) {
    const GeglRectangle rectangle{area.x, area.y, area.size.width, area.size.height};
    std::vector<float> values(std::size_t(area.size.width) * std::size_t(area.size.height));
    gegl_buffer_get(
        mask, &rectangle, 1.0, mask_format(mask), values.data(), GEGL_AUTO_ROWSTRIDE,
        GEGL_ABYSS_NONE);
    if (!empty())
        std::transform(
            values.begin(), values.end(), values_.begin(), values.begin(), std::multiplies<>());
    values_ = std::move(values);
}

void MaskCopy::write(GeglBuffer* mask) const {
    const GeglRectangle extent = *gegl_buffer_get_extent(mask);
    gegl_buffer_set(mask, &extent, 0, mask_format(mask), values_.data(), GEGL_AUTO_ROWSTRIDE);
}

} // namespace style_transfer
