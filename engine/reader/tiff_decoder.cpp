// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/deferred_sentence.h"
#include "engine/base/translation.h"
#include "engine/reader/decoders.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

// What libtiff reads from, and the first error that it speaks of.
struct Source {
    Bytes content;
    std::uint64_t at = 0;
    std::string error{};
};

Source& source_of(thandle_t handle) {
    return *static_cast<Source*>(handle);
}

tmsize_t read_source(thandle_t handle, void* to, tmsize_t count) {
    Source& source = source_of(handle);
    if (count < 0 || source.at > source.content.size())
        return -1;
    const auto length =
        std::min<std::uint64_t>(std::uint64_t(count), source.content.size() - source.at);
    std::memcpy(to, source.content.data() + source.at, length);
    source.at += length;
    return tmsize_t(length);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
    return -1;
}

toff_t seek_source(thandle_t handle, toff_t offset, int whence) {
    Source& source = source_of(handle);
    source.at = whence == SEEK_SET   ? offset
                : whence == SEEK_CUR ? source.at + offset
                                     : source.content.size() + offset;
    return source.at;
}

int close_nothing(thandle_t) {
    return 0;
}

toff_t size_of_source(thandle_t handle) {
    return source_of(handle).content.size();
}

int map_source(thandle_t handle, void** base, toff_t* size) {
    Bytes& content = source_of(handle).content;
    *base = const_cast<std::byte*>(content.data());
    *size = content.size();
    return 1;
}

void unmap_nothing(thandle_t, void*, toff_t) {}

[[gnu::format(printf, 4, 0)]] int
keep_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    char text[300];
    std::vsnprintf(text, sizeof text, format, arguments);
    auto& source = *static_cast<Source*>(user);
    if (source.error.empty())
        source.error = text;
    return 1;
}

[[gnu::format(printf, 4, 0)]] int pass_over(TIFF*, void*, const char*, const char*, va_list) {
    return 1;
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open(Source& source) {
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
        TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), pass_over, nullptr);
    return {
        TIFFClientOpenExt(
            "the file", "r", &source, read_source, write_nothing, seek_source, close_nothing,
            size_of_source, map_source, unmap_nothing, options.get()),
        &TIFFClose};
}

[[noreturn]] void damaged(const Source& source) {
    throw std::runtime_error(
        source.error.empty()
            ? N_("the TIFF data is damaged or cut short")
            : deferred_sentence(N_("the TIFF data is damaged or cut short (%s)"), {source.error}));
}

template <typename Number>
Number field(TIFF* tiff, std::uint32_t tag) {
    Number number = 0;
    TIFFGetFieldDefaulted(tiff, tag, &number);
    return number;
}

struct Layout {
    std::uint32_t width, height;
    std::uint16_t samples, bits, format, photometric;
    bool separate, tiled;
    std::uint32_t tile_height; // 1 for strips
    bool alpha, premultiplied;

    explicit Layout(TIFF* tiff)
        : width(field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH)),
          height(field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH)),
          samples(field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL)),
          bits(field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE)),
          format(field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT)),
          photometric(field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC)),
          separate(field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE),
          tiled(TIFFIsTiled(tiff) != 0),
          tile_height(tiled ? std::max(1U, field<std::uint32_t>(tiff, TIFFTAG_TILELENGTH)) : 1) {
        std::uint16_t extras = 0;
        const std::uint16_t* kinds = nullptr;
        TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds);
        // What is not said to be anything else is taken for alpha, as other programs do.
        alpha = samples > colours();
        premultiplied = extras > 0 && kinds && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    }

    std::uint16_t colours() const {
        return photometric == PHOTOMETRIC_SEPARATED ? 4 : photometric == PHOTOMETRIC_RGB ? 3 : 1;
    }
    // What one handed-over pixel has: inks get no alpha.
    std::uint16_t used() const { return colours() + (alpha && colours() < 4 ? 1 : 0); }

    // Whether its numbers can be handed over as they are.
    bool plain() const {
        const bool known = photometric == PHOTOMETRIC_MINISBLACK ||
                           photometric == PHOTOMETRIC_MINISWHITE ||
                           photometric == PHOTOMETRIC_RGB || photometric == PHOTOMETRIC_SEPARATED;
        const bool real = format == SAMPLEFORMAT_IEEEFP;
        return known && ((real && (bits == 16 || bits == 32 || bits == 64)) ||
                         (format == SAMPLEFORMAT_UINT && (bits == 8 || bits == 16 || bits == 32)));
    }

    PixelModel model() const {
        if (colours() == 4)
            return PixelModel::inks;
        if (colours() == 3)
            return !alpha          ? PixelModel::rgb
                   : premultiplied ? PixelModel::rgb_premultiplied
                                   : PixelModel::rgba;
        return !alpha          ? PixelModel::gray
               : premultiplied ? PixelModel::gray_premultiplied
                               : PixelModel::gray_alpha;
    }

    SampleType type() const {
        if (bits == 8)
            return SampleType::u8;
        if (bits == 16)
            return format == SAMPLEFORMAT_IEEEFP ? SampleType::half : SampleType::u16;
        return SampleType::float32;
    }
};

// One sample from a row of the file to a row of the answer.
void hand_over_sample(const Layout& layout, const std::byte* from, std::byte* to) {
    if (layout.bits == 64) {
        double number = 0;
        std::memcpy(&number, from, sizeof number);
        const auto single = float(number);
        std::memcpy(to, &single, sizeof single);
    } else if (layout.bits == 32 && layout.format == SAMPLEFORMAT_UINT) {
        std::uint32_t number = 0;
        std::memcpy(&number, from, sizeof number);
        const auto single = float(number / 4294967295.0);
        std::memcpy(to, &single, sizeof single);
    } else {
        std::memcpy(to, from, layout.bits / 8);
    }
}

constexpr int all_planes = -1;

// `count` pixels of all samples, of which the answer gets those that it can use, or of one plane
// the sample of that.
void hand_over(
    const Layout& layout, const std::byte* from, std::size_t count, std::byte* to, int plane) {
    const std::size_t stored = layout.bits / 8;
    const std::size_t handed = sample_types[std::size_t(layout.type())].bytes;
    const std::size_t pixel = layout.used() * handed;
    if (plane < 0 && layout.samples == layout.used() && stored == handed &&
        !(layout.bits == 32 && layout.format == SAMPLEFORMAT_UINT)) {
        std::memcpy(to, from, count * pixel);
        return;
    }
    const std::size_t stride = plane >= 0 ? 1 : layout.samples;
    const std::size_t each = plane >= 0 ? 1 : layout.used();
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t s = 0; s < each; ++s)
            hand_over_sample(
                layout, from + (i * stride + s) * stored,
                to + i * pixel + (plane >= 0 ? std::size_t(plane) : s) * handed);
}

template <typename Sample>
void invert(std::byte* bytes, std::size_t count, std::size_t stride, Sample most) {
    auto* row = reinterpret_cast<Sample*>(bytes);
    for (std::size_t i = 0; i < count; ++i)
        row[i * stride] = Sample(most - row[i * stride]);
}

// Gray that is 0 where it is white.
void invert_row(const Layout& layout, std::byte* row) {
    switch (layout.type()) {
    case SampleType::u8:
        return invert<std::uint8_t>(row, layout.width, layout.used(), 255);
    case SampleType::u16:
        return invert<std::uint16_t>(row, layout.width, layout.used(), 65535);
    case SampleType::float32:
        return invert<float>(row, layout.width, layout.used(), 1);
    case SampleType::half: // nobody is known to write that
        return;
    }
}

// Calls `take` with rows of tiles, which lie in the file as they are read: their place and length
// in the picture, and the numbers.
template <typename Take>
void read_tiles(
    TIFF* tiff, const Source& source, const Layout& layout, int plane, std::uint32_t first_row,
    std::uint32_t end_row, Take take) {
    const std::size_t stored = std::size_t(layout.bits / 8) * (plane >= 0 ? 1 : layout.samples);
    const std::uint32_t tile_width =
        layout.tiled ? field<std::uint32_t>(tiff, TIFFTAG_TILEWIDTH) : layout.width;
    const std::uint32_t tile_height = layout.tile_height;
    const tmsize_t tile_bytes = layout.tiled ? TIFFTileSize(tiff) : TIFFScanlineSize(tiff);
    const std::size_t tile_row = tile_width * stored;
    if (tile_width < 1 || tile_bytes < 1 || std::size_t(tile_bytes) / tile_height < tile_row)
        damaged(source);
    std::vector<std::byte> tile(static_cast<std::size_t>(tile_bytes));
    for (std::uint32_t y = first_row; y < end_row; y += std::min(tile_height, end_row - y))
        for (std::uint32_t x = 0; x < layout.width; x += std::min(tile_width, layout.width - x)) {
            const auto sample = std::uint16_t(std::max(plane, 0));
            const bool read = layout.tiled
                                  ? TIFFReadTile(tiff, tile.data(), x, y, 0, sample) == tile_bytes
                                  : TIFFReadScanline(tiff, tile.data(), y, sample) == 1;
            if (!read)
                damaged(source);
            const std::uint32_t rows = std::min(tile_height, end_row - y);
            for (std::uint32_t row = 0; row < rows; ++row)
                take(
                    x, y + row, std::min(tile_width, layout.width - x),
                    tile.data() + row * tile_row);
        }
}

// As it lies in the file, row of tiles for row of tiles; planes have to be put together before.
void read_plain(TIFF* tiff, const Source& source, const Layout& layout, PictureAnswer& answer) {
    const std::size_t pixel = answer.row_length() / layout.width;
    const std::uint32_t rows_at_once = layout.separate ? layout.height : layout.tile_height;
    std::vector<std::byte> rows(answer.row_length() * std::min(rows_at_once, layout.height));
    for (std::uint32_t y = 0; y < layout.height; y += std::min(rows_at_once, layout.height - y)) {
        const std::uint32_t end = y + std::min(rows_at_once, layout.height - y);
        const int first = layout.separate ? 0 : all_planes;
        const int last = layout.separate ? layout.used() - 1 : all_planes;
        for (int plane = first; plane <= last; ++plane)
            read_tiles(
                tiff, source, layout, plane, y, end,
                [&](std::uint32_t x, std::uint32_t row, std::size_t count, const std::byte* from) {
                    std::byte* to = rows.data() + (row - y) * answer.row_length() + x * pixel;
                    hand_over(layout, from, count, to, plane);
                });
        for (std::uint32_t row = y; row < end; ++row) {
            std::byte* to = answer.next_row();
            std::memcpy(to, rows.data() + (row - y) * answer.row_length(), answer.row_length());
            if (layout.photometric == PHOTOMETRIC_MINISWHITE)
                invert_row(layout, to);
        }
    }
}

// Palettes, few bits, chroma, logarithms: 8 bits as libtiff converts them, multiplied by alpha.
void read_converted(
    TIFF* tiff, Source& source, const Layout& layout, PictureAnswer& answer, Bytes profile,
    std::uint16_t orientation) {
    char reason[1024] = "";
    if (!TIFFRGBAImageOK(tiff, reason))
        throw std::runtime_error(deferred_sentence(
            N_("this kind of TIFF is not supported (%s); save it as RGB or gray of 8, 16 or 32 "
               "bits"),
            {reason}));
    std::uint16_t extras = 0;
    const std::uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds);
    answer.begin(
        layout.width, layout.height, extras > 0 ? PixelModel::rgb_premultiplied : PixelModel::rgb,
        SampleType::u8, profile);
    std::vector<std::uint32_t> pixels(std::size_t{layout.width} * layout.height);
    // Asked for as it lies, libtiff turns nothing.
    if (!TIFFReadRGBAImageOriented(
            tiff, layout.width, layout.height, pixels.data(), orientation, 1))
        damaged(source);
    const std::uint32_t* in = pixels.data();
    for (std::uint32_t y = 0; y < layout.height; ++y) {
        auto* out = answer.next_row_of<std::uint8_t>();
        for (std::uint32_t x = 0; x < layout.width; ++x, ++in) {
            *out++ = std::uint8_t(TIFFGetR(*in));
            *out++ = std::uint8_t(TIFFGetG(*in));
            *out++ = std::uint8_t(TIFFGetB(*in));
            if (extras > 0)
                *out++ = std::uint8_t(TIFFGetA(*in));
        }
    }
}

Bytes profile_of(TIFF* tiff) {
    std::uint32_t length = 0;
    void* profile = nullptr;
    if (!TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &length, &profile))
        return {};
    return {static_cast<const std::byte*>(profile), length};
}

} // namespace

void decode_tiff(Bytes content, PictureAnswer& answer) {
    Source source{content};
    const Tiff owner = open(source);
    TIFF* tiff = owner.get();
    if (!tiff)
        damaged(source);
    const Layout layout(tiff);
    auto orientation = field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION);
    if (orientation < 1 || orientation > 8)
        orientation = 1;
    if (!layout.plain()) {
        read_converted(tiff, source, layout, answer, profile_of(tiff), orientation);
    } else {
        if (layout.samples < layout.colours())
            throw std::runtime_error(deferred_sentence(
                N_("the TIFF data is damaged: a pixel has %s numbers, and its kind takes %s"),
                {std::to_string(layout.samples), std::to_string(layout.colours())}));
        answer.begin(layout.width, layout.height, layout.model(), layout.type(), profile_of(tiff));
        read_plain(tiff, source, layout, answer);
    }
    answer.set_orientation(orientation);
}

} // namespace style_transfer
