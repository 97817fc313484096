// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/image.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <string>

namespace style_transfer {

namespace {

constexpr int maximum_side = 65536;

std::string size_text(Size size) {
    return std::to_string(size.width) + "×" + std::to_string(size.height);
}

} // namespace

Image Image::create(Size size, int channels) {
    if (size.width < 1 || size.height < 1 || size.width > maximum_side ||
        size.height > maximum_side)
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("A picture of %s pixels cannot be used: each side must be in 1..%d."),
                size_text(size).c_str(), maximum_side));
    if (channels != 1 && channels != 3 && channels != 4)
        throw Error(
            ErrorCode::invalid_argument,
            "A picture with " + std::to_string(channels) +
                " channels cannot be used: it must have 1 (a mask), 3 (RGB) or 4 (RGBA).");
    Image image;
    try {
        image.pixels_.resize(std::size_t(size.width) * std::size_t(size.height) * channels);
    } catch (const std::bad_alloc&) {
        throw Error(
            ErrorCode::memory, formatted(
                                   _("There is not enough memory for a picture of %s pixels."),
                                   size_text(size).c_str()));
    }
    image.size_ = size;
    image.channels_ = channels;
    return image;
}

Image Image::copy_of(const ImageView& view) {
    Image image = create(view.size, view.channels);
    for (int y = 0; y < view.size.height; ++y)
        std::copy_n(view.row(y), image.row_stride(), image.row(y));
    return image;
}

void make_sound(Image& image) {
    const int channels = image.channels();
    for (int y = 0; y < image.size().height; ++y) {
        float* row = image.row(y);
        for (std::ptrdiff_t i = 0; i < image.row_stride(); ++i)
            if (!std::isfinite(row[i]))
                row[i] = 0;
        if (channels == 4)
            for (std::ptrdiff_t i = 3; i < image.row_stride(); i += 4)
                row[i] = std::clamp(row[i], 0.0F, 1.0F);
    }
}

Size scaled_to_longer_side(Size original, int longer_side) {
    const double scale = double(longer_side) / original.longer_side();
    return {
        std::max(1, int(std::lround(original.width * scale))),
        std::max(1, int(std::lround(original.height * scale)))};
}

} // namespace style_transfer
