// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/decoders.h"
#include "engine/reader/heif_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <vector>

namespace style_transfer {

namespace {

using Picture = HeifPointer<heif_image, &HeifLibrary::image_release>;
using Nclx = HeifPointer<heif_color_profile_nclx, &HeifLibrary::nclx_free>;

// Where the file names primaries in the place of a profile: Rec. 2020 and Display P3, with curves
// that are sRGB's or close to it. All else counts as sRGB, PQ and HLG too.
std::optional<std::array<float, 8>> chromaticities_of(const HeifFile& file) {
    heif_color_profile_nclx* named = nullptr;
    const heif_error error = HeifLibrary::get().image_handle_get_nclx(file.handle(), &named);
    const Nclx nclx(named);
    if (error.code != heif_error_Ok || !nclx)
        return {};
    const bool wide = nclx->color_primaries == heif_color_primaries_ITU_R_BT_2020_2_and_2100_0 ||
                      nclx->color_primaries == heif_color_primaries_SMPTE_EG_432_1;
    switch (nclx->transfer_characteristics) {
    case heif_transfer_characteristic_ITU_R_BT_2100_0_PQ:
    case heif_transfer_characteristic_ITU_R_BT_2100_0_HLG:
    case heif_transfer_characteristic_linear:
        return {};
    default:
        break;
    }
    if (!wide)
        return {};
    return std::array{nclx->color_primary_red_x,   nclx->color_primary_red_y,
                      nclx->color_primary_green_x, nclx->color_primary_green_y,
                      nclx->color_primary_blue_x,  nclx->color_primary_blue_y,
                      nclx->color_primary_white_x, nclx->color_primary_white_y};
}

heif_chroma layout_of(bool deep, bool alpha) {
    if (!deep)
        return alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
    if constexpr (std::endian::native == std::endian::little)
        return alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE;
    return alpha ? heif_chroma_interleaved_RRGGBBAA_BE : heif_chroma_interleaved_RRGGBB_BE;
}

// Rows of numbers from 0 to 2^bits - 1, as 16 bits.
void widen(const std::byte* row, std::uint16_t* out, std::size_t count, int bits) {
    const std::uint32_t largest = (1U << bits) - 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t value = 0;
        std::memcpy(&value, row + i * sizeof value, sizeof value);
        out[i] = std::uint16_t(
            (std::min<std::uint32_t>(value, largest) * 65535U + largest / 2) / largest);
    }
}

} // namespace

void decode_heif(Bytes content, PictureAnswer& answer) {
    const HeifLibrary& heif = HeifLibrary::get();
    const HeifFile file(content);
    const int width = heif.image_handle_get_width(file.handle());
    const int height = heif.image_handle_get_height(file.handle());
    const bool alpha = heif.image_handle_has_alpha_channel(file.handle()) != 0;
    const bool premultiplied = alpha && heif.image_handle_is_premultiplied(file.handle()) != 0;
    const bool deep = heif.image_handle_get_luma_bits(file.handle()) > 8;
    const std::vector<std::byte> profile = file.profile();
    const auto chromaticities =
        profile.empty() ? chromaticities_of(file) : std::optional<std::array<float, 8>>();
    answer.begin(
        std::uint64_t(std::max(width, 0)), std::uint64_t(std::max(height, 0)),
        premultiplied ? PixelModel::rgb_premultiplied
        : alpha       ? PixelModel::rgba
                      : PixelModel::rgb,
        deep ? SampleType::u16 : SampleType::u8, profile,
        chromaticities ? &*chromaticities : nullptr);

    // It is turned upright meanwhile: the camera's note in EXIF does not count in these formats.
    heif_image* decoded = nullptr;
    check_heif(heif.decode_image(
        file.handle(), &decoded, heif_colorspace_RGB, layout_of(deep, alpha), nullptr));
    const Picture picture(decoded);
    constexpr heif_channel all = heif_channel_interleaved;
    int stride = 0;
    const auto* pixels =
        reinterpret_cast<const std::byte*>(heif.image_get_plane(picture.get(), all, &stride));
    const int bits = heif.image_get_bits(picture.get(), all);
    if (!pixels || heif.image_get_width(picture.get(), all) != width ||
        heif.image_get_height(picture.get(), all) != height || bits < 1 || bits > (deep ? 16 : 8))
        refuse_heif("its pixels are not those that it describes");
    for (int y = 0; y < height; ++y, pixels += stride) {
        if (deep)
            widen(
                pixels, answer.next_row_of<std::uint16_t>(),
                answer.row_length() / sizeof(std::uint16_t), bits);
        else
            std::memcpy(answer.next_row(), pixels, answer.row_length());
    }
}

} // namespace style_transfer
