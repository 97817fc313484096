// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/png_codec.h"

#include "engine/picture_files/orientation.h"
#include "engine/picture_files/profile.h"

#include <babl/babl.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace style_transfer {

namespace {

constexpr unsigned largest_side = 65536; // of an Image

// libpng reports an error by a call that must not return.
struct Errors {
    std::jmp_buf jump{};
    char message[200] = "";
    const char* trouble; // what an error means to the user
};

void fail(png_structp png, const char* message) {
    auto* errors = static_cast<Errors*>(png_get_error_ptr(png));
    std::strncpy(errors->message, message, sizeof errors->message - 1);
    std::longjmp(errors->jump, 1);
}

void pass_over(png_structp, const char*) {}

// Runs `step`; throws what libpng says if it fails. A longjmp runs no destructors, so nothing in
// `step` may have one.
template <typename Step>
void guarded(Errors& errors, Step step) {
    if (setjmp(errors.jump) != 0)
        throw std::runtime_error(std::string(errors.trouble) + " (" + errors.message + ")");
    step();
}

struct Decoder {
    Errors errors{.trouble = "the PNG data is damaged or cut short"};
    Bytes rest;
    png_structp png = nullptr;
    png_infop info = nullptr;
    png_infop end = nullptr;

    explicit Decoder(Bytes content) : rest(content) {
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &errors, fail, pass_over);
        info = png ? png_create_info_struct(png) : nullptr;
        end = info ? png_create_info_struct(png) : nullptr;
        if (!end) {
            png_destroy_read_struct(&png, &info, nullptr);
            throw std::runtime_error("libpng cannot be started");
        }
        png_set_read_fn(png, this, [](png_structp reader, png_bytep out, std::size_t length) {
            Bytes& bytes = static_cast<Decoder*>(png_get_io_ptr(reader))->rest;
            if (length > bytes.size())
                png_error(reader, "it ends too early");
            std::memcpy(out, bytes.data(), length);
            bytes = bytes.subspan(length);
        });
        png_set_user_limits(png, largest_side, largest_side);
    }
    ~Decoder() { png_destroy_read_struct(&png, &info, &end); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
};

struct Encoder {
    Errors errors{.trouble = "it cannot be encoded as PNG"};
    std::vector<std::byte> output;
    png_structp png = nullptr;
    png_infop info = nullptr;

    Encoder() {
        png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &errors, fail, pass_over);
        info = png ? png_create_info_struct(png) : nullptr;
        if (!info) {
            png_destroy_write_struct(&png, nullptr);
            throw std::runtime_error("libpng cannot be started");
        }
        png_set_write_fn(
            png, this,
            [](png_structp writer, png_bytep data, std::size_t length) {
                auto* encoder = static_cast<Encoder*>(png_get_io_ptr(writer));
                const auto* bytes = reinterpret_cast<const std::byte*>(data);
                if (!encoder->append(bytes, length))
                    png_error(writer, "there is not enough memory");
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

const Babl* space_of(const Decoder& decoder) {
    char* name = nullptr;
    int compression = 0;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    if (!png_get_iCCP(decoder.png, decoder.info, &name, &compression, &profile, &length))
        return nullptr;
    return space_of_profile(std::as_bytes(std::span(profile, length)));
}

// Camera data may stand before or after the pixels.
int stored_orientation(const Decoder& decoder) {
    for (png_infop info : {decoder.info, decoder.end}) {
        png_bytep exif = nullptr;
        png_uint_32 length = 0;
        if (png_get_eXIf_1(decoder.png, info, &length, &exif))
            return orientation_of(std::as_bytes(std::span(exif, length)));
    }
    return 1;
}

template <typename Number>
void to_float(const std::vector<std::byte>& stored, std::size_t row_length, Image& image) {
    constexpr float scale = std::is_same_v<Number, std::uint8_t> ? 255.0F : 65535.0F;
    const auto samples = std::size_t(image.row_stride());
    for (int y = 0; y < image.size().height; ++y) {
        const std::byte* in = stored.data() + std::size_t(y) * row_length;
        float* out = image.row(y);
        for (std::size_t i = 0; i < samples; ++i) {
            Number number = 0;
            std::memcpy(&number, in + i * sizeof(Number), sizeof(Number));
            out[i] = float(number) / scale;
        }
    }
}

template <typename Number>
void from_float(const float* in, std::size_t samples, std::vector<std::byte>& row) {
    constexpr float scale = std::is_same_v<Number, std::uint8_t> ? 255.0F : 65535.0F;
    for (std::size_t i = 0; i < samples; ++i) {
        const auto number = Number(std::lround(std::clamp(in[i], 0.0F, 1.0F) * scale));
        std::memcpy(row.data() + i * sizeof(Number), &number, sizeof(Number));
    }
}

} // namespace

LoadedPicture decode_png(Bytes content) {
    Decoder decoder(content);
    png_structp png = decoder.png;
    png_infop info = decoder.info;
    guarded(decoder.errors, [&] {
        png_read_info(png, info);
        png_set_expand(png); // palettes, few bits and transparent colours to whole channels
        png_set_gray_to_rgb(png);
        if (png_get_bit_depth(png, info) == 16)
            png_set_swap(png);
        png_set_interlace_handling(png);
        png_read_update_info(png, info);
    });
    LoadedPicture picture;
    picture.bits = png_get_bit_depth(png, info);
    picture.space = space_of(decoder);
    const Size size{int(png_get_image_width(png, info)), int(png_get_image_height(png, info))};
    const std::size_t row_length = png_get_rowbytes(png, info);
    std::vector<std::byte> stored(row_length * std::size_t(size.height));
    std::vector<png_bytep> rows(std::size_t(size.height));
    for (std::size_t y = 0; y < rows.size(); ++y)
        rows[y] = reinterpret_cast<png_bytep>(stored.data() + y * row_length);
    guarded(decoder.errors, [&] {
        png_read_image(png, rows.data());
        png_read_end(png, decoder.end);
    });
    picture.image = Image::create(size, png_get_channels(png, info));
    if (picture.bits == 16)
        to_float<std::uint16_t>(stored, row_length, picture.image);
    else
        to_float<std::uint8_t>(stored, row_length, picture.image);
    picture.image = set_upright(std::move(picture.image), stored_orientation(decoder));
    return picture;
}

std::vector<std::byte> encode_png(const ImageView& image, int bits, const Babl* space) {
    Encoder encoder;
    png_structp png = encoder.png;
    png_infop info = encoder.info;
    const bool deep = bits > 8;
    const bool is_srgb = !space || space == babl_space("sRGB");
    int profile_length = 0;
    const char* profile = is_srgb ? nullptr : babl_space_get_icc(space, &profile_length);
    guarded(encoder.errors, [&] {
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
        guarded(encoder.errors, [&] {
            png_write_row(png, reinterpret_cast<png_const_bytep>(row.data()));
        });
    }
    guarded(encoder.errors, [&] { png_write_end(png, nullptr); });
    return std::move(encoder.output);
}

} // namespace style_transfer
