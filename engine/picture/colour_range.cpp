// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/colour_range.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace style_transfer {

namespace {

using Colour = std::array<float, 3>;
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

constexpr double rare_share = 0.001;
constexpr float widest_knee = 0.05F;
// A picture with so many black or white pixels has no knee.
constexpr double usual_share = 0.05;

// `value` bent away from 0 and 1 within `knee` of them.
float bent(float value, float knee) {
    if (knee <= 0)
        return std::clamp(value, 0.0F, 1.0F);
    if (value < knee)
        return knee * std::exp((value - knee) / knee);
    if (value > 1 - knee)
        return 1 - knee * std::exp((1 - knee - value) / knee);
    return value;
}

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

// R'G'B' of a colour in OKLab; may leave [0,1].
Colour encoded(const Colour& lab) {
    Colour cones = product(from_lab, lab);
    for (float& cone : cones)
        cone = cone * cone * cone;
    Colour rgb = product(from_cones, cones);
    for (float& value : rgb)
        value = encoded(value);
    return rgb;
}

Colour oklab(const float* pixel) {
    Colour cones = product(to_cones, {linear(pixel[0]), linear(pixel[1]), linear(pixel[2])});
    for (float& cone : cones)
        cone = std::cbrt(cone);
    return product(to_lab, cones);
}

} // namespace

ColourRange::ColourRange(const ImageView& picture) {
    std::array<std::vector<float>, 3> values;
    double visible = 0, extreme = 0;
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x) {
            const float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
            if (picture.channels == 4 && !(pixel[3] >= 0.5F))
                continue;
            const Colour within{
                std::clamp(pixel[0], 0.0F, 1.0F), std::clamp(pixel[1], 0.0F, 1.0F),
                std::clamp(pixel[2], 0.0F, 1.0F)};
            ++visible;
            extreme += std::ranges::any_of(
                within, [](float value) { return value < 0.002F || value > 0.998F; });
            const Colour colour = oklab(within.data());
            for (std::size_t axis = 0; axis < 3; ++axis)
                values[axis].push_back(colour[axis]);
        }
    for (std::size_t axis = 0; axis < 3; ++axis) {
        auto& sorted = values[axis];
        if (sorted.empty()) { // nothing visible: nothing to keep within
            least_[axis] = -1;
            most_[axis] = 1;
            continue;
        }
        const auto at = [&](double share) {
            const auto place = sorted.begin() + std::lround(share * double(sorted.size() - 1));
            std::nth_element(sorted.begin(), place, sorted.end());
            return *place;
        };
        least_[axis] = at(rare_share);
        most_[axis] = at(1 - rare_share);
    }
    const double share = visible > 0 ? extreme / visible : 1;
    knee_ = widest_knee * float(std::max(0.0, 1 - share / usual_share));
}

void ColourRange::clamp(const ImageSpan& picture) const {
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x) {
            float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
            Colour colour = oklab(pixel);
            bool outside = false;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const float within = std::clamp(colour[axis], least_[axis], most_[axis]);
                outside = outside || within != colour[axis];
                colour[axis] = within;
            }
            Colour rgb{pixel[0], pixel[1], pixel[2]};
            if (outside)
                rgb = encoded(colour);
            for (std::size_t c = 0; c < 3; ++c)
                pixel[c] = bent(rgb[c], knee_);
        }
}

} // namespace style_transfer
