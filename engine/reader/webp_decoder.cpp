// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/translation.h"
#include "engine/reader/decoders.h"
#include "engine/reader/exif_orientation.h"

#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace style_transfer {

namespace {

using Demuxer = std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)>;

// What a chunk of that name holds; empty when there is none.
Bytes chunk(const Demuxer& demuxer, const char* name) {
    WebPChunkIterator found{};
    Bytes bytes;
    if (WebPDemuxGetChunk(demuxer.get(), name, 1, &found))
        bytes = std::as_bytes(std::span(found.chunk.bytes, found.chunk.size));
    WebPDemuxReleaseChunkIterator(&found);
    return bytes;
}

} // namespace

void decode_webp(Bytes content, PictureAnswer& answer) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
    const WebPData data{bytes, content.size()};
    // Takes whole files only.
    const Demuxer demuxer(WebPDemux(&data), &WebPDemuxDelete);
    WebPBitstreamFeatures features{};
    if (!demuxer || WebPGetFeatures(bytes, content.size(), &features) != VP8_STATUS_OK)
        throw std::runtime_error(N_("the WebP data is damaged or cut short"));
    if (features.has_animation)
        throw std::runtime_error(N_("animated WebP pictures are not supported; save one of its "
                                    "frames as a picture of its own"));
    const bool alpha = features.has_alpha != 0;
    answer.begin(
        std::uint64_t(features.width), std::uint64_t(features.height),
        alpha ? PixelModel::rgba : PixelModel::rgb, SampleType::u8, chunk(demuxer, "ICCP"));
    answer.set_orientation(orientation_of(chunk(demuxer, "EXIF")));
    std::vector<std::byte> pixels(answer.row_length() * std::size_t(features.height));
    const auto decode = alpha ? &WebPDecodeRGBAInto : &WebPDecodeRGBInto;
    if (!decode(
            bytes, content.size(), reinterpret_cast<std::uint8_t*>(pixels.data()), pixels.size(),
            int(answer.row_length())))
        throw std::runtime_error(N_("the WebP data is damaged or cut short"));
    answer.take_rows(pixels);
}

} // namespace style_transfer
