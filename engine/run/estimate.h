// SPDX-License-Identifier: GPL-3.0-or-later
// What a run will take, known before it begins.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

#include <cstdint>
#include <vector>

namespace style_transfer {

struct Estimate {
    bool fits = false;          // whether the memory limit is enough; the next two are 0 else
    std::int64_t peak_mib = 0;  // of the whole process
    int tile_side = 0;          // longest side of a tile in pixels; 0: the picture is done at once
    std::int64_t least_mib = 0; // the smallest memory limit that would do
    double seconds = -1;        // on this machine, nothing else running; negative: unknown
};

// For a session with pictures of these sizes in pixels, without transparency, on the processor. The
// first call with a network reads it and measures how fast an evaluation is, which takes up to a
// second; what it finds is kept for the life of the process. With a CUDA device the time is
// unknown. `masked_parts` is how many parts of the base have styles of their own. On any
// thread. Throws Error.
Estimate estimate(
    const Settings& settings, Size base, const std::vector<Size>& styles, int masked_parts = 0);

} // namespace style_transfer
