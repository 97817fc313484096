// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/style_regions.h"

#include "engine/base/error.h"
#include "engine/base/style_parts.h"
#include "engine/base/translation.h"

#include <gegl.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace style_transfer {

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorCode::invalid_argument, sentence);
}

[[noreturn]] void refuse_missing(const StyleRegion& region, const Target& target) {
    switch (region.kind) {
    case StyleRegion::Kind::rest:
        break;
    case StyleRegion::Kind::selection:
        refuse(_("A style is to be painted in the selection, but nothing is selected. Select a "
                 "part of the layer and run Style Transfer again."));
    case StyleRegion::Kind::mask:
        refuse(formatted(
            _("A style is to be painted in the layer mask, but \"%s\" has none. Add one with Layer "
              "> Mask > Add Layer Masks and run Style Transfer again."),
            target.name.c_str()));
    case StyleRegion::Kind::channel:
        refuse(formatted(
            _("A style is to be painted in the channel \"%s\", but the image has no channel of "
              "that name. Look for its name in the Channels dialog and run Style Transfer again."),
            region.name.c_str()));
    case StyleRegion::Kind::layer:
        refuse(formatted(
            _("A style is to be painted in the layer \"%s\", but the image has no layer of that "
              "name. Look for its name in the Layers dialog and run Style Transfer again."),
            region.name.c_str()));
    }
    throw Error(ErrorCode::internal, "What no style covers has no picture.");
}

// Whose last component is the number that counts, without a change of its value.
const Babl* numbers_format(GeglBuffer* buffer, bool by_alpha) {
    const Babl* format = gegl_buffer_get_format(buffer);
    if (by_alpha)
        return babl_format_with_space("R'G'B'A float", format);
    const bool is_encoded = std::string_view(babl_format_get_encoding(format)).starts_with("Y'");
    return babl_format_with_space(is_encoded ? "Y' float" : "Y float", format);
}

// Multiplies `values` by the numbers of `buffer`, whose first pixel lies at (x, y) of them.
void multiply(Image& values, GeglBuffer* buffer, bool by_alpha, int x, int y) {
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    const Size size = values.size();
    const int left = std::clamp(x, 0, size.width);
    const int right = std::clamp(x + extent.width, left, size.width);
    const Babl* format = numbers_format(buffer, by_alpha);
    const std::size_t step = by_alpha ? 4 : 1;
    std::vector<float> numbers(std::size_t(right - left) * step);
    for (int row = 0; row < size.height; ++row) {
        float* target = values.row(row);
        const bool is_inside = row >= y && row < y + extent.height && left < right;
        if (!is_inside) {
            std::fill(target, target + size.width, 0.0F);
            continue;
        }
        const GeglRectangle line{extent.x + left - x, extent.y + row - y, right - left, 1};
        gegl_buffer_get(
            buffer, &line, 1.0, format, numbers.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
        std::fill(target, target + left, 0.0F);
        for (std::size_t i = 0; i < std::size_t(right - left); ++i)
            target[std::size_t(left) + i] *= std::clamp(numbers[i * step + step - 1], 0.0F, 1.0F);
        std::fill(target + right, target + size.width, 0.0F);
    }
}

} // namespace

Image region_values(
    const Host& host, const StyleRegion& region, const Target& target, const Area& area) {
    const RegionSource source = host.region(region);
    if (!source.pixels)
        refuse_missing(region, target);
    Image values = Image::create(area.size, 1);
    for (int y = 0; y < area.size.height; ++y)
        std::fill(values.row(y), values.row(y) + area.size.width, 1.0F);
    const int x = source.place.x - target.place.x - area.x;
    const int y = source.place.y - target.place.y - area.y;
    multiply(values, source.pixels.get(), source.by_alpha, x, y);
    if (source.mask)
        multiply(values, source.mask.get(), false, x, y);
    return values;
}

Image read_region(
    const Host& host, const StyleRegion& region, const Target& target, const Area& area) {
    Image values = region_values(host, region, target, area);
    if (!covers_anything(values.view()))
        refuse(formatted(
            _("A style is to be painted in a region that has nothing of what is painted: \"%s\". "
              "Give the style another region and run Style Transfer again."),
            to_text(region).c_str()));
    return values;
}

} // namespace style_transfer
