// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/work_area.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace style_transfer {

namespace {

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

Area work_area(Area selected, Size layer, int working_size, int field_of_view) {
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

int field_of_view(const Settings& settings, const std::vector<NetworkLayer>& layers) {
    if (layers.empty())
        return std::numeric_limits<int>::max();
    const bool matching = settings.method == Method::matching;
    const auto is_used = [&](const NetworkLayer& layer) {
        if (settings.content_weight > 0 && layer.name == settings.content_layer)
            return true;
        if (settings.style_weight <= 0)
            return false;
        for (int block = 1; block <= (matching ? deepest_matched_block : 5); ++block)
            if (settings.style_layers[std::size_t(block - 1)] > 0 &&
                (matching ? layer.block == block
                          : layer.name == style_layer_name(std::size_t(block - 1))))
                return true;
        return false;
    };
    int largest = 1;
    for (const NetworkLayer& layer : layers)
        if (is_used(layer))
            largest = std::max(largest, layer.field_of_view);
    return largest;
}

} // namespace style_transfer
