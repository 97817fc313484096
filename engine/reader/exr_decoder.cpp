// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/deferred_sentence.h"
#include "engine/reader/decoders.h"

#include "engine/base/translation.h"

#include <ImfChannelList.h>
#include <ImfChromaticitiesAttribute.h>
#include <ImfFrameBuffer.h>
#include <ImfHeader.h>
#include <ImfIO.h>
#include <ImfInputFile.h>
#include <ImfRgbaFile.h>
#include <ImfStandardAttributes.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

class MemoryStream : public Imf::IStream {
  public:
    explicit MemoryStream(Bytes content) : IStream("the file"), content_(content) {}

    bool read(char* to, int count) override {
        if (count < 0 || std::uint64_t(count) > content_.size() - at_)
            throw Iex::InputExc("it ends too early");
        std::memcpy(to, content_.data() + at_, std::size_t(count));
        at_ += std::uint64_t(count);
        return at_ < content_.size();
    }
    std::uint64_t tellg() override { return at_; }
    void seekg(std::uint64_t position) override {
        if (position > content_.size())
            throw Iex::InputExc("it ends too early");
        at_ = position;
    }

  private:
    Bytes content_;
    std::uint64_t at_ = 0;
};

// Where the picture's pixels are: the coordinates may begin anywhere.
struct Window {
    std::int64_t left, top, width, height;

    explicit Window(const Imath::Box2i& box)
        : left(box.min.x), top(box.min.y), width(std::int64_t{box.max.x} - box.min.x + 1),
          height(std::int64_t{box.max.y} - box.min.y + 1) {}
};

void begin(
    PictureAnswer& answer, const Imf::Header& header, const Window& window, PixelModel model) {
    std::array<float, 8> places{};
    const bool given = Imf::hasChromaticities(header);
    if (given) {
        const Imf::Chromaticities& primaries = Imf::chromaticities(header);
        places = {primaries.red.x,  primaries.red.y,  primaries.green.x, primaries.green.y,
                  primaries.blue.x, primaries.blue.y, primaries.white.x, primaries.white.y};
    }
    answer.begin(
        std::uint64_t(std::max<std::int64_t>(0, window.width)),
        std::uint64_t(std::max<std::int64_t>(0, window.height)), model, SampleType::float32, {},
        given ? &places : nullptr);
}

// Luminance and chroma of a quarter of the pixels: OpenEXR itself makes RGB of that, in halves.
void decode_chroma(MemoryStream& stream, PictureAnswer& answer, bool alpha) {
    stream.seekg(0);
    Imf::RgbaInputFile file(stream);
    const Window window(file.dataWindow());
    begin(
        answer, file.header(), window,
        alpha ? PixelModel::linear_rgb_premultiplied : PixelModel::linear_rgb);
    std::vector<Imf::Rgba> row(std::size_t(window.width));
    for (std::int64_t y = 0; y < window.height; ++y) {
        // It is handed the place where the pixel 0,0 would be.
        const auto first = reinterpret_cast<std::uintptr_t>(row.data());
        const auto origin = first - std::uintptr_t(window.left) * sizeof(Imf::Rgba);
        file.setFrameBuffer(reinterpret_cast<Imf::Rgba*>(origin), 1, 0);
        file.readPixels(int(window.top + y));
        auto* out = answer.next_row_of<float>();
        for (const Imf::Rgba& pixel : row) {
            *out++ = pixel.r;
            *out++ = pixel.g;
            *out++ = pixel.b;
            if (alpha)
                *out++ = pixel.a;
        }
    }
}

void decode(MemoryStream& stream, PictureAnswer& answer) {
    Imf::InputFile file(stream);
    const Imf::ChannelList& channels = file.header().channels();
    const auto has = [&](const char* name) { return channels.findChannel(name) != nullptr; };
    const bool colour = has("R") || has("G") || has("B");
    const bool alpha = has("A");
    if (!colour && !has("Y"))
        throw std::runtime_error(N_("it has none of the channels R, G, B and Y"));
    if (!colour && (has("RY") || has("BY")))
        return decode_chroma(stream, answer, alpha);

    const Window window(file.header().dataWindow());
    begin(
        answer, file.header(), window,
        colour ? (alpha ? PixelModel::linear_rgb_premultiplied : PixelModel::linear_rgb)
               : (alpha ? PixelModel::linear_gray_premultiplied : PixelModel::linear_gray));
    std::vector<const char*> names = colour ? std::vector{"R", "G", "B"} : std::vector{"Y"};
    if (alpha)
        names.push_back("A");
    const std::size_t pixel_length = names.size() * sizeof(float);
    std::vector<std::byte> pixels(answer.row_length() * std::size_t(window.height));
    Imf::FrameBuffer frame;
    for (std::size_t i = 0; i < names.size(); ++i) {
        // It is handed the place where the pixel 0,0 would be, which can be far outside.
        const auto first = reinterpret_cast<std::uintptr_t>(pixels.data()) + i * sizeof(float);
        const auto origin = first - std::uintptr_t(window.top) * answer.row_length() -
                            std::uintptr_t(window.left) * pixel_length;
        frame.insert(
            names[i], Imf::Slice(
                          Imf::FLOAT, reinterpret_cast<char*>(origin), pixel_length,
                          answer.row_length(), 1, 1, 0.0));
    }
    file.setFrameBuffer(frame);
    file.readPixels(int(window.top), int(window.top + window.height - 1));
    answer.take_rows(pixels);
}

} // namespace

void decode_exr(Bytes content, PictureAnswer& answer) {
    try {
        MemoryStream stream(content);
        decode(stream, answer);
    } catch (const Iex::BaseExc& error) {
        throw std::runtime_error(
            deferred_sentence(N_("the OpenEXR data is damaged or cut short (%s)"), {error.what()}));
    }
}

} // namespace style_transfer
