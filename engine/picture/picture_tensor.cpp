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
    return image_from_tensor(picture, {int(picture.size(2)), int(picture.size(1))}, clipped);
}

Image image_from_tensor(const at::Tensor& picture, Size size, bool clipped) {
    const std::int64_t height = picture.size(1), width = picture.size(2);
    Image image = Image::create(size, 3);
    const auto planes = picture.accessor<float, 3>();
    for (int row = 0; row < size.height; ++row) {
        float* pixel = image.row(row);
        const std::int64_t top = row * height / size.height;
        const std::int64_t bottom = std::max((row + 1) * height / size.height, top + 1);
        for (int column = 0; column < size.width; ++column, pixel += 3) {
            const std::int64_t left = column * width / size.width;
            const std::int64_t right = std::max((column + 1) * width / size.width, left + 1);
            for (int c = 0; c < 3; ++c) {
                float sum = 0;
                for (std::int64_t y = top; y < bottom; ++y)
                    for (std::int64_t x = left; x < right; ++x)
                        sum += planes[c][y][x];
                const float value = sum / (255 * float((bottom - top) * (right - left)));
                pixel[c] = clipped ? std::clamp(value, 0.0F, 1.0F) : value;
            }
        }
    }
    return image;
}

} // namespace style_transfer
