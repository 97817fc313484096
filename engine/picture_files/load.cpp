// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/picture_file.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/base/translation.h"
#include "engine/picture_files/inks.h"
#include "engine/picture_files/orientation.h"
#include "engine/reading/picture_samples.h"

#include <babl/babl.h>

#include <string>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

// nullptr, which means sRGB, when the file names none that babl can use.
const Babl* space_of(const PictureSamples& samples) {
    if (samples.head().has_chromaticities) {
        const auto [rx, ry, gx, gy, bx, by, wx, wy] = samples.head().chromaticities;
        const Babl* curve = babl_trc("sRGB");
        return babl_space_from_chromaticities(
            nullptr, wx, wy, rx, ry, gx, gy, bx, by, curve, curve, curve, BABL_SPACE_FLAG_EQUALIZE);
    }
    const std::span<const std::byte> profile = samples.profile();
    if (profile.empty())
        return nullptr;
    const char* error = nullptr;
    return babl_space_from_icc(
        reinterpret_cast<const char*>(profile.data()), int(profile.size()),
        BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &error);
}

// Here a number takes four bytes, whatever it takes in the file.
void check_fits(const PictureHead& head, int channels) {
    const std::uint64_t mib =
        (std::uint64_t{head.width} * head.height * std::uint64_t(channels) * sizeof(float)) >> 20;
    if (const std::int64_t free = available_memory_mib(); mib > std::uint64_t(free))
        throw ReaderRefusal(formatted(
            _("its %u×%u pixels take %lu MiB of memory, and %ld MiB are free"), head.width,
            head.height, static_cast<unsigned long>(mib), long{free}));
}

LoadedPicture picture_of(PictureSamples samples) {
    const PictureHead& head = samples.head();
    const std::string stored_name = std::string(pixel_models[std::size_t(head.model)].encoding) +
                                    " " + sample_types[std::size_t(head.type)].name;
    const Babl* space = space_of(samples);
    const Babl* stored = babl_format_with_space(stored_name.c_str(), space);
    const bool inks = is_ink_format(stored);
    const bool alpha = babl_format_has_alpha(stored) != 0;

    check_fits(head, alpha ? 4 : 3);
    LoadedPicture picture;
    picture.image = Image::create({int(head.width), int(head.height)}, alpha ? 4 : 3);
    // Naming the space keeps babl from converting between profiles.
    picture.space = inks ? nullptr : space;
    const Babl* fish =
        inks ? nullptr
             : babl_fish(
                   stored,
                   babl_format_with_space(alpha ? "R'G'B'A float" : "R'G'B' float", picture.space));
    for (std::uint32_t y = 0; y < head.height; ++y) {
        const std::byte* samples_of_row = samples.next_row().data();
        float* row = picture.image.row(int(y));
        if (inks)
            inks_to_rgb(stored, samples_of_row, row, long{head.width});
        else
            babl_process(fish, samples_of_row, row, long{head.width});
    }
    samples.finish();
    picture.bits = int(head.bits);
    if (head.type == SampleType::half || head.type == SampleType::float32)
        make_sound(picture.image);
    picture.image = set_upright(std::move(picture.image), int(head.orientation));
    return picture;
}

} // namespace

LoadedPicture load_picture(const fs::path& file, const CancellationToken& token) {
    try {
        LoadedPicture picture = picture_of(PictureSamples(file, token));
        picture.file = file;
        return picture;
    } catch (const ReaderRefusal& refusal) {
        throw Error(
            ErrorCode::file,
            formatted(_("The picture \"%s\" cannot be read: %s."), file.c_str(), refusal.what()));
    }
}

} // namespace style_transfer
