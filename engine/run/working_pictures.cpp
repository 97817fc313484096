// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/working_pictures.h"

#include "engine/picture/picture_tensor.h"
#include "engine/picture/rescaling.h"
#include "engine/picture/transparent_fill.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <random>

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

// [3, 1, 1], of what is visible.
at::Tensor mean_colour(const VisiblePicture& picture) {
    if (!picture.mask.defined())
        return picture.picture.mean({1, 2}, /*keepdim=*/true);
    const at::Tensor weighted = picture.picture * picture.mask;
    return weighted.sum({1, 2}, /*keepdim=*/true) / picture.mask.sum().clamp_min(1);
}

VisiblePicture sized(const VisiblePicture& whole, Size size, at::Device device, int margin = 0) {
    const bool full = whole.picture.size(1) == size.height && whole.picture.size(2) == size.width;
    const auto one = [&](const at::Tensor& picture) {
        const at::Tensor there = mirrored(full ? picture : shrunk(picture, size), margin);
        return there.defined() ? there.to(device) : there;
    };
    return {one(whole.picture), one(whole.mask)};
}

} // namespace

WorkingPictures::WorkingPictures(
    const ImageView& base, const ImageView& style, const Settings& settings)
    : base_(picture_of(base)), style_(picture_of(style)), base_size_(base.size),
      style_size_(style.size), seed_(settings.seed),
      in_style_colours_(settings.method == Method::matching && settings.iterations > 0) {}

VisiblePicture WorkingPictures::base(Size size, at::Device device, int margin) const {
    return sized(base_, size, device, margin);
}

VisiblePicture WorkingPictures::style(Size size, at::Device device, int margin) const {
    return sized(style_, size, device, margin);
}

at::Tensor WorkingPictures::start(Size size, at::Device device) const {
    at::Tensor picture = (other_start_.defined() ? other_start_ : base_.picture).clone();
    if (!other_start_.defined() && in_style_colours_)
        picture.add_(mean_colour(style_) - mean_colour(base_));
    if (!other_start_.defined() && seed_ != 0) {
        std::mt19937_64 generator(static_cast<std::uint64_t>(seed_));
        std::normal_distribution<float> noise(0, seed_noise);
        float* values = picture.data_ptr<float>();
        std::for_each(values, values + picture.numel(), [&](float& v) { v += noise(generator); });
    }
    return sized({picture, {}}, size, device).picture;
}

} // namespace style_transfer
