// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/coarse_grid.h"

#include "engine/finishing/parallel_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace style_transfer {

namespace {

// The cell among `cells` of pixel `pixel` of `pixels` begins here.
int begin_of(int cell, int cells, int pixels) {
    return int(std::int64_t{cell} * pixels / cells);
}

// Weights of a place's cell and its two neighbours.
struct Spline {
    std::array<int, 3> cells{};
    std::array<float, 3> weights{};

    Spline(int pixel, int pixels, int count) {
        const float place = (float(pixel) + 0.5F) * float(count) / float(pixels) - 0.5F;
        const int nearest = int(std::lround(place));
        const float beside = place - float(nearest);
        for (int i = 0; i < 3; ++i)
            cells[std::size_t(i)] = std::clamp(nearest + i - 1, 0, count - 1);
        weights = {
            0.5F * (0.5F - beside) * (0.5F - beside), 0.75F - beside * beside,
            0.5F * (0.5F + beside) * (0.5F + beside)};
    }
};

} // namespace

Image area_means(const ImageView& picture, Size size) {
    const Size to{
        std::min(size.width, picture.size.width), std::min(size.height, picture.size.height)};
    if (to == picture.size)
        return Image::copy_of(picture);
    Image means = Image::create(to, picture.channels);
    const bool alpha = picture.channels == 4;
    const int colours = std::min(picture.channels, 3); // one of a mask
    for_rows(to.height, [&](int first, int last) {
        std::vector<float> sums(std::size_t(to.width) * 5); // colours, alpha, count
        for (int row = first; row < last; ++row) {
            std::ranges::fill(sums, 0.0F);
            for (int y = begin_of(row, to.height, picture.size.height);
                 y < begin_of(row + 1, to.height, picture.size.height); ++y) {
                const float* pixel = picture.row(y);
                for (int column = 0; column < to.width; ++column) {
                    float* sum = sums.data() + std::ptrdiff_t{column} * 5;
                    const int end = begin_of(column + 1, to.width, picture.size.width);
                    for (int x = begin_of(column, to.width, picture.size.width); x < end;
                         ++x, pixel += picture.channels) {
                        const float weight = alpha ? pixel[3] : 1.0F;
                        for (int c = 0; c < colours; ++c)
                            sum[c] += weight * pixel[c];
                        sum[3] += weight;
                        sum[4] += 1;
                    }
                }
            }
            float* mean = means.row(row);
            for (int column = 0; column < to.width; ++column, mean += picture.channels) {
                const float* sum = sums.data() + std::ptrdiff_t{column} * 5;
                for (int c = 0; c < colours; ++c)
                    mean[c] = sum[3] > 0 ? sum[c] / sum[3] : 0;
                if (alpha)
                    mean[3] = sum[3] / sum[4];
            }
        }
    });
    return means;
}

CoarseGrid::CoarseGrid(const ImageView& picture, int cells, int channels, const Values& values_of)
    : size_(scaled_to_longer_side(picture.size, std::min(cells, picture.size.longer_side()))),
      channels_(channels),
      values_(std::size_t(size_.width) * std::size_t(size_.height) * std::size_t(channels)) {
    std::vector<float> values(static_cast<std::size_t>(channels));
    for (int row = 0; row < size_.height; ++row)
        for (int column = 0; column < size_.width; ++column) {
            float* mean = values_.data() + (std::ptrdiff_t{row} * size_.width + column) * channels;
            int count = 0;
            for (int y = begin_of(row, size_.height, picture.size.height);
                 y < begin_of(row + 1, size_.height, picture.size.height); ++y)
                for (int x = begin_of(column, size_.width, picture.size.width);
                     x < begin_of(column + 1, size_.width, picture.size.width); ++x, ++count) {
                    values_of(picture.row(y) + std::ptrdiff_t{x} * picture.channels, values.data());
                    for (int c = 0; c < channels; ++c)
                        mean[c] += values[std::size_t(c)];
                }
            for (int c = 0; c < channels; ++c)
                mean[c] /= float(std::max(count, 1));
        }
}

void CoarseGrid::add(const CoarseGrid& other, float factor) {
    std::vector<float> row;
    for (int y = 0; y < size_.height; ++y) {
        float* values = values_.data() + std::ptrdiff_t{y} * size_.width * channels_;
        if (other.size_ == size_)
            row.assign(
                other.values_.begin() + (values - values_.data()),
                other.values_.begin() + (values - values_.data()) +
                    std::ptrdiff_t{size_.width} * channels_);
        else
            other.read_row(whole_frame(size_), y, row);
        for (std::size_t i = 0; i < row.size(); ++i)
            values[i] += factor * row[i];
    }
}

void CoarseGrid::read_row(const Frame& frame, int y, std::vector<float>& values) const {
    const Spline down(frame.part.y + y, frame.whole.height, size_.height);
    const std::ptrdiff_t length = std::ptrdiff_t{size_.width} * channels_;
    std::vector<float> between(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < 3; ++i) {
        const float* row = values_.data() + down.cells[i] * length;
        for (std::size_t j = 0; j < between.size(); ++j)
            between[j] += down.weights[i] * row[j];
    }
    values.assign(std::size_t(frame.part.size.width) * std::size_t(channels_), 0);
    float* value = values.data();
    for (int x = 0; x < frame.part.size.width; ++x, value += channels_) {
        const Spline across(frame.part.x + x, frame.whole.width, size_.width);
        for (std::size_t i = 0; i < 3; ++i) {
            const float* cell = between.data() + std::ptrdiff_t{across.cells[i]} * channels_;
            for (int c = 0; c < channels_; ++c)
                value[c] += across.weights[i] * cell[c];
        }
    }
}

} // namespace style_transfer
