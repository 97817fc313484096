// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/working_pictures.h"

#include "engine/picture/picture_tensor.h"
#include "engine/picture/rescaling.h"
#include "engine/picture/specks.h"
#include "engine/picture/transparent_fill.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <random>
#include <utility>

namespace style_transfer {

namespace {

// Standard deviation, in pixel values of 0–255, of the noise that a seed adds to the start: enough
// to lead to another picture, too little to be seen in it.
constexpr double seed_noise = 4;

VisiblePicture picture_of(const ImageView& image) {
    if (image.channels == 3)
        return {tensor_from_image(image), {}};
    Image filled = Image::copy_of(image);
    fill_transparent(filled.span());
    return {tensor_from_image(filled.view()), mask_from_image(image)};
}

// [height, width], as it is given.
at::Tensor tensor_of(const Image& mask) {
    return at::from_blob(
               const_cast<float*>(mask.row(0)), {mask.size().height, mask.size().width}, at::kFloat)
        .clone();
}

at::Tensor product(const at::Tensor& one, const at::Tensor& other) {
    return !one.defined() ? other : !other.defined() ? one : one * other;
}

// [3, 1, 1], of what counts.
at::Tensor mean_colour(const at::Tensor& picture, const at::Tensor& mask) {
    if (!mask.defined())
        return picture.mean({1, 2}, /*keepdim=*/true);
    return (picture * mask).sum({1, 2}, /*keepdim=*/true) / mask.sum().clamp_min(1);
}

// A picture or mask; what is undefined stays so.
at::Tensor sized(const at::Tensor& whole, Size size, at::Device device, int margin) {
    if (!whole.defined())
        return whole;
    const bool full = whole.size(-2) == size.height && whole.size(-1) == size.width;
    return mirrored(full ? whole : shrunk(whole, size), margin).to(device);
}

VisiblePicture sized(const VisiblePicture& whole, Size size, at::Device device, int margin) {
    return {sized(whole.picture, size, device, margin), sized(whole.mask, size, device, margin)};
}

} // namespace

WorkingPictures::WorkingPictures(
    const ImageView& base, const std::vector<ImageView>& styles, const StyleParts& parts,
    const Settings& settings)
    : base_(picture_of(base)), base_size_(base.size), seed_(settings.seed),
      in_style_colours_(settings.method == Method::matching && settings.iterations > 0) {
    for (const ImageView& style : styles)
        style_sizes_.push_back(style.size);
    // Single pixels are not what a painting is known by, and would be painted as a grid of dots.
    const bool in_strokes = settings.method == Method::matching;
    for (const StyleParts::Part& part : parts.parts) {
        Guide guide;
        if (!part.mask.empty())
            guide.part = tensor_of(part.mask);
        for (std::size_t i = 0; i < part.styles.size(); ++i) {
            VisiblePicture style = picture_of(styles[part.styles[i]]);
            if (in_strokes)
                remove_specks(style.picture);
            guide.styles.push_back({std::move(style), part.shares[i], int(part.styles[i])});
        }
        guides_.push_back(std::move(guide));
    }
}

VisiblePicture WorkingPictures::base(Size size, at::Device device, int margin) const {
    return sized(base_, size, device, margin);
}

std::vector<VisiblePicture> WorkingPictures::styles() const {
    std::vector<VisiblePicture> styles;
    for (const Guide& guide : guides_)
        for (const Guide::Style& style : guide.styles)
            styles.push_back(style.picture);
    return styles;
}

std::vector<Guide> WorkingPictures::guides(
    Size size, const std::vector<Size>& styles, at::Device device, int margin) const {
    std::vector<Guide> guides;
    guides.reserve(guides_.size());
    for (const Guide& whole : guides_) {
        Guide guide{sized(whole.part, size, device, margin), {}};
        for (const Guide::Style& style : whole.styles)
            guide.styles.push_back(
                {sized(style.picture, styles[std::size_t(style.number)], device, margin),
                 style.weight, style.number});
        guides.push_back(std::move(guide));
    }
    return guides;
}

at::Tensor WorkingPictures::in_style_colours() const {
    at::Tensor picture = base_.picture.clone();
    for (const Guide& guide : guides_) {
        at::Tensor colour; // of its styles
        for (const Guide::Style& style : guide.styles) {
            const at::Tensor own =
                mean_colour(style.picture.picture, style.picture.mask) * style.weight;
            colour = colour.defined() ? colour + own : own;
        }
        const at::Tensor change =
            colour - mean_colour(base_.picture, product(base_.mask, guide.part));
        picture.add_(product(change, guide.part));
    }
    return picture;
}

at::Tensor WorkingPictures::start(Size size, at::Device device) const {
    at::Tensor picture = other_start_.defined() ? other_start_.clone()
                         : in_style_colours_    ? in_style_colours()
                                                : base_.picture.clone();
    if (!other_start_.defined() && seed_ != 0) {
        std::mt19937_64 generator(static_cast<std::uint64_t>(seed_));
        std::normal_distribution<float> noise(0, seed_noise);
        float* values = picture.data_ptr<float>();
        std::for_each(values, values + picture.numel(), [&](float& v) { v += noise(generator); });
    }
    return sized(picture, size, device, 0);
}

} // namespace style_transfer
