// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/transparent_fill.h"

#include <algorithm>
#include <span>

namespace style_transfer {

namespace {

// A level of the pyramid: colours weighted by how much of a pixel is known (the fourth channel).
Image halved(const Image& level) {
    const Size size{(level.size().width + 1) / 2, (level.size().height + 1) / 2};
    Image half = Image::create(size, 4);
    for (int y = 0; y < level.size().height; ++y)
        for (int x = 0; x < level.size().width; ++x)
            for (int c = 0; c < 4; ++c)
                half.row(y / 2)[x / 2 * 4 + c] += level.row(y)[x * 4 + c];
    // Known parts add up to at most one whole pixel: more weight would not make it better known.
    for (int y = 0; y < size.height; ++y)
        for (float* pixel = half.row(y); pixel < half.row(y) + half.row_stride(); pixel += 4)
            if (pixel[3] > 1)
                for (float weight = pixel[3]; float& value : std::span(pixel, 4))
                    value /= weight;
    return half;
}

// The coarse pixels whose centres enclose that of a fine one: the near counts 3/4, the far 1/4.
struct Neighbours {
    int near;
    int far;
};

Neighbours neighbours(int fine, int coarse_side) {
    const int near = fine / 2;
    return {near, std::clamp(near + (fine % 2 ? 1 : -1), 0, coarse_side - 1)};
}

// Adds `missing` times the coarse level's value at the fine pixel (x, y), bilinear.
void add_from_coarse(const Image& coarse, int x, int y, float missing, float* pixel) {
    const Neighbours columns = neighbours(x, coarse.size().width);
    const Neighbours rows = neighbours(y, coarse.size().height);
    const auto along_row = [&](int row, int c) {
        const float* values = coarse.row(row) + c;
        return 0.75F * values[columns.near * 4] + 0.25F * values[columns.far * 4];
    };
    for (int c = 0; c < 4; ++c)
        pixel[c] += missing * (0.75F * along_row(rows.near, c) + 0.25F * along_row(rows.far, c));
}

// Completes what `level` does not know from the next coarser one, down to a single pixel.
void complete(Image& level) {
    if (level.size().longer_side() == 1) {
        float* pixel = level.row(0);
        for (float weight = pixel[3]; float& value : std::span(pixel, 4))
            value /= weight;
        return;
    }
    Image coarse = halved(level);
    complete(coarse);
    for (int y = 0; y < level.size().height; ++y)
        for (int x = 0; x < level.size().width; ++x)
            if (float* pixel = level.row(y) + x * 4; pixel[3] < 1)
                add_from_coarse(coarse, x, y, 1 - pixel[3], pixel);
}

} // namespace

void fill_transparent(const ImageSpan& image) {
    Image known = Image::create(image.size, 4);
    bool any_visible = false;
    bool any_invisible = false;
    for (int y = 0; y < image.size.height; ++y)
        for (int x = 0; x < image.size.width; ++x) {
            const float* pixel = image.row(y) + x * 4;
            const bool visible = pixel[3] >= least_visible_alpha;
            (visible ? any_visible : any_invisible) = true;
            if (visible) {
                std::copy_n(pixel, 3, known.row(y) + x * 4);
                known.row(y)[x * 4 + 3] = 1;
            }
        }
    if (!any_visible || !any_invisible)
        return;
    complete(known);
    for (int y = 0; y < image.size.height; ++y)
        for (int x = 0; x < image.size.width; ++x)
            if (float* pixel = image.row(y) + x * 4; pixel[3] < least_visible_alpha)
                std::copy_n(known.row(y) + x * 4, 3, pixel);
}

} // namespace style_transfer
