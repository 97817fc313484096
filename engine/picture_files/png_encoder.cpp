// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/png_encoder.h"

#include "engine/base/long_jump.h"
#include "engine/base/translation.h"

#include <babl/babl.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace style_transfer {

namespace {

constexpr const char* failed = N_("it cannot be encoded as PNG (%s)");

void fail(png_structp png, const char* message) {
    auto* jump = static_cast<LongJump*>(png_get_error_ptr(png));
    std::strncpy(jump->message, message, sizeof jump->message - 1);
    jump->leave();
}

void pass_over(png_structp, const char*) {}

struct Encoder {
    LongJump jump;
    std::vector<std::byte> output;
    png_structp png = nullptr;
    png_infop info = nullptr;

    Encoder() {
        png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &jump, fail, pass_over);
        info = png ? png_create_info_struct(png) : nullptr;
        if (!info) {
            png_destroy_write_struct(&png, nullptr);
            throw std::runtime_error(_("libpng cannot be started"));
        }
        png_set_write_fn(
            png, this,
            [](png_structp writer, png_bytep data, std::size_t length) {
                auto* encoder = static_cast<Encoder*>(png_get_io_ptr(writer));
                const auto* bytes = reinterpret_cast<const std::byte*>(data);
                if (!encoder->append(bytes, length))
                    png_error(writer, _("there is not enough memory"));
            },
            nullptr);
    }
    ~Encoder() { png_destroy_write_struct(&png, &info); }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    // No exception may pass through libpng.
    bool append(const std::byte* bytes, std::size_t length) noexcept {
        try {
            output.insert(output.end(), bytes, bytes + length);
            return true;
        } catch (const std::bad_alloc&) {
            return false;
        }
    }
};

template <typename Number>
void from_float(const float* in, std::size_t samples, std::vector<std::byte>& row) {
    constexpr float scale = std::is_same_v<Number, std::uint8_t> ? 255.0F : 65535.0F;
    for (std::size_t i = 0; i < samples; ++i) {
        const auto number = Number(std::lround(std::clamp(in[i], 0.0F, 1.0F) * scale));
        std::memcpy(row.data() + i * sizeof(Number), &number, sizeof(Number));
    }
}

} // namespace

std::vector<std::byte> encode_png(const ImageView& image, int bits, const Babl* space) {
    Encoder encoder;
    png_structp png = encoder.png;
    png_infop info = encoder.info;
    const bool deep = bits > 8;
    const bool is_srgb = !space || space == babl_space("sRGB");
    int profile_length = 0;
    const char* profile = is_srgb ? nullptr : babl_space_get_icc(space, &profile_length);
    guarded(encoder.jump, failed, [&] {
        png_set_IHDR(
            png, info, png_uint_32(image.size.width), png_uint_32(image.size.height), deep ? 16 : 8,
            image.channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
            PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        if (profile)
            png_set_iCCP(
                png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE,
                reinterpret_cast<png_const_bytep>(profile), png_uint_32(profile_length));
        else if (is_srgb)
            png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
        png_write_info(png, info);
        if (deep)
            png_set_swap(png);
    });
    const auto samples = std::size_t(image.size.width) * std::size_t(image.channels);
    std::vector<std::byte> row(samples * (deep ? 2 : 1));
    for (int y = 0; y < image.size.height; ++y) {
        if (deep)
            from_float<std::uint16_t>(image.row(y), samples, row);
        else
            from_float<std::uint8_t>(image.row(y), samples, row);
        guarded(encoder.jump, failed, [&] {
            png_write_row(png, reinterpret_cast<png_const_bytep>(row.data()));
        });
    }
    guarded(encoder.jump, failed, [&] { png_write_end(png, nullptr); });
    return std::move(encoder.output);
}

} // namespace style_transfer
