// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/picture_tensor.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace style_transfer {

at::Tensor tensor_from_image(const ImageView& image) {
    at::Tensor picture = at::empty({3, image.size.height, image.size.width}, at::kFloat);
    auto planes = picture.accessor<float, 3>();
    for (int y = 0; y < image.size.height; ++y) {
        const float* pixel = image.row(y);
        for (int x = 0; x < image.size.width; ++x, pixel += image.channels)
            for (int c = 0; c < 3; ++c) // in this order NaN compares as smaller and gives 0
                planes[c][y][x] = 255 * std::min(pixel[c] > 0 ? pixel[c] : 0.0F, 1.0F);
    }
    return picture;
}

at::Tensor mask_from_image(const ImageView& image) {
    at::Tensor mask = at::empty({image.size.height, image.size.width}, at::kFloat);
    auto rows = mask.accessor<float, 2>();
    bool all_visible = true;
    for (int y = 0; y < image.size.height; ++y)
        for (int x = 0; x < image.size.width; ++x) {
            const float alpha = image.row(y)[x * 4 + 3];
            const bool hides = alpha < 1; // not so for NaN
            rows[y][x] = hides ? std::max(alpha, 0.0F) : 1.0F;
            all_visible = all_visible && !hides;
        }
    return all_visible ? at::Tensor() : mask;
}

Image image_from_tensor(const at::Tensor& picture, bool clipped) {
    Image image = Image::create({int(picture.size(2)), int(picture.size(1))}, 3);
    const auto planes = picture.accessor<float, 3>();
    for (int y = 0; y < image.size().height; ++y) {
        float* pixel = image.row(y);
        for (int x = 0; x < image.size().width; ++x, pixel += 3)
            for (int c = 0; c < 3; ++c)
                pixel[c] =
                    clipped ? std::clamp(planes[c][y][x] / 255, 0.0F, 1.0F) : planes[c][y][x] / 255;
    }
    return image;
}

} // namespace style_transfer
