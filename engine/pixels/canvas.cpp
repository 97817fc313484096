// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/canvas.h"

#include "engine/pixels/full_size.h"
#include "engine/pixels/working_images.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

void clip(Image& image) {
    for (int y = 0; y < image.size().height; ++y) {
        float* row = image.row(y);
        std::transform(row, row + image.row_stride(), row, [](float value) {
            return std::clamp(value, 0.0F, 1.0F);
        });
    }
}

// `picture` (RGB) with the alpha of `base`, which has one and the same size.
Image with_alpha_of(const Image& base, const Image& picture) {
    Image result = base.clone();
    for (int y = 0; y < result.size().height; ++y) {
        const float* source = picture.row(y);
        float* target = result.row(y);
        for (int x = 0; x < result.size().width; ++x, source += 3, target += 4)
            std::copy_n(source, 3, target);
    }
    return result;
}

} // namespace

Canvas::Canvas(Image base, Image style, const Settings& settings, ResultSize size)
    : base_size_(base.size()), style_size_(style.size()) {
    WorkingImages working = make_working_images(base.view(), style.view(), settings);
    working_base_ = std::move(working.base);
    working_style_ = std::move(working.style);
    working_base_size_ = working_base_.size();
    working_style_size_ = working_style_.size();
    if (size == ResultSize::base && working_base_size_ != base_size_)
        base_ = std::move(base);
}

void Canvas::release() {
    working_style_ = Image();
    if (base_.empty() && working_base_.channels() == 3)
        working_base_ = Image(); // only its alpha would be asked for
}

Image Canvas::finished(const ImageView& painted) const {
    const bool enlarges = !base_.empty();
    Image picture = enlarges ? at_full_size(painted, working_base_.view(), base_.view())
                             : Image::copy_of(painted);
    clip(picture);
    const Image& like = enlarges ? base_ : working_base_;
    return like.channels() == 4 ? with_alpha_of(like, picture) : std::move(picture);
}

} // namespace style_transfer
