// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <vector>

namespace style_transfer {

using Colour = std::array<float, 3>;
using ColourMatrix = std::array<Colour, 3>; // row by row

Colour product(const ColourMatrix& matrix, const Colour& colour);

// What the numbers R'G'B' of a picture mean. Copies share what they hold. Any thread.
class RgbSpace {
  public:
    // sRGB.
    RgbSpace() = default;
    // Of red, green and blue: how much light there is at evenly spaced numbers from 0 to 1, rising
    // from 0 to 1, two values at least. `to_srgb` takes its light to that of sRGB's primaries and
    // can be inverted.
    RgbSpace(std::array<std::vector<float>, 3> curves, const ColourMatrix& to_srgb);

    // The light of a colour in sRGB's primaries, for numbers that may leave [0,1]; and the numbers
    // of such light. They undo each other within [0,1].
    Colour light_of(const Colour& numbers) const;
    Colour numbers_of(const Colour& light) const;
    // Whether it has numbers in [0,1].
    bool holds(const Colour& light) const;

    // The same numbers in an image that keeps no more of them than how light they are.
    RgbSpace without_colours() const;
    bool has_colours() const { return has_colours_; }

  private:
    struct Data;

    std::shared_ptr<const Data> data_; // nullptr: sRGB
    bool has_colours_ = true;
};

} // namespace style_transfer
