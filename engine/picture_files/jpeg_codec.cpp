// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/jpeg_codec.h"

#include "engine/picture_files/inks.h"
#include "engine/picture_files/orientation.h"
#include "engine/picture_files/profile.h"

#include <gegl.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

// After stdio, which it needs.
#include <jerror.h>
#include <jpeglib.h>

namespace style_transfer {

namespace {

// libjpeg reports an error by a call that must not return.
struct Errors {
    jpeg_error_mgr manager{}; // first: libjpeg hands out its address
    std::jmp_buf jump;
    char message[JMSG_LENGTH_MAX] = "";
    bool data_missing = false;
    const char* trouble; // what an error means to the user

    explicit Errors(const char* meaning) : trouble(meaning) {
        jpeg_std_error(&manager);
        manager.error_exit = [](j_common_ptr info) {
            auto* errors = reinterpret_cast<Errors*>(info->err);
            info->err->format_message(info, errors->message);
            std::longjmp(errors->jump, 1);
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

// Runs `step`; throws what libjpeg says if it fails. A longjmp runs no destructors, so nothing in
// `step` may have one.
template <typename Step>
void guarded(Errors& errors, Step step) {
    if (setjmp(errors.jump) != 0)
        throw std::runtime_error(std::string(errors.trouble) + " (" + errors.message + ")");
    step();
}

struct Decoder {
    Errors errors{"the JPEG data is damaged or cut short"};
    jpeg_decompress_struct info{};

    Decoder() {
        info.err = &errors.manager;
        guarded(errors, [this] { jpeg_create_decompress(&info); });
    }
    ~Decoder() { jpeg_destroy_decompress(&info); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
};

struct Encoder {
    Errors errors{"it cannot be encoded as JPEG"};
    jpeg_compress_struct info{};
    unsigned char* output = nullptr; // allocated by libjpeg
    unsigned long length = 0;

    Encoder() {
        info.err = &errors.manager;
        guarded(errors, [this] { jpeg_create_compress(&info); });
    }
    ~Encoder() {
        jpeg_destroy_compress(&info);
        std::free(output);
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
};

int stored_orientation(const jpeg_decompress_struct& info) {
    constexpr char prefix[] = "Exif\0"; // with the two zeros
    for (auto* marker = info.marker_list; marker; marker = marker->next)
        if (marker->marker == JPEG_APP0 + 1 && marker->data_length > sizeof prefix &&
            std::memcmp(marker->data, prefix, sizeof prefix) == 0)
            return orientation_of(std::as_bytes(std::span(marker->data, marker->data_length)));
    return 1;
}

// The file's colour space; nullptr, which means sRGB, when there is no profile that babl can use.
const Babl* space_of(Decoder& decoder) {
    JOCTET* profile = nullptr;
    unsigned length = 0;
    guarded(decoder.errors, [&] { jpeg_read_icc_profile(&decoder.info, &profile, &length); });
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(profile, &std::free);
    return space_of_profile(std::as_bytes(std::span(profile, length)));
}

struct Layout {
    const char* encoding; // babl's name of what the decoder gives
    bool ink = false;     // CMYK: the working space cannot be the file's
};

// Photoshop writes CMYK inverted and says so by its marker; babl calls that "cmyk".
Layout choose_layout(jpeg_decompress_struct& info) {
    switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE:
        info.out_color_space = JCS_GRAYSCALE;
        return {"Y' u8"};
    case JCS_CMYK:
    case JCS_YCCK:
        info.out_color_space = JCS_CMYK;
        return {info.saw_Adobe_marker ? "cmyk u8" : "CMYK u8", true};
    default:
        info.out_color_space = JCS_RGB;
        return {"R'G'B' u8"};
    }
}

} // namespace

LoadedPicture decode_jpeg(Bytes content) {
    Decoder decoder;
    jpeg_decompress_struct& info = decoder.info;
    guarded(decoder.errors, [&] {
        jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
        jpeg_save_markers(&info, JPEG_APP0 + 2, 0xffff);
        jpeg_mem_src(
            &info, reinterpret_cast<const unsigned char*>(content.data()),
            static_cast<unsigned long>(content.size()));
        jpeg_read_header(&info, TRUE);
    });
    const Babl* space = space_of(decoder);
    const Layout layout = choose_layout(info);
    guarded(decoder.errors, [&] { jpeg_start_decompress(&info); });

    LoadedPicture picture;
    picture.image = Image::create({int(info.output_width), int(info.output_height)}, 3);
    picture.space = layout.ink ? nullptr : space;
    const Babl* stored = babl_format_with_space(layout.encoding, space);
    const Babl* wanted = babl_format_with_space("R'G'B' float", picture.space);
    const Babl* fish = layout.ink ? nullptr : babl_fish(stored, wanted);
    std::vector<unsigned char> row(std::size_t{info.output_width} * info.output_components);
    for (int y = 0; y < picture.image.size().height; ++y) {
        unsigned char* pixels = row.data();
        guarded(decoder.errors, [&] { jpeg_read_scanlines(&info, &pixels, 1); });
        const long width = picture.image.size().width;
        if (layout.ink)
            inks_to_rgb(stored, row.data(), picture.image.row(y), width);
        else
            babl_process(fish, row.data(), picture.image.row(y), width);
    }
    // Before finishing, which frees the markers.
    const int orientation = stored_orientation(info);
    guarded(decoder.errors, [&] { jpeg_finish_decompress(&info); });
    if (decoder.errors.data_missing)
        throw std::runtime_error("the file is cut short or damaged");
    picture.image = set_upright(std::move(picture.image), orientation);
    return picture;
}

std::vector<std::byte> encode_jpeg(const ImageView& image, const Babl* space) {
    Encoder encoder;
    jpeg_compress_struct& info = encoder.info;
    int profile_length = 0;
    const char* profile =
        space && space != babl_space("sRGB") ? babl_space_get_icc(space, &profile_length) : nullptr;
    guarded(encoder.errors, [&] {
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
        guarded(encoder.errors, [&] { jpeg_write_scanlines(&info, &pixels, 1); });
    }
    guarded(encoder.errors, [&] { jpeg_finish_compress(&info); });
    const auto bytes = std::as_bytes(std::span(encoder.output, encoder.length));
    return {bytes.begin(), bytes.end()};
}

} // namespace style_transfer
