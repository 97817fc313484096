// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader hands over of a picture: this head, then the colour profile, then two bands, which
// take the picture's rows in turn, from top to bottom and without padding. The reader signals when
// the head is there and when a band is full; a band is filled again after it has been asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace style_transfer {

// How a pixel's samples are meant. Of the names that babl has for them in pixel_models, those with
// a ' are gamma-encoded, the others linear; "a" behind a colour: multiplied by alpha.
enum class PixelModel : std::uint32_t {
    gray,
    gray_alpha,
    gray_premultiplied,
    rgb,
    rgba,
    rgb_premultiplied,
    linear_gray,
    linear_gray_premultiplied,
    linear_rgb,
    linear_rgb_premultiplied,
    inks,
    inverted_inks, // as Photoshop writes CMYK into JPEG files
};

struct PixelModelTraits {
    const char* encoding; // babl's name, without the type of number
    std::uint32_t samples;
};

// In the order of PixelModel.
inline constexpr std::array pixel_models{
    PixelModelTraits{"Y'", 1},      PixelModelTraits{"Y'A", 2},
    PixelModelTraits{"Y'aA", 2},    PixelModelTraits{"R'G'B'", 3},
    PixelModelTraits{"R'G'B'A", 4}, PixelModelTraits{"R'aG'aB'aA", 4},
    PixelModelTraits{"Y", 1},       PixelModelTraits{"YaA", 2},
    PixelModelTraits{"RGB", 3},     PixelModelTraits{"RaGaBaA", 4},
    PixelModelTraits{"CMYK", 4},    PixelModelTraits{"cmyk", 4},
};

enum class SampleType : std::uint32_t { u8, u16, half, float32 };

struct SampleTypeTraits {
    const char* name; // babl's
    std::uint32_t bytes;
};

// In the order of SampleType.
inline constexpr std::array sample_types{
    SampleTypeTraits{"u8", 1},
    SampleTypeTraits{"u16", 2},
    SampleTypeTraits{"half", 2},
    SampleTypeTraits{"float", 4},
};

// A profile can be harmful to whoever uses it, so the reader tries it out first. One that ends
// while the state says so is started again with the job "picture", "without profile".
enum class ProfileState : std::uint32_t { absent, on_trial, unusable, usable };

struct PictureHead {
    std::uint32_t width, height; // pixels
    PixelModel model;
    SampleType type;
    // Not before the end: per channel in the file, 8, 16 or 32; 1…8, see orientation.h.
    std::uint32_t bits, orientation;
    ProfileState profile;
    std::uint32_t has_chromaticities; // 0 or 1
    float chromaticities[8];          // x and y of red, green, blue and white
    std::uint64_t profile_length;     // bytes
};
constexpr std::size_t picture_head_length = 256;
static_assert(sizeof(PictureHead) <= picture_head_length);
constexpr std::uint64_t longest_profile = std::uint64_t{16} << 20; // bytes
constexpr std::uint32_t largest_picture_side = 65536;              // of an Image

// How the content is laid out, by the head alone.
struct PictureLayout {
    std::uint64_t row_length, rows_in_band, band_length, bands_at, length;

    // `head` must have passed all checks of its fields.
    explicit PictureLayout(const PictureHead& head) {
        // Stays in the processor's cache, and is worth a change of process.
        constexpr std::uint64_t good_band = std::uint64_t{1} << 19;
        row_length = std::uint64_t{head.width} * pixel_models[std::size_t(head.model)].samples *
                     sample_types[std::size_t(head.type)].bytes;
        rows_in_band = 1 + good_band / row_length;
        band_length = rows_in_band * row_length;
        constexpr std::uint64_t step = 64; // so that numbers of every type are aligned
        bands_at = (picture_head_length + head.profile_length + step - 1) / step * step;
        length = bands_at + 2 * band_length;
    }
    std::uint64_t place_of_row(std::uint32_t y) const {
        return bands_at + (y / rows_in_band % 2) * band_length + y % rows_in_band * row_length;
    }
};

} // namespace style_transfer
