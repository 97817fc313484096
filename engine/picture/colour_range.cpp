// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/colour_range.h"

#include "engine/finishing/oklab.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace style_transfer {

namespace {

constexpr double rare_share = 0.001;
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

} // namespace

void ColourRange::add(const ImageView& picture) {
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
            const Colour colour = oklab(within);
            for (std::size_t axis = 0; axis < 3; ++axis)
                values[axis].push_back(colour[axis]);
        }
    for (std::size_t axis = 0; axis < 3; ++axis) {
        auto& sorted = values[axis];
        if (sorted.empty()) { // nothing visible: nothing to keep within
            least_[axis] = std::min(least_[axis], -1.0F);
            most_[axis] = std::max(most_[axis], 1.0F);
            continue;
        }
        const auto at = [&](double share) {
            const auto place = sorted.begin() + std::lround(share * double(sorted.size() - 1));
            std::nth_element(sorted.begin(), place, sorted.end());
            return *place;
        };
        least_[axis] = std::min(least_[axis], at(rare_share));
        most_[axis] = std::max(most_[axis], at(1 - rare_share));
    }
    const double share = visible > 0 ? extreme / visible : 1;
    knee_ = std::min(knee_, widest_knee * float(std::max(0.0, 1 - share / usual_share)));
}

void ColourRange::clamp(const ImageSpan& picture) const {
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x) {
            float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
            Colour colour = oklab({pixel[0], pixel[1], pixel[2]});
            bool outside = false;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const float within = std::clamp(colour[axis], least_[axis], most_[axis]);
                outside = outside || within != colour[axis];
                colour[axis] = within;
            }
            Colour rgb{pixel[0], pixel[1], pixel[2]};
            if (outside)
                rgb = rgb_of(colour);
            for (std::size_t c = 0; c < 3; ++c)
                pixel[c] = bent(rgb[c], knee_);
        }
}

} // namespace style_transfer
