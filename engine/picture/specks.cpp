// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/specks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

std::ptrdiff_t mirrored_index(std::ptrdiff_t index, std::ptrdiff_t count) {
    if (count == 1)
        return 0;
    return index < 0 ? -index : index < count ? index : 2 * count - 2 - index;
}

// A row of a plane as it was, with a pixel more on both sides.
class Row {
  public:
    explicit Row(std::ptrdiff_t width) : values_(std::size_t(width + 2)) {}

    void take(const float* row) {
        const std::ptrdiff_t width = std::ptrdiff_t(values_.size()) - 2;
        std::copy(row, row + width, values_.begin() + 1);
        values_.front() = row[mirrored_index(-1, width)];
        values_.back() = row[mirrored_index(width, width)];
    }

    const float* around(std::ptrdiff_t x) const { return values_.data() + x; } // of x − 1

  private:
    std::vector<float> values_;
};

float limited(const float* above, const float* middle, const float* below) {
    const std::array neighbours{above[0],  above[1], above[2], middle[0],
                                middle[2], below[0], below[1], below[2]};
    float largest = std::numeric_limits<float>::lowest(), second_largest = largest;
    float smallest = std::numeric_limits<float>::max(), second_smallest = smallest;
    for (const float value : neighbours) {
        second_largest = std::max(second_largest, std::min(largest, value));
        largest = std::max(largest, value);
        second_smallest = std::min(second_smallest, std::max(smallest, value));
        smallest = std::min(smallest, value);
    }
    return std::clamp(middle[1], second_smallest, second_largest);
}

void remove_specks(float* plane, std::ptrdiff_t height, std::ptrdiff_t width) {
    Row above(width), middle(width), below(width);
    above.take(plane + mirrored_index(-1, height) * width);
    middle.take(plane);
    for (std::ptrdiff_t y = 0; y < height; ++y) {
        // Beyond the last row is one that has changed already, and is kept above.
        if (y + 1 < height)
            below.take(plane + (y + 1) * width);
        else
            below = height == 1 ? middle : above;
        for (std::ptrdiff_t x = 0; x < width; ++x)
            plane[y * width + x] = limited(above.around(x), middle.around(x), below.around(x));
        std::swap(above, middle);
        std::swap(middle, below);
    }
}

} // namespace

void remove_specks(at::Tensor& picture) {
    const std::int64_t height = picture.size(1), width = picture.size(2);
    for (std::int64_t channel = 0; channel < picture.size(0); ++channel)
        remove_specks(picture.data_ptr<float>() + channel * height * width, height, width);
}

} // namespace style_transfer
