// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/resample.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/log_guard.h"

#include <algorithm>

namespace style_transfer {

namespace {

// Without a space, so sRGB's curve.
const Babl* format_of(const ImageView& image) {
    return babl_format(
        image.channels == 4   ? "R'G'B'A float"
        : image.channels == 1 ? "Y float" // a mask has no curve
                              : "R'G'B' float");
}

// What the sampler reads: linear light, where the mean of two pixels is what the eye sees from
// afar, premultiplied. Of a buffer in any other, it converts the surroundings of a pixel again for
// every few pixels that it makes.
const Babl* sampled_format(const ImageView& image) {
    return image.channels == 1 ? format_of(image) : babl_format("RaGaBaA float");
}

// Alpha, or a mask: the sampler overshoots a little beside edges.
void clip_last_channel(Image& image) {
    const int channels = image.channels();
    for (int y = 0; y < image.size().height; ++y) {
        float* row = image.row(y);
        for (std::ptrdiff_t i = channels - 1; i < image.row_stride(); i += channels)
            row[i] = std::clamp(row[i], 0.0F, 1.0F);
    }
}

} // namespace

Image resample(const ImageView& image, Size size) {
    if (size == image.size)
        return Image::copy_of(image);
    Image result = Image::create(size, image.channels);
    const Babl* format = format_of(image);

    const LogGuard log;
    const GeglRectangle whole{0, 0, image.size.width, image.size.height};
    const BufferHandle source(gegl_buffer_new(&whole, sampled_format(image)));
    gegl_buffer_set(
        source.get(), &whole, 0, format, image.pixels,
        int(image.row_stride * std::ptrdiff_t{sizeof(float)}));

    const NodeHandle graph(gegl_node_new());
    GeglNode* input = gegl_node_new_child(
        graph.get(), "operation", "gegl:buffer-source", "buffer", source.get(), nullptr);
    // Clamping at the border: anything else mixes transparent black into the outermost pixels.
    // By ratio: gegl:scale-size knows no side above 9000.
    GeglNode* scale = gegl_node_new_child(
        graph.get(), "operation", "gegl:scale-ratio", "x",
        double(size.width) / double(image.size.width), "y",
        double(size.height) / double(image.size.height), "sampler", GEGL_SAMPLER_LOHALO,
        "abyss-policy", GEGL_ABYSS_CLAMP, nullptr);
    gegl_node_link(input, scale);
    const GeglRectangle wanted{0, 0, size.width, size.height};
    gegl_node_blit(
        scale, 1.0, &wanted, format, result.row(0), GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
    log.check_nothing_lost();
    if (log.has_problem())
        throw Error(
            ErrorCode::internal,
            formatted(_("The picture could not be scaled: %s."), log.first_problem().c_str()));
    if (image.channels != 3)
        clip_last_channel(result);
    return result;
}

Image at_most(const ImageView& image, int longer_side) {
    return resample(
        image, scaled_to_longer_side(image.size, std::min(longer_side, image.size.longer_side())));
}

} // namespace style_transfer
