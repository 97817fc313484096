// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/picture_file.h"

#include "engine/base/atomic_file.h"
#include "engine/base/deferred_sentence.h"
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/picture_files/jpeg_encoder.h"
#include "engine/picture_files/metadata.h"
#include "engine/picture_files/png_encoder.h"
#include "engine/picture_files/written_kind.h"
#include "engine/pixels/gegl_saver.h"
#include "engine/reading/picture_samples.h"

#include <algorithm>
#include <stdexcept>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
    throw Error(
        ErrorCode::file,
        formatted(
            _("%s \"%s\" cannot be written: %s."), _("The picture"), file.c_str(), why.c_str()));
}

WrittenKind checked_kind(const fs::path& file) {
    const std::optional<WrittenKind> kind = kind_of_name(file);
    if (!kind)
        fail(
            file, file.has_extension()
                      ? formatted(
                            _("the suffix \"%s\" is unknown; use one of %s"),
                            file.extension().c_str(), all_suffixes())
                      : formatted(_("its name has no suffix; use one of %s"), all_suffixes()));
    return *kind;
}

// Over white, as if printed on paper.
Image without_alpha(const ImageView& image) {
    Image flat = Image::create(image.size, 3);
    for (int y = 0; y < image.size.height; ++y) {
        const float* in = image.row(y);
        float* out = flat.row(y);
        for (int x = 0; x < image.size.width; ++x, in += 4, out += 3) {
            const float alpha = std::clamp(in[3], 0.0F, 1.0F);
            for (int c = 0; c < 3; ++c)
                out[c] = in[c] * alpha + 1.0F - alpha;
        }
    }
    return flat;
}

bool can_hold_alpha(WrittenKind kind) {
    return kind != WrittenKind::jpeg && kind != WrittenKind::ppm;
}

// The number type that the file shall have.
const char* component_type(WrittenKind kind, int bits) {
    switch (kind) {
    case WrittenKind::exr:
        return "float";
    case WrittenKind::tiff:
        return bits == 8 ? "u8" : bits == 16 ? "u16" : "float";
    case WrittenKind::ppm:
        return bits == 8 ? "u8" : "u16";
    default:
        return "u8";
    }
}

void save_with_gegl(
    const ImageView& image, const LoadedPicture& like, WrittenKind kind, const fs::path& file) {
    const auto save = [&](std::initializer_list<SaverNumber> properties) {
        save_by_gegl(
            image, like.space, component_type(kind, like.bits), saver_of(kind), file, properties);
    };
    if (kind == WrittenKind::ppm)
        save({{"bitdepth", like.bits == 8 ? 8 : 16}});
    else if (kind == WrittenKind::webp)
        save({{"quality", 95}});
    else
        save({});
}

void write(const AtomicFile& output, const std::vector<std::byte>& bytes) {
    output.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void write_pixels(
    const ImageView& image, const LoadedPicture& like, WrittenKind kind, const AtomicFile& output) {
    if (kind == WrittenKind::png)
        write(output, encode_png(image, like.bits, like.space));
    else if (kind == WrittenKind::jpeg)
        write(output, encode_jpeg(image, like.space));
    else
        save_with_gegl(image, like, kind, output.temporary());
}

bool is_whole(const fs::path& file, Size size) {
    try {
        const CancellationToken never;
        PictureSamples samples(file, never);
        samples.read_to_end();
        return Size{int(samples.head().width), int(samples.head().height)} == size;
    } catch (const ReaderRefusal&) {
        return false;
    }
}

// Savers that fail without a word exist (PPM on a full disk): what was written is read back. The
// answer says what of the metadata is not kept.
std::string write_whole(
    const ImageView& image, const LoadedPicture& like, WrittenKind kind, const AtomicFile& output) {
    write_pixels(image, like, kind, output);
    std::string notice;
    if (!like.file.empty()) {
        notice = copy_metadata(like.file, output, image.size);
        if (is_whole(output.temporary(), image.size))
            return notice;
        write_pixels(image, like, kind, output);
        notice = formatted(
            _("EXIF, IPTC, XMP and profile of \"%s\" are not kept: the picture could not be read "
              "with them."),
            like.file.c_str());
    }
    if (!is_whole(output.temporary(), image.size))
        throw std::runtime_error(_("not all of it could be written"));
    return notice;
}

// What a saver says of a full disk names the temporary file or is nothing at all.
bool is_disk_full(const fs::path& file) {
    constexpr std::uintmax_t one_block = 65536;
    std::error_code error;
    const fs::space_info space = fs::space(file, error);
    return !error && space.available < one_block;
}

} // namespace

void check_can_save(const fs::path& file) {
    checked_kind(file);
    check_writable_place(file, N_("The picture"));
}

void check_can_hold(const fs::path& file, Size size) {
    const WrittenKind kind = checked_kind(file);
    if (size.longer_side() > longest_side_of(kind))
        fail(
            file, formatted(
                      _("it will have %d×%d pixels, and a side of %s at most %d; use another "
                        "suffix or a smaller size"),
                      size.width, size.height, std::string(name_of(kind)).c_str(),
                      int(longest_side_of(kind))));
}

bool has_known_suffix(const fs::path& file) {
    return kind_of_name(file).has_value();
}

std::string save_picture(const ImageView& image, const LoadedPicture& like, const fs::path& file) {
    const WrittenKind kind = checked_kind(file);
    AtomicFile output(file, N_("The picture"));
    const bool flatten = image.channels == 4 && !can_hold_alpha(kind);
    const Image flat = flatten ? without_alpha(image) : Image();
    std::string notice;
    try {
        notice = write_whole(flatten ? flat.view() : image, like, kind, output);
    } catch (const Error&) {
        throw;
    } catch (const std::runtime_error& error) {
        fail(
            file, is_disk_full(output.temporary()) ? _("no space is left on its disk")
                                                   : said(error.what()));
    }
    output.commit();
    return notice;
}

} // namespace style_transfer
