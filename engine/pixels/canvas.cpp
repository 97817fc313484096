// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/canvas.h"

#include "engine/base/style_parts.h"
#include "engine/pixels/full_size.h"
#include "engine/pixels/resample.h"
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

std::vector<StyleView> views_of(const std::vector<Style>& styles) {
    std::vector<StyleView> views;
    views.reserve(styles.size());
    for (const Style& style : styles)
        views.push_back(style.view());
    return views;
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

Canvas::Canvas(Image base, std::vector<Style> styles, const Settings& settings, ResultSize size)
    : base_size_(base.size()) {
    // First of all, because they take no time to be refused.
    StyleParts parts = style_parts(views_of(styles), base_size_);
    WorkingImages working = make_working_images(base.view(), styles, settings);
    working_base_ = std::move(working.base);
    working_styles_ = std::move(working.styles);
    working_base_size_ = working_base_.size();
    for (const Style& style : styles)
        style_sizes_.push_back(style.picture.size());
    for (const Style& style : working_styles_)
        working_style_sizes_.push_back(style.picture.size());
    if (!parts.covered.empty())
        working_covered_ = resample(parts.covered.view(), working_base_size_);
    if (size == ResultSize::base && working_base_size_ != base_size_) {
        base_ = std::move(base);
        covered_ = std::move(parts.covered);
    }
}

std::vector<StyleView> Canvas::working_styles() const {
    return views_of(working_styles_);
}

void Canvas::release() {
    working_styles_.clear();
    // Only its alpha would be asked for.
    if (base_.empty() && working_base_.channels() == 3 && working_covered_.empty())
        working_base_ = Image();
}

void Canvas::leave_uncovered(Image& painted) const {
    keep_uncovered(painted.span(), working_base_.view(), working_covered_);
}

Image Canvas::finished(const ImageView& painted) const {
    const bool enlarges = !base_.empty();
    Image picture = enlarges ? at_full_size(painted, working_base_.view(), base_.view())
                             : Image::copy_of(painted);
    const Image& like = enlarges ? base_ : working_base_;
    keep_uncovered(picture.span(), like.view(), enlarges ? covered_ : working_covered_);
    clip(picture);
    return like.channels() == 4 ? with_alpha_of(like, picture) : std::move(picture);
}

} // namespace style_transfer
