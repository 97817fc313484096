// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/colour_space.h"

#include <babl/babl.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace style_transfer {

namespace {

constexpr std::size_t curve_places = 4096;

bool is_srgb(const Babl* space) {
    return !space || space == babl_space("sRGB");
}

bool has_colours(const Babl* space) {
    return is_srgb(space) || (babl_space_is_cmyk(space) == 0 && babl_space_is_gray(space) == 0);
}

} // namespace

RgbSpace rgb_space_of(const Babl* space) {
    if (is_srgb(space) || !has_colours(space))
        return {};
    const Babl* light = babl_format_with_space("RGB double", space);
    const Babl* from_numbers = babl_fish(babl_format_with_space("R'G'B' double", space), light);
    std::array<std::vector<float>, 3> curves;
    for (std::size_t i = 0; i <= curve_places; ++i) {
        const double number = double(i) / curve_places;
        const std::array<double, 3> numbers{number, number, number};
        std::array<double, 3> values{};
        babl_process(from_numbers, numbers.data(), values.data(), 1);
        for (std::size_t c = 0; c < 3; ++c) {
            const double least = curves[c].empty() ? 0 : double{curves[c].back()};
            curves[c].push_back(float(std::clamp(values[c], least, 1.0)));
        }
    }
    ColourMatrix to_srgb{};
    const Babl* to_srgb_light = babl_fish(light, babl_format("RGB double"));
    for (std::size_t c = 0; c < 3; ++c) {
        std::array<double, 3> primary{}, seen{};
        primary[c] = 1;
        babl_process(to_srgb_light, primary.data(), seen.data(), 1);
        for (std::size_t row = 0; row < 3; ++row)
            to_srgb[row][c] = float(seen[row]);
    }
    return {std::move(curves), to_srgb};
}

void convert_colours(const ImageSpan& picture, const Babl* from, const Babl* to) {
    if (from == to || (is_srgb(from) && is_srgb(to)) || !has_colours(from) || !has_colours(to))
        return;
    const char* encoding = picture.channels == 4 ? "R'G'B'A float" : "R'G'B' float";
    const Babl* fish =
        babl_fish(babl_format_with_space(encoding, from), babl_format_with_space(encoding, to));
    for (int y = 0; y < picture.size.height; ++y) {
        float* row = picture.row(y);
        babl_process(fish, row, row, long{picture.size.width});
        for (int i = 0; i < picture.size.width * picture.channels; ++i)
            row[i] = std::clamp(row[i], 0.0F, 1.0F);
    }
}

} // namespace style_transfer
