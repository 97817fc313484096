// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/finishing/rgb_space.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

namespace style_transfer {

namespace {

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

// By cofactors.
ColourMatrix inverse(const ColourMatrix& m) {
    const auto minor = [&m](std::size_t row, std::size_t column) {
        const std::size_t a = (row + 1) % 3, b = (row + 2) % 3;
        const std::size_t c = (column + 1) % 3, d = (column + 2) % 3;
        return double{m[a][c]} * m[b][d] - double{m[a][d]} * m[b][c];
    };
    double determinant = 0;
    for (std::size_t i = 0; i < 3; ++i)
        determinant += m[0][i] * minor(0, i);
    ColourMatrix inverted{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            inverted[i][j] = float(minor(j, i) / determinant);
    return inverted;
}

// Straight lines between the values, and on beyond 1.
float light_at(const std::vector<float>& curve, float number) {
    if (number < 0)
        return -light_at(curve, -number);
    const float place = number * float(curve.size() - 1);
    const std::size_t left = std::min(std::size_t(place), curve.size() - 2);
    return curve[left] + (place - float(left)) * (curve[left + 1] - curve[left]);
}

float number_at(const std::vector<float>& curve, float light) {
    if (light <= 0 || light >= 1)
        return light;
    const auto right = std::ranges::upper_bound(curve, light);
    const auto left = right - 1;
    return (float(left - curve.begin()) + (light - *left) / (*right - *left)) /
           float(curve.size() - 1);
}

} // namespace

Colour product(const ColourMatrix& matrix, const Colour& colour) {
    Colour result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            result[i] += matrix[i][j] * colour[j];
    return result;
}

struct RgbSpace::Data {
    std::array<std::vector<float>, 3> curves;
    ColourMatrix to_srgb, from_srgb;
};

RgbSpace::RgbSpace(std::array<std::vector<float>, 3> curves, const ColourMatrix& to_srgb)
    : data_(std::make_shared<const Data>(Data{std::move(curves), to_srgb, inverse(to_srgb)})) {}

Colour RgbSpace::light_of(const Colour& numbers) const {
    Colour light{};
    if (!data_) {
        std::ranges::transform(numbers, light.begin(), std::cref(linear_curve()));
        return light;
    }
    std::ranges::transform(data_->curves, numbers, light.begin(), light_at);
    return product(data_->to_srgb, light);
}

Colour RgbSpace::numbers_of(const Colour& light) const {
    Colour numbers{};
    if (!data_)
        std::ranges::transform(light, numbers.begin(), std::cref(encoded_curve()));
    else
        std::ranges::transform(
            data_->curves, product(data_->from_srgb, light), numbers.begin(), number_at);
    return numbers;
}

RgbSpace RgbSpace::without_colours() const {
    RgbSpace space = *this;
    space.has_colours_ = false;
    return space;
}

bool RgbSpace::holds(const Colour& light) const {
    // Of the matrices.
    const float rounding = data_ ? 1e-5F : 0;
    return std::ranges::all_of(
        data_ ? product(data_->from_srgb, light) : light,
        [rounding](float value) { return value >= -rounding && value <= 1 + rounding; });
}

} // namespace style_transfer
