// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/canvas.h"

#include "engine/base/style_parts.h"
#include "engine/pixels/resample.h"
#include "engine/pixels/working_images.h"

#include <utility>

namespace style_transfer {

namespace {

std::vector<StyleView> views_of(const std::vector<Style>& styles) {
    std::vector<StyleView> views;
    views.reserve(styles.size());
    for (const Style& style : styles)
        views.push_back(style.view());
    return views;
}

} // namespace

Canvas::Canvas(
    Image base, const std::vector<Style>& styles, const Settings& settings, ResultSize size,
    RgbSpace space)
    : base_size_(base.size()), space_(std::move(space)) {
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

void Canvas::release(bool keeps_photo) {
    working_styles_.clear();
    if (!keeps_photo && base_.empty() && working_base_.channels() == 3 && working_covered_.empty())
        working_base_ = Image();
}

} // namespace style_transfer
