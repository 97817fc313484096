// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/deferred_sentence.h"
#include "engine/base/translation.h"
#include "engine/reader/decoders.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

[[noreturn]] void refuse(const char* why) {
    throw std::runtime_error(deferred_sentence(
        N_("the GIF data is damaged or cut short (%s)"), {why ? why : "unknown error"}));
}

class Decoder {
  public:
    explicit Decoder(Bytes content) : rest_(content) {
        int error = 0;
        gif_ = DGifOpen(this, read, &error);
        if (!gif_)
            refuse(GifErrorString(error));
    }
    ~Decoder() { DGifCloseFile(gif_, nullptr); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    const GifFileType& gif() const { return *gif_; }
    // Of the frame that comes next; NO_TRANSPARENT_COLOR when it has none.
    int transparent_colour() const { return control_.TransparentColor; }

    // Goes on to the next frame's pixels; false at the end of the file.
    bool next_frame() {
        control_.TransparentColor = NO_TRANSPARENT_COLOR;
        for (;;) {
            GifRecordType record = UNDEFINED_RECORD_TYPE;
            check(DGifGetRecordType(gif_, &record));
            if (record == TERMINATE_RECORD_TYPE)
                return false;
            if (record == IMAGE_DESC_RECORD_TYPE) {
                check(DGifGetImageDesc(gif_));
                return true;
            }
            take_extension();
        }
    }

    // The frame's colours as numbers of its palette, rows from top to bottom.
    std::vector<GifPixelType> frame() {
        const int width = gif_->Image.Width, height = gif_->Image.Height;
        std::vector<GifPixelType> pixels(std::size_t(width) * std::size_t(height));
        const auto read_rows = [&](int first, int step) {
            for (int y = first; y < height; y += step)
                check(DGifGetLine(gif_, pixels.data() + std::ptrdiff_t(y) * width, width));
        };
        if (!gif_->Image.Interlace) {
            read_rows(0, 1);
            return pixels;
        }
        read_rows(0, 8);
        read_rows(4, 8);
        read_rows(2, 4);
        read_rows(1, 2);
        return pixels;
    }

    void pass_over_frame() {
        int code_length = 0;
        GifByteType* block = nullptr;
        check(DGifGetCode(gif_, &code_length, &block));
        while (block)
            check(DGifGetCodeNext(gif_, &block));
    }

  private:
    static int read(GifFileType* gif, GifByteType* out, int length) {
        Bytes& rest = static_cast<Decoder*>(gif->UserData)->rest_;
        const std::size_t count = std::min(std::size_t(length), rest.size());
        std::memcpy(out, rest.data(), count);
        rest = rest.subspan(count);
        return int(count);
    }

    void check(int result) const {
        if (result == GIF_ERROR)
            refuse(GifErrorString(gif_->Error));
    }

    void take_extension() {
        int code = 0;
        GifByteType* block = nullptr; // its length first
        check(DGifGetExtension(gif_, &code, &block));
        while (block) {
            if (code == GRAPHICS_EXT_FUNC_CODE)
                check(DGifExtensionToGCB(block[0], block + 1, &control_));
            check(DGifGetExtensionNext(gif_, &block));
        }
    }

    Bytes rest_;
    GifFileType* gif_ = nullptr;
    GraphicsControlBlock control_{};
};

using Colour = std::array<std::byte, 4>; // with alpha

// Of each number that a pixel may have, in the frame that is at hand.
class Palette {
  public:
    explicit Palette(const Decoder& decoder) : transparent_(decoder.transparent_colour()) {
        const GifFileType& gif = decoder.gif();
        const ColorMapObject* map = gif.Image.ColorMap ? gif.Image.ColorMap : gif.SColorMap;
        if (!map)
            refuse("it has no palette");
        count_ = std::min(map->ColorCount, int(colours_.size()));
        for (int i = 0; i < count_; ++i) {
            const GifColorType& colour = map->Colors[i];
            colours_[std::size_t(i)] = {
                std::byte{colour.Red}, std::byte{colour.Green}, std::byte{colour.Blue},
                std::byte{0xff}};
        }
        if (has_transparency())
            colours_[std::size_t(transparent_)][3] = {};
    }

    bool has_transparency() const { return transparent_ != NO_TRANSPARENT_COLOR; }

    const Colour& operator[](GifPixelType number) const {
        if (number >= count_ && number != transparent_)
            refuse("a pixel has a colour that is not in its palette");
        return colours_[number];
    }

  private:
    int transparent_;
    int count_ = 0;
    std::array<Colour, 256> colours_{};
};

} // namespace

void decode_gif(Bytes content, PictureAnswer& answer) {
    Decoder decoder(content);
    if (!decoder.next_frame())
        refuse("it holds no picture");
    const GifFileType& gif = decoder.gif();
    const GifImageDesc place = gif.Image;
    if (place.Width < 1 || place.Height < 1)
        refuse("its picture has no pixels");
    const int width = std::max(gif.SWidth, place.Left + place.Width);
    const int height = std::max(gif.SHeight, place.Top + place.Height);
    const Palette palette(decoder);
    const bool alpha = palette.has_transparency() || place.Width < width || place.Height < height;
    answer.begin(
        std::uint64_t(width), std::uint64_t(height), alpha ? PixelModel::rgba : PixelModel::rgb,
        SampleType::u8);

    const std::vector<GifPixelType> pixels = decoder.frame();
    const std::size_t samples = alpha ? 4 : 3;
    for (int y = 0; y < height; ++y) {
        std::byte* row = answer.next_row();
        std::memset(row, 0, answer.row_length()); // around the frame
        if (y < place.Top || y >= place.Top + place.Height)
            continue;
        const auto* numbers = pixels.data() + std::ptrdiff_t(y - place.Top) * place.Width;
        std::byte* out = row + std::size_t(place.Left) * samples;
        for (int x = 0; x < place.Width; ++x, out += samples)
            std::memcpy(out, palette[numbers[x]].data(), samples);
    }
    while (decoder.next_frame())
        decoder.pass_over_frame();
}

} // namespace style_transfer
