// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/work_area.h"

#include <algorithm>
#include <cstdint>

namespace style_transfer {

namespace {

// Of VGG19's block5_conv2: 1 pixel, and each convolution up to there adds 2, 4, 8, 16 or 32 by its
// block, each pooling between them 1, 2, 4 or 8.
constexpr int field_of_view = 188;

struct Span {
    int begin;
    int length;
};

Span widened(Span span, int margin, int whole) {
    const int begin = std::max(0, span.begin - margin);
    const int end =
        int(std::min<std::int64_t>(whole, std::int64_t{span.begin} + span.length + margin));
    return {begin, end - begin};
}

} // namespace

Area work_area(Area selected, Size layer, int working_size) {
    const std::int64_t length = selected.size.longer_side();
    const std::int64_t context = std::min(field_of_view / 2, working_size / 4);
    const std::int64_t inside = working_size - 2 * context; // of the working size
    // Rounded up: rather a pixel more to see than one too few.
    const std::int64_t wanted =
        std::max<std::int64_t>(working_size, (length * working_size + inside - 1) / inside);
    const int margin = int((wanted - length + 1) / 2);
    const Span across = widened({selected.x, selected.size.width}, margin, layer.width);
    const Span down = widened({selected.y, selected.size.height}, margin, layer.height);
    return {across.begin, down.begin, {across.length, down.length}};
}

} // namespace style_transfer
