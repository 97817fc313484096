// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/style_argument.h"

#include "engine/base/error.h"
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/resample.h"

#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr double largest_weight = 1e6;
// How far a region's sides may be from the base's: what rounding makes of a smaller copy.
constexpr double alike = 0.02;

// How bright the numbers are, as GIMP shows a mask; what is transparent is black.
Image mask_of(const ImageView& picture) {
    Image mask = Image::create(picture.size, 1);
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x) {
            const float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
            const float alpha = picture.channels == 4 ? pixel[3] : 1;
            mask.row(y)[x] = alpha * (0.2126F * pixel[0] + 0.7152F * pixel[1] + 0.0722F * pixel[2]);
        }
    return mask;
}

std::string size_text(Size size) {
    return std::to_string(size.width) + "×" + std::to_string(size.height);
}

Image load_region(const fs::path& file, Size base) {
    const LoadedPicture picture = load_picture(file);
    const Size size = picture.image.size();
    const double shape = (double(size.width) / size.height) / (double(base.width) / base.height);
    if (std::abs(shape - 1) > alike && size != base)
        throw Error(
            ErrorCode::invalid_argument, "The region \"" + file.string() + "\" has " +
                                             size_text(size) +
                                             " pixels; it must have the shape of "
                                             "the picture, which has " +
                                             size_text(base) + ".");
    return resample(mask_of(picture.image.view()).view(), base);
}

} // namespace

StyleArgument parse_style(const std::string& text) {
    std::error_code ignored;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size() || fs::exists(text, ignored))
        return {text};
    const char* const end = text.data() + text.size();
    double weight = 0;
    const auto [stop, failure] = std::from_chars(text.data() + colon + 1, end, weight);
    if (failure != std::errc() || stop != end) // a name with a colon that is not there
        return {text};
    if (!(weight > 0 && weight <= largest_weight))
        throw Error(
            ErrorCode::invalid_argument,
            "style: expected a weight above 0 and up to 1000000 behind the colon of \"" + text +
                "\".");
    return {text.substr(0, colon), weight};
}

Style load_style(const StyleArgument& argument, Size base) {
    Style style{load_picture(argument.file).image, argument.weight};
    if (argument.region)
        style.region = load_region(*argument.region, base);
    return style;
}

} // namespace style_transfer
