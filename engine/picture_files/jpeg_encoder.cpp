// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/jpeg_encoder.h"

#include "engine/base/long_jump.h"
#include "engine/base/translation.h"

#include <babl/babl.h>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>

// After stdio, which it needs.
#include <jpeglib.h>

namespace style_transfer {

namespace {

constexpr const char* failed = N_("it cannot be encoded as JPEG (%s)");

struct Errors {
    jpeg_error_mgr manager{}; // first: libjpeg hands out its address
    LongJump jump;

    Errors() {
        jpeg_std_error(&manager);
        manager.error_exit = [](j_common_ptr info) {
            auto* errors = reinterpret_cast<Errors*>(info->err);
            static_assert(sizeof errors->jump.message >= JMSG_LENGTH_MAX);
            info->err->format_message(info, errors->jump.message);
            errors->jump.leave();
        };
        manager.output_message = [](j_common_ptr) {};
    }
};

struct Encoder {
    Errors errors;
    jpeg_compress_struct info{};
    unsigned char* output = nullptr; // allocated by libjpeg
    unsigned long length = 0;

    Encoder() {
        info.err = &errors.manager;
        guarded(errors.jump, failed, [this] { jpeg_create_compress(&info); });
    }
    ~Encoder() {
        jpeg_destroy_compress(&info);
        std::free(output);
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
};

} // namespace

std::vector<std::byte> encode_jpeg(const ImageView& image, const Babl* space) {
    Encoder encoder;
    jpeg_compress_struct& info = encoder.info;
    int profile_length = 0;
    const char* profile =
        space && space != babl_space("sRGB") ? babl_space_get_icc(space, &profile_length) : nullptr;
    guarded(encoder.errors.jump, failed, [&] {
        jpeg_mem_dest(&info, &encoder.output, &encoder.length);
        info.image_width = static_cast<JDIMENSION>(image.size.width);
        info.image_height = static_cast<JDIMENSION>(image.size.height);
        info.input_components = 3;
        info.in_color_space = JCS_RGB;
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, 95, TRUE);
        info.optimize_coding = TRUE;
        info.comp_info[0].h_samp_factor = 1;
        info.comp_info[0].v_samp_factor = 1;
        jpeg_start_compress(&info, TRUE);
        if (profile)
            jpeg_write_icc_profile(
                &info, reinterpret_cast<const JOCTET*>(profile),
                static_cast<unsigned>(profile_length));
    });
    const Babl* fish = babl_fish(
        babl_format_with_space("R'G'B' float", space), babl_format_with_space("R'G'B' u8", space));
    std::vector<unsigned char> row(std::size_t(image.size.width) * 3);
    for (int y = 0; y < image.size.height; ++y) {
        babl_process(fish, image.row(y), row.data(), long{image.size.width});
        unsigned char* pixels = row.data();
        guarded(encoder.errors.jump, failed, [&] { jpeg_write_scanlines(&info, &pixels, 1); });
    }
    guarded(encoder.errors.jump, failed, [&] { jpeg_finish_compress(&info); });
    const auto bytes = std::as_bytes(std::span(encoder.output, encoder.length));
    return {bytes.begin(), bytes.end()};
}

} // namespace style_transfer
