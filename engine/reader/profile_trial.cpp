// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/profile_trial.h"

#include <babl/babl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

namespace style_transfer {

namespace {

// A copy that ends where memory ends, so that reading beyond it is a fault here and not luck.
const char* before_the_end_of_memory(Bytes bytes) {
    const auto page = std::size_t(sysconf(_SC_PAGESIZE));
    const std::size_t length = (bytes.size() + page - 1) / page * page;
    void* address =
        mmap(nullptr, length + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address == MAP_FAILED ||
        mprotect(static_cast<char*>(address) + length, page, PROT_NONE) != 0)
        return nullptr;
    char* copy = static_cast<char*>(address) + length - bytes.size();
    std::memcpy(copy, bytes.data(), bytes.size());
    return copy;
}

constexpr std::size_t steps = 256;
using Ramp = std::array<std::array<float, 3>, steps>;

// Grays and each of the primaries, from none of it to all.
Ramp make_ramp(std::array<float, 3> colour) {
    Ramp ramp{};
    for (std::size_t i = 0; i < steps; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            ramp[i][c] = colour[c] * float(i) / float(steps - 1);
    return ramp;
}

Ramp converted(const Babl* from, const Babl* to, const Ramp& input) {
    Ramp output{};
    babl_process(babl_fish(from, to), input.data(), output.data(), long{steps});
    return output;
}

bool is_near(const Ramp& one, const Ramp& other, float tolerance) {
    for (std::size_t i = 0; i < steps; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            if (!(std::abs(one[i][c] - other[i][c]) <= tolerance)) // NaN is not near anything
                return false;
    return true;
}

// Curves of scanners may be flat for a few steps of 256 near black, and none of a display more.
constexpr float curve_tolerance = 0.06F;

bool has_sound_curves(const Babl* space) {
    const Babl* coded = babl_format_with_space("R'G'B' float", space);
    const Babl* linear = babl_format_with_space("RGB float", space);
    const Ramp ramp = make_ramp({1, 1, 1});
    const Ramp light = converted(coded, linear, ramp);
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t i = 1; i < steps; ++i)
            if (!(light[i][c] >= light[i - 1][c]))
                return false;
        if (!(std::abs(light[0][c]) < 0.1F && std::abs(light[steps - 1][c] - 1) < 0.1F))
            return false;
    }
    return is_near(converted(linear, coded, light), ramp, curve_tolerance);
}

bool has_sound_primaries(const Babl* space) {
    const Babl* own = babl_format_with_space("RGB float", space);
    const Babl* other = babl_format("RGB float");
    return std::ranges::all_of(
        std::array<std::array<float, 3>, 3>{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
        [&](const std::array<float, 3>& primary) {
            const Ramp ramp = make_ramp(primary);
            return is_near(converted(other, own, converted(own, other, ramp)), ramp, 0.01F);
        });
}

bool converts_inks(const Babl* space, const PictureHead& picture) {
    const std::string stored = std::string(pixel_models[std::size_t(picture.model)].encoding) +
                               " " + sample_types[std::size_t(picture.type)].name;
    const std::array<std::array<float, 4>, steps> inks{};
    Ramp colours{};
    babl_process(
        babl_fish(babl_format_with_space(stored.c_str(), space), babl_format("R'G'B' float")),
        inks.data(), colours.data(), long{steps});
    return std::ranges::all_of(colours, [](const std::array<float, 3>& colour) {
        return std::ranges::all_of(colour, [](float value) { return std::isfinite(value); });
    });
}

} // namespace

bool is_usable_profile(Bytes profile, const PictureHead& picture) {
    const char* copy = before_the_end_of_memory(profile);
    if (!copy)
        return false;
    // Without the faster conversions in libraries of their own, which could not be opened here, and
    // without the long search for ways between all formats.
    setenv("BABL_PATH", "/nonexistent", 1);
    setenv("BABL_PATH_LENGTH", "1", 1);
    babl_init();
    const char* error = nullptr;
    const Babl* space = babl_space_from_icc(
        copy, int(profile.size()), BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &error);
    if (!space)
        return false;
    const bool inks =
        picture.model == PixelModel::inks || picture.model == PixelModel::inverted_inks;
    if (inks != (babl_space_is_cmyk(space) != 0))
        return false;
    return inks ? converts_inks(space, picture)
                : has_sound_curves(space) && has_sound_primaries(space);
}

} // namespace style_transfer
