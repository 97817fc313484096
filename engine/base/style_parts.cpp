// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/style_parts.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace style_transfer {

namespace {

// Of a part, so that something is there to be worked on.
constexpr double least_pixels = 1;

void check(const std::vector<StyleView>& styles, Size size) {
    if (styles.empty())
        throw Error(ErrorCode::invalid_argument, _("There is no style: at least one is needed."));
    std::size_t number = 0;
    for (const StyleView& style : styles) {
        ++number;
        if (!(style.weight > 0) || !std::isfinite(style.weight))
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("The weight of style %zu must be above 0, not %f."), number, style.weight));
        if (style.region.pixels && (style.region.size != size || style.region.channels != 1))
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("The region of style %zu must be a mask of the picture's size."), number));
    }
}

bool same_region(const ImageView& one, const ImageView& other) {
    if (!one.pixels || !other.pixels)
        return one.pixels == other.pixels;
    for (int y = 0; y < one.size.height; ++y)
        if (one.pixels != other.pixels &&
            !std::equal(one.row(y), one.row(y) + one.size.width, other.row(y)))
            return false;
    return true;
}

float within(float value) {
    return std::clamp(value > 0 ? value : 0.0F, 0.0F, 1.0F);
}

// One value per pixel, row by row, handed to `use`.
template <typename Use>
void each_pixel(Size size, Use use) {
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            use(x, y);
}

// All of a part's styles together, and its region.
struct Claim {
    StyleParts::Part part;
    ImageView region;
    double weight = 0;
};

std::vector<Claim> claims_of(const std::vector<StyleView>& styles) {
    std::vector<Claim> claims;
    for (std::size_t i = 0; i < styles.size(); ++i) {
        auto claim = std::ranges::find_if(
            claims, [&](const Claim& one) { return same_region(one.region, styles[i].region); });
        if (claim == claims.end())
            claim = claims.insert(claims.end(), {{}, styles[i].region, 0});
        claim->part.styles.push_back(i);
        claim->part.shares.push_back(styles[i].weight);
        claim->weight += styles[i].weight;
    }
    for (Claim& claim : claims)
        for (double& share : claim.part.shares)
            share /= claim.weight;
    return claims;
}

} // namespace

StyleParts style_parts(const std::vector<StyleView>& styles, Size size) {
    check(styles, size);
    std::vector<Claim> claims = claims_of(styles);
    StyleParts result;
    const bool anywhere =
        std::ranges::any_of(claims, [](const Claim& claim) { return !claim.region.pixels; });
    if (claims.size() == 1 && anywhere) {
        result.parts.push_back(std::move(claims.front().part));
        return result;
    }
    for (Claim& claim : claims)
        claim.part.mask = Image::create(size, 1);
    if (!anywhere)
        result.covered = Image::create(size, 1);
    std::vector<double> pixels(claims.size());
    each_pixel(size, [&](int x, int y) {
        double sum = 0; // of the regions, by the weight of their styles
        double cover = 0;
        for (const Claim& claim : claims)
            if (claim.region.pixels) {
                const double value = within(claim.region.row(y)[x]);
                sum += value * claim.weight;
                cover += value;
            }
        cover = std::min(cover, 1.0);
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const Claim& claim = claims[i];
            const double share = !claim.region.pixels ? 1 - cover
                                 : sum > 0
                                     ? cover * within(claim.region.row(y)[x]) * claim.weight / sum
                                     : 0;
            claims[i].part.mask.row(y)[x] = float(share);
            pixels[i] += share;
        }
        if (!anywhere)
            result.covered.row(y)[x] = float(cover);
    });
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (pixels[i] >= least_pixels)
            result.parts.push_back(std::move(claims[i].part));
        else if (claims[i].region.pixels)
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("The region of style %zu covers nothing of the picture; choose another "
                      "one."),
                    claims[i].part.styles.front() + 1));
    }
    return result;
}

bool covers_anything(const ImageView& region) {
    double pixels = 0;
    each_pixel(region.size, [&](int x, int y) { pixels += within(region.row(y)[x]); });
    return pixels >= least_pixels;
}

void keep_uncovered(const ImageSpan& painted, const ImageView& photo, const ImageView& covered) {
    if (!covered.pixels || covered.size.width == 0)
        return;
    each_pixel(painted.size, [&](int x, int y) {
        float* pixel = painted.row(y) + std::ptrdiff_t{x} * painted.channels;
        const float* other = photo.row(y) + std::ptrdiff_t{x} * photo.channels;
        for (int c = 0; c < 3; ++c)
            pixel[c] = std::lerp(other[c], pixel[c], covered.row(y)[x]);
    });
}

} // namespace style_transfer
