// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header. How a feature map is cut into tiles whose results fit together exactly.
#pragma once

#include <cstdint>
#include <vector>

namespace style_transfer {

// Rows and columns of a map.
struct Region {
    std::int64_t top = 0;
    std::int64_t left = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;

    std::int64_t bottom() const { return top + height; }
    std::int64_t right() const { return left + width; }
    bool empty() const { return height <= 0 || width <= 0; }
    bool operator==(const Region&) const = default;

    // The same place seen from `outer`'s corner.
    Region relative_to(const Region& outer) const;
    // What pools that divide by `stride` leave of it; corners lie on multiples of it, or at the
    // end of the map, whose remainder pools leave out.
    Region divided_by(std::int64_t stride) const;
};

struct Tile {
    Region inner; // what counts; the inner parts of all tiles cover the map once
    Region crop;  // what is computed: inner and a margin, as far as the map goes
};

// Tiles of nearly equal size whose inner sides are at most `side` (rounded up to `alignment`; the
// whole map for 0) and whose corners lie on multiples of `alignment`, and so does the margin.
std::vector<Tile> make_tiles(
    std::int64_t height, std::int64_t width, std::int64_t side, std::int64_t margin,
    std::int64_t alignment);

// Consecutive layers that are computed tile by tile before the next segment begins. Between two
// segments stands the whole feature map, so that margins need to cover one segment only.
struct Segment {
    int first = 0; // layer indices [first, last)
    int last = 0;
    // Longest inner sides in positions of the segment's input, for forward passes whose activations
    // go at once and for those that are followed by the way back; 0: the whole map.
    std::int64_t forward_side = 0;
    std::int64_t backward_side = 0;
    // What corners and margins of tiles are a multiple of at least, in positions of the segment's
    // input; a power of two. The segment's own stride is one anyway.
    int alignment = 1;
};
using TilePlan = std::vector<Segment>;

} // namespace style_transfer
