// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/oklab.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace style_transfer {

namespace {

using Matrix = std::array<Colour, 3>;

// From linear sRGB to the cones' responses, and from their cube roots to OKLab; and back.
constexpr Matrix to_cones{
    {{0.4122214708F, 0.5363325363F, 0.0514459929F},
     {0.2119034982F, 0.6806995451F, 0.1073969566F},
     {0.0883024619F, 0.2817188376F, 0.6299787005F}}};
constexpr Matrix to_lab{
    {{0.2104542553F, 0.7936177850F, -0.0040720468F},
     {1.9779984951F, -2.4285922050F, 0.4505937099F},
     {0.0259040371F, 0.7827717662F, -0.8086757660F}}};
constexpr Matrix from_cones{
    {{4.0767416621F, -3.3077115913F, 0.2309699292F},
     {-1.2684380046F, 2.6097574011F, -0.3413193965F},
     {-0.0041960863F, -0.7034186147F, 1.7076147010F}}};
constexpr Matrix from_lab{
    {{1.0F, 0.3963377774F, 0.2158037573F},
     {1.0F, -0.1055613458F, -0.0638541728F},
     {1.0F, -0.0894841775F, -1.2914855480F}}};

Colour product(const Matrix& matrix, const Colour& colour) {
    Colour result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            result[i] += matrix[i][j] * colour[j];
    return result;
}

float linear(float value) {
    return value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
}

float encoded(float value) {
    return value <= 0.0031308F ? value * 12.92F : 1.055F * std::pow(value, 1 / 2.4F) - 0.055F;
}

// A curve between 0 and 1 as straight lines between its values at so many places: the powers are
// most of the time that a colour takes. Off by less than 2e-5.
class Curve {
  public:
    explicit Curve(float (*exact)(float)) : exact_(exact) {
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = exact(float(i) / places);
    }
    float operator()(float value) const {
        if (!(value >= curved_from && value < 1))
            return exact_(value);
        const float place = value * places;
        const auto left = std::size_t(place);
        return values_[left] + (place - float(left)) * (values_[left + 1] - values_[left]);
    }

  private:
    static constexpr int places = 4096;
    static constexpr float curved_from = 0.0032F; // where `encoded` bends most

    float (*exact_)(float);
    std::array<float, places + 1> values_{};
};

const Curve& linear_curve() {
    static const Curve curve(linear);
    return curve;
}

const Curve& encoded_curve() {
    static const Curve curve(encoded);
    return curve;
}

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

Colour linear_rgb_of(const Colour& lab) {
    Colour cones = product(from_lab, lab);
    for (float& cone : cones)
        cone = cone * cone * cone;
    return product(from_cones, cones);
}

} // namespace

bool exists(const Colour& lab) {
    const Colour rgb = linear_rgb_of(lab);
    return std::ranges::all_of(rgb, [](float value) { return value >= 0 && value <= 1; });
}

Colour rgb_of(const Colour& lab) {
    Colour rgb = linear_rgb_of(lab);
    const Curve& curve = encoded_curve();
    for (float& value : rgb)
        value = curve(value);
    return rgb;
}

Colour oklab(const Colour& rgb) {
    const Curve& curve = linear_curve();
    Colour cones = product(to_cones, {curve(rgb[0]), curve(rgb[1]), curve(rgb[2])});
    for (float& cone : cones)
        cone = cube_root(cone);
    return product(to_lab, cones);
}

} // namespace style_transfer
