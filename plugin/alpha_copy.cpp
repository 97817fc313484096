// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/alpha_copy.h"

#include <gegl.h>

#include <cstring>

namespace style_transfer {

namespace {

// Where alpha lies in one pixel: babl puts it last in every format with alpha.
struct AlphaPlace {
    std::size_t pixel_bytes;
    std::size_t alpha_bytes;

    explicit AlphaPlace(const Babl* format)
        : pixel_bytes(std::size_t(babl_format_get_bytes_per_pixel(format))),
          alpha_bytes(pixel_bytes / std::size_t(babl_format_get_n_components(format))) {}

    std::size_t of_pixel(std::size_t x) const {
        return x * pixel_bytes + pixel_bytes - alpha_bytes;
    }
};

using Row = std::vector<std::byte>;

GeglRectangle row_of(const GeglRectangle& extent, int y) {
    return {extent.x, extent.y + y, extent.width, 1};
}

} // namespace

AlphaCopy AlphaCopy::of(GeglBuffer* buffer) {
    AlphaCopy copy;
    const Babl* format = gegl_buffer_get_format(buffer);
    if (!babl_format_has_alpha(format))
        return copy;
    copy.format_ = format;
    const AlphaPlace place(format);
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    const auto width = std::size_t(extent.width);
    copy.alpha_.resize(width * std::size_t(extent.height) * place.alpha_bytes);
    Row row(width * place.pixel_bytes);
    std::byte* alpha = copy.alpha_.data();
    for (int y = 0; y < extent.height; ++y) {
        const GeglRectangle line = row_of(extent, y);
        gegl_buffer_get(
            buffer, &line, 1.0, format, row.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
        for (std::size_t x = 0; x < width; ++x, alpha += place.alpha_bytes)
            std::memcpy(alpha, row.data() + place.of_pixel(x), place.alpha_bytes);
    }
    return copy;
}

void AlphaCopy::write(GeglBuffer* buffer) const {
    if (empty())
        return;
    const Babl* target_format = gegl_buffer_get_format(buffer);
    const Babl* fish = target_format == format_ ? nullptr : babl_fish(format_, target_format);
    const AlphaPlace source_place(format_);
    const AlphaPlace place(target_format);
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    const auto width = std::size_t(extent.width);
    Row source(width * source_place.pixel_bytes);
    Row converted(fish ? width * place.pixel_bytes : 0);
    Row row(width * place.pixel_bytes);
    const std::byte* alpha = alpha_.data();
    for (int y = 0; y < extent.height; ++y) {
        for (std::size_t x = 0; x < width; ++x, alpha += source_place.alpha_bytes)
            std::memcpy(source.data() + source_place.of_pixel(x), alpha, source_place.alpha_bytes);
        if (fish)
            babl_process(fish, source.data(), converted.data(), long(width));
        const Row& wanted = fish ? converted : source;
        const GeglRectangle line = row_of(extent, y);
        gegl_buffer_get(
            buffer, &line, 1.0, target_format, row.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
        for (std::size_t x = 0; x < width; ++x)
            std::memcpy(
                row.data() + place.of_pixel(x), wanted.data() + place.of_pixel(x),
                place.alpha_bytes);
        gegl_buffer_set(buffer, &line, 0, target_format, row.data(), GEGL_AUTO_ROWSTRIDE);
    }
}

} // namespace style_transfer
