// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace style_transfer {

struct Size {
    int width = 0;  // pixels
    int height = 0; // pixels

    int longer_side() const { return width > height ? width : height; }
    int shorter_side() const { return width < height ? width : height; }
    bool operator==(const Size&) const = default;
};

// A rectangle of pixels; of what, says who uses it.
struct Area {
    int x = 0; // of the left column
    int y = 0; // of the top row
    Size size{};

    bool operator==(const Area&) const = default;
};

// Three types, told apart by who owns the pixels. All hold interleaved float R'G'B' or R'G'B'A in
// row order, top row first; colour is gamma-encoded in the picture's own colour space with 0 black
// and 1 white (values outside are allowed, the engine clips them), alpha is straight (not
// premultiplied) in [0,1]. With one channel it is a mask: how much of each pixel counts, from 0 to
// 1. `row_stride` counts floats from one row to the next.

// Read-only pixels that somebody else owns.
struct ImageView {
    const float* pixels = nullptr;
    Size size;
    int channels = 0; // 1, 3 or 4
    std::ptrdiff_t row_stride = 0;

    const float* row(int y) const { return pixels + y * row_stride; }
};

// Writable pixels that somebody else owns.
struct ImageSpan {
    float* pixels = nullptr;
    Size size;
    int channels = 0; // 1, 3 or 4
    std::ptrdiff_t row_stride = 0;

    float* row(int y) const { return pixels + y * row_stride; }
    operator ImageView() const { return {pixels, size, channels, row_stride}; }
};

// Owns its pixels, rows without padding. Moves, never copies by accident: use clone().
class Image {
  public:
    Image() = default; // empty: size 0x0

    // All pixels 0. Throws Error(invalid_argument) unless both sides are in 1..65536 and channels
    // is 1, 3 or 4, and Error(memory) when the pixels do not fit.
    static Image create(Size size, int channels);
    static Image copy_of(const ImageView& view);

    Image(Image&&) noexcept = default;
    Image& operator=(Image&&) noexcept = default;
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;

    Image clone() const { return copy_of(view()); }

    bool empty() const { return pixels_.empty(); }
    Size size() const { return size_; }
    int channels() const { return channels_; }
    float* row(int y) { return pixels_.data() + y * row_stride(); }
    const float* row(int y) const { return pixels_.data() + y * row_stride(); }
    std::ptrdiff_t row_stride() const { return std::ptrdiff_t{size_.width} * channels_; }

    ImageView view() const { return {pixels_.data(), size_, channels_, row_stride()}; }
    ImageSpan span() { return {pixels_.data(), size_, channels_, row_stride()}; }

  private:
    std::vector<float> pixels_;
    Size size_;
    int channels_ = 0;
};

// Pictures of floating-point numbers may hold any of them: those that are not finite become 0, and
// opacity lies between nothing and all.
void make_sound(Image& image);

// The size of a picture whose longer side is `longer_side` and whose aspect ratio is that of
// `original`, each side rounded to the nearest pixel and at least 1.
Size scaled_to_longer_side(Size original, int longer_side);

} // namespace style_transfer
