// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

typedef struct _GeglBuffer GeglBuffer;
typedef union _Babl Babl;

namespace style_transfer {

// The alpha of a buffer as stored, so that it comes back bit by bit at every precision; a way
// through float would round 32-bit integers.
class AlphaCopy {
  public:
    AlphaCopy() = default; // empty: write() does nothing

    // Takes the alpha of all of `buffer`; empty when its format has none.
    static AlphaCopy of(GeglBuffer* buffer);

    // Replaces the alpha of `buffer`, which has alpha and the same size, and keeps its colour. A
    // buffer of another format (the image was converted meanwhile) gets the converted values.
    void write(GeglBuffer* buffer) const;

    bool empty() const { return alpha_.empty(); }

  private:
    const Babl* format_ = nullptr; // of the buffer it was taken from
    std::vector<std::byte> alpha_; // one component per pixel, top row first
};

} // namespace style_transfer
