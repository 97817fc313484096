// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/oklab.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace style_transfer {

namespace {

// From linear sRGB to the cones' responses, and from their cube roots to OKLab; and back.
constexpr ColourMatrix to_cones{
    {{0.4122214708F, 0.5363325363F, 0.0514459929F},
     {0.2119034982F, 0.6806995451F, 0.1073969566F},
     {0.0883024619F, 0.2817188376F, 0.6299787005F}}};
constexpr ColourMatrix to_lab{
    {{0.2104542553F, 0.7936177850F, -0.0040720468F},
     {1.9779984951F, -2.4285922050F, 0.4505937099F},
     {0.0259040371F, 0.7827717662F, -0.8086757660F}}};
constexpr ColourMatrix from_cones{
    {{4.0767416621F, -3.3077115913F, 0.2309699292F},
     {-1.2684380046F, 2.6097574011F, -0.3413193965F},
     {-0.0041960863F, -0.7034186147F, 1.7076147010F}}};
constexpr ColourMatrix from_lab{
    {{1.0F, 0.3963377774F, 0.2158037573F},
     {1.0F, -0.1055613458F, -0.0638541728F},
     {1.0F, -0.0894841775F, -1.2914855480F}}};

// Two of Halley's steps from a guess that divides the exponent: as exact as a float, and a third of
// the time of std::cbrt, six of which a pixel takes.
float cube_root(float value) {
    if (!(value > 1e-30F))
        return std::cbrt(value);
    constexpr std::uint32_t bias = 709921077;
    float root = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) / 3 + bias);
    for (int step = 0; step < 2; ++step) {
        const float cube = root * root * root;
        root *= (cube + 2 * value) / (2 * cube + value);
    }
    return root;
}

Colour light_of(const Colour& lab) {
    Colour cones = product(from_lab, lab);
    for (float& cone : cones)
        cone = cone * cone * cone;
    return product(from_cones, cones);
}

} // namespace

bool exists(const Colour& lab, const RgbSpace& space) {
    return space.holds(light_of(lab));
}

Colour rgb_of(const Colour& lab, const RgbSpace& space) {
    return space.numbers_of(light_of(lab));
}

Colour oklab(const Colour& rgb, const RgbSpace& space) {
    Colour cones = product(to_cones, space.light_of(rgb));
    for (float& cone : cones)
        cone = cube_root(cone);
    return product(to_lab, cones);
}

} // namespace style_transfer
