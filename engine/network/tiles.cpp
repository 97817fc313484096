// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/tiles.h"

#include <algorithm>

namespace style_transfer {

namespace {

std::int64_t rounded_up(std::int64_t value, std::int64_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

struct Interval {
    std::int64_t begin, end;               // inner
    std::int64_t margin_begin, margin_end; // crop
};

std::vector<Interval>
cut(std::int64_t length, std::int64_t side, std::int64_t margin, std::int64_t alignment) {
    if (side <= 0 || side >= length)
        return {{0, length, 0, length}};
    const std::int64_t count = (length + side - 1) / side;
    const std::int64_t step = rounded_up((length + count - 1) / count, alignment);
    std::vector<Interval> intervals;
    for (std::int64_t begin = 0; begin < length; begin += step) {
        const std::int64_t end = std::min(length, begin + step);
        intervals.push_back(
            {begin, end, std::max<std::int64_t>(0, begin - margin),
             std::min(length, end + margin)});
    }
    return intervals;
}

} // namespace

Region Region::relative_to(const Region& outer) const {
    return {top - outer.top, left - outer.left, height, width};
}

Region Region::divided_by(std::int64_t stride) const {
    return {
        top / stride, left / stride, bottom() / stride - top / stride,
        right() / stride - left / stride};
}

std::vector<Tile> make_tiles(
    std::int64_t height, std::int64_t width, std::int64_t side, std::int64_t margin,
    std::int64_t alignment) {
    side = rounded_up(side, alignment);
    margin = rounded_up(margin, alignment);
    std::vector<Tile> tiles;
    for (const Interval& rows : cut(height, side, margin, alignment))
        for (const Interval& columns : cut(width, side, margin, alignment))
            tiles.push_back({
                {rows.begin, columns.begin, rows.end - rows.begin, columns.end - columns.begin},
                {rows.margin_begin, columns.margin_begin, rows.margin_end - rows.margin_begin,
                 columns.margin_end - columns.margin_begin},
            });
    return tiles;
}

} // namespace style_transfer
