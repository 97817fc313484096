// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/long_jump.h"
#include "engine/base/translation.h"
#include "engine/reader/decoders.h"
#include "engine/reader/exif_orientation.h"

#include <png.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

constexpr const char* failed = N_("the PNG data is damaged or cut short (%s)");

void fail(png_structp png, const char* message) {
    auto* jump = static_cast<LongJump*>(png_get_error_ptr(png));
    std::strncpy(jump->message, message, sizeof jump->message - 1);
    jump->leave();
}

void pass_over(png_structp, const char*) {}

struct Decoder {
    LongJump jump;
    Bytes rest;
    png_structp png = nullptr;
    png_infop info = nullptr;
    png_infop end = nullptr;

    explicit Decoder(Bytes content) : rest(content) {
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &jump, fail, pass_over);
        info = png ? png_create_info_struct(png) : nullptr;
        end = info ? png_create_info_struct(png) : nullptr;
        if (!end) {
            png_destroy_read_struct(&png, &info, nullptr);
            throw std::runtime_error(N_("libpng cannot be started"));
        }
        png_set_read_fn(png, this, [](png_structp reader, png_bytep out, std::size_t length) {
            Bytes& bytes = static_cast<Decoder*>(png_get_io_ptr(reader))->rest;
            if (length > bytes.size())
                png_error(reader, "it ends too early");
            std::memcpy(out, bytes.data(), length);
            bytes = bytes.subspan(length);
        });
        png_set_user_limits(png, largest_picture_side, largest_picture_side);
    }
    ~Decoder() { png_destroy_read_struct(&png, &info, &end); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
};

Bytes profile_of(const Decoder& decoder) {
    char* name = nullptr;
    int compression = 0;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    if (!png_get_iCCP(decoder.png, decoder.info, &name, &compression, &profile, &length))
        return {};
    return std::as_bytes(std::span(profile, length));
}

// Camera data may stand before or after the pixels.
std::uint32_t stored_orientation(const Decoder& decoder) {
    for (png_infop info : {decoder.info, decoder.end}) {
        png_bytep exif = nullptr;
        png_uint_32 length = 0;
        if (png_get_eXIf_1(decoder.png, info, &length, &exif))
            return orientation_of(std::as_bytes(std::span(exif, length)));
    }
    return 1;
}

} // namespace

void decode_png(Bytes content, PictureAnswer& answer) {
    Decoder decoder(content);
    png_structp png = decoder.png;
    png_infop info = decoder.info;
    guarded(decoder.jump, failed, [&] {
        png_read_info(png, info);
        png_set_expand(png); // palettes, few bits and transparent colours to whole channels
        png_set_gray_to_rgb(png);
        if (png_get_bit_depth(png, info) == 16)
            png_set_swap(png);
        png_set_interlace_handling(png);
        png_read_update_info(png, info);
    });
    const std::uint32_t height = png_get_image_height(png, info);
    answer.begin(
        png_get_image_width(png, info), height,
        png_get_channels(png, info) == 4 ? PixelModel::rgba : PixelModel::rgb,
        png_get_bit_depth(png, info) == 16 ? SampleType::u16 : SampleType::u8, profile_of(decoder));
    if (png_get_interlace_type(png, info) == PNG_INTERLACE_NONE) {
        for (std::uint32_t y = 0; y < height; ++y) {
            auto* row = answer.next_row_of<png_byte>();
            guarded(decoder.jump, failed, [&] { png_read_row(png, row, nullptr); });
        }
    } else {
        std::vector<std::byte> stored(answer.row_length() * height);
        std::vector<png_bytep> rows(height);
        for (std::uint32_t y = 0; y < height; ++y)
            rows[y] = reinterpret_cast<png_bytep>(stored.data() + y * answer.row_length());
        guarded(decoder.jump, failed, [&] { png_read_image(png, rows.data()); });
        answer.take_rows(stored);
    }
    guarded(decoder.jump, failed, [&] { png_read_end(png, decoder.end); });
    answer.set_orientation(stored_orientation(decoder));
}

} // namespace style_transfer
