// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/long_jump.h"
#include "engine/base/translation.h"
#include "engine/reader/decoders.h"
#include "engine/reader/exif_orientation.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

// After stdio, which it needs.
#include <jerror.h>
#include <jpeglib.h>

namespace style_transfer {

namespace {

constexpr const char* failed = N_("the JPEG data is damaged or cut short (%s)");

struct Errors {
    jpeg_error_mgr manager{}; // first: libjpeg hands out its address
    LongJump jump;
    bool data_missing = false;

    Errors() {
        jpeg_std_error(&manager);
        manager.error_exit = [](j_common_ptr info) {
            auto* errors = reinterpret_cast<Errors*>(info->err);
            static_assert(sizeof errors->jump.message >= JMSG_LENGTH_MAX);
            info->err->format_message(info, errors->jump.message);
            errors->jump.leave();
        };
        // Harmless oddities are common in old files; picture data that is not there is not
        // harmless.
        manager.emit_message = [](j_common_ptr info, int level) {
            const int code = info->err->msg_code;
            if (level < 0 &&
                (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE))
                reinterpret_cast<Errors*>(info->err)->data_missing = true;
        };
        manager.output_message = [](j_common_ptr) {};
    }
};

struct Decoder {
    Errors errors;
    jpeg_decompress_struct info{};

    Decoder() {
        info.err = &errors.manager;
        guarded(errors.jump, failed, [this] { jpeg_create_decompress(&info); });
    }
    ~Decoder() { jpeg_destroy_decompress(&info); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
};

std::uint32_t stored_orientation(const jpeg_decompress_struct& info) {
    constexpr char prefix[] = "Exif\0"; // with the two zeros
    for (auto* marker = info.marker_list; marker; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > sizeof prefix &&
            std::memcmp(marker->data, prefix, sizeof prefix) == 0)
            return orientation_of(std::as_bytes(std::span(marker->data, marker->data_length)));
    return 1;
}

// Photoshop writes CMYK inverted and says so by its marker.
PixelModel choose_model(jpeg_decompress_struct& info) {
    switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE:
        info.out_color_space = JCS_GRAYSCALE;
        return PixelModel::gray;
    case JCS_CMYK:
    case JCS_YCCK:
        info.out_color_space = JCS_CMYK;
        return info.saw_Adobe_marker ? PixelModel::inverted_inks : PixelModel::inks;
    default:
        info.out_color_space = JCS_RGB;
        return PixelModel::rgb;
    }
}

} // namespace

void decode_jpeg(Bytes content, PictureAnswer& answer) {
    Decoder decoder;
    jpeg_decompress_struct& info = decoder.info;
    JOCTET* profile = nullptr;
    unsigned profile_length = 0;
    guarded(decoder.errors.jump, failed, [&] {
        jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
        jpeg_save_markers(&info, JPEG_APP0 + 2, 0xffff);
        jpeg_mem_src(
            &info, reinterpret_cast<const unsigned char*>(content.data()),
            static_cast<unsigned long>(content.size()));
        jpeg_read_header(&info, TRUE);
        jpeg_read_icc_profile(&info, &profile, &profile_length);
    });
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(profile, &std::free);
    const PixelModel model = choose_model(info);
    answer.begin(
        info.image_width, info.image_height, model, SampleType::u8,
        std::as_bytes(std::span(profile, profile_length)));
    answer.set_orientation(stored_orientation(info));
    guarded(decoder.errors.jump, failed, [&] { jpeg_start_decompress(&info); });
    if (std::size_t{info.output_width} * std::size_t(info.output_components) != answer.row_length())
        throw std::runtime_error(N_("the JPEG data is damaged"));
    guarded(decoder.errors.jump, failed, [&] {
        while (info.output_scanline < info.output_height) {
            auto* row = answer.next_row_of<JSAMPLE>();
            jpeg_read_scanlines(&info, &row, 1);
        }
        jpeg_finish_decompress(&info);
    });
    if (decoder.errors.data_missing)
        throw std::runtime_error(N_("the file is cut short or damaged"));
}

} // namespace style_transfer
