// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/training_pictures.h"

#include "engine/picture/picture_tensor.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/stack.h>

#include <vector>

namespace style_transfer::train {

namespace {

using Kind = PictureSource::Kind;

at::Tensor crop(const PictureSource& source, Kind kind, Random& random) {
    return tensor_from_image(source.crop(kind, random).view());
}

at::Tensor noise(at::IntArrayRef shape, double deviation, Random& random) {
    at::Tensor values = at::empty(shape, at::kFloat);
    float* value = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        value[i] = float(deviation * random.normal());
    return values;
}

at::Tensor plain_colour(Random& random) {
    at::Tensor colour = at::empty({3, 1, 1}, at::kFloat);
    for (int c = 0; c < 3; ++c)
        colour[c].fill_(255 * random.uniform());
    return colour;
}

at::Tensor mixed_picture(const PictureSource& source, Random& random) {
    const Kind kind = random.chance(0.65) ? Kind::any : Kind::painting;
    const at::Tensor picture = crop(source, kind, random);
    const double change = random.uniform();
    // One draw to a statement: the order of operands is the compiler's.
    if (change < 0.08) {
        const at::Tensor colour = plain_colour(random);
        const double deviation = random.uniform(5, 80);
        return noise(picture.sizes(), deviation, random) + colour;
    }
    if (change < 0.2) {
        const double deviation = random.uniform(2, 40);
        return picture + noise(picture.sizes(), deviation, random);
    }
    if (change < 0.3) {
        const double share = random.uniform();
        return picture * share + crop(source, Kind::any, random) * (1 - share);
    }
    if (change < 0.4) {
        const at::Tensor mean = picture.mean();
        const double contrast = random.uniform(0.3, 1.6);
        return (picture - mean) * contrast + mean + noise({3, 1, 1}, 30, random);
    }
    return picture;
}

template <class Make>
at::Tensor stacked(int count, const Make& make) {
    std::vector<at::Tensor> pictures;
    for (int i = 0; i < count; ++i)
        pictures.push_back(make(i));
    return at::stack(pictures);
}

} // namespace

at::Tensor crops(const PictureSource& source, Kind kind, int count, Random& random) {
    return stacked(count, [&](int) { return crop(source, kind, random); });
}

at::Tensor mixture(const PictureSource& source, int count, Random& random) {
    return stacked(count, [&](int) { return mixed_picture(source, random); });
}

at::Tensor held_out_squares(const PictureSource& source, int first, int count) {
    return stacked(
        count, [&](int i) { return tensor_from_image(source.held_out_square(first + i).view()); });
}

} // namespace style_transfer::train
