// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and masks that leave painting by matching little to work with: a result or a sentence,
// never something that is no number.
#include "engine/base/error.h"
#include "engine/objective/objective.h"
#include "tests/objective/matching_support.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace style_transfer {
namespace {

using test::is_finite;
using test::matching_settings;
using test::smooth_picture;

at::Tensor plain(int width, int height, double value) {
    return at::full({3, height, width}, value, at::kFloat);
}

at::Tensor hidden(int width, int height) {
    return at::zeros({height, width}, at::kFloat);
}

class MatchingLimits : public testing::Test {
  protected:
    // Makes the objective and evaluates it here and there; the sentence of the Error, if any.
    std::optional<std::string> sentence() {
        try {
            Vantage vantage;
            vantage.painted = painted_;
            const Objective objective(
                model_, settings_, base_, style_, CancellationToken{}, vantage);
            const at::Tensor& base = base_.picture;
            for (const at::Tensor& picture :
                 {base, at::zeros_like(base), base * 1e3 - 1e4,
                  base + test::scattered(base.sizes(), 3, at::kFloat)}) {
                at::Tensor gradient;
                losses_ = objective.evaluate(picture, gradient, {});
                EXPECT_TRUE(std::isfinite(losses_.total()));
                EXPECT_GE(losses_.total(), 0);
                EXPECT_TRUE(is_finite(gradient));
                EXPECT_EQ(gradient.sizes(), base.sizes());
            }
            return std::nullopt;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
            return error.what();
        }
    }
    void expect_result() { EXPECT_EQ(sentence().value_or("a result"), "a result"); }
    void expect_sentence(const std::string& part) {
        const auto found = sentence().value_or("a result");
        EXPECT_NE(found.find(part), std::string::npos) << found;
    }

    Model model_ = test::tiny_model();
    Settings settings_ = matching_settings();
    Objective::Target base_{smooth_picture(50, 37, 1, at::kFloat), {}};
    Objective::Target style_{smooth_picture(41, 33, 2, at::kFloat), {}};
    at::Tensor painted_;
    Losses losses_; // of the last picture
};

TEST_F(MatchingLimits, NothingOfTheStyleIsVisible) {
    style_.mask = hidden(41, 33);
    expect_sentence("The style is completely transparent");
}

TEST_F(MatchingLimits, NothingOfTheBaseIsVisible) {
    base_.mask = hidden(50, 37);
    expect_sentence("The layer is completely transparent");
}

TEST_F(MatchingLimits, NoPlaceOfTheStyleIsVisibleByHalf) {
    style_.mask = hidden(41, 33);
    style_.mask.narrow(0, 10, 2).narrow(1, 10, 3).fill_(1);
    expect_result();
}

TEST_F(MatchingLimits, NoPlaceOfTheStyleIsVisibleAtAll) {
    style_.mask = hidden(41, 33);
    style_.mask.narrow(1, 40, 1).fill_(1); // the 41st column belongs to no place
    expect_result();
    settings_.style_layers = {0, 1, 0, 0, 0};
    expect_result();
}

TEST_F(MatchingLimits, NoPlaceOfTheBaseIsVisible) {
    base_.mask = hidden(50, 37);
    base_.mask.narrow(0, 36, 1).fill_(1); // the 37th row belongs to no place
    expect_result();
    EXPECT_EQ(losses_.of("matching"), 0);
}

TEST_F(MatchingLimits, OnePlaceOfTheBaseIsVisible) {
    base_.mask = hidden(50, 37);
    base_.mask.narrow(0, 8, 4).narrow(1, 12, 4).fill_(1);
    expect_result();
    EXPECT_GT(losses_.of("matching"), 0);
}

TEST_F(MatchingLimits, EverythingIsBarelyVisible) {
    base_.mask = hidden(50, 37) + 1e-3;
    style_.mask = hidden(41, 33) + 1e-3;
    expect_result();
}

TEST_F(MatchingLimits, PicturesOfOneColour) {
    for (const double style : {0, 128, 255}) {
        style_.picture = plain(41, 33, style);
        base_.picture = smooth_picture(50, 37, 1, at::kFloat);
        painted_.reset();
        expect_result();
        base_.picture = plain(50, 37, 128);
        painted_ = base_.picture;
        expect_result();
    }
}

TEST_F(MatchingLimits, AStyleSmallerThanTheStage) {
    base_.picture = smooth_picture(96, 80, 1, at::kFloat);
    style_.picture = smooth_picture(8, 8, 2, at::kFloat);
    expect_result();
    style_.picture = smooth_picture(40, 7, 2, at::kFloat);
    expect_sentence("too small for the network");
}

TEST_F(MatchingLimits, AStyleLargerThanTheStage) {
    base_.picture = smooth_picture(24, 16, 1, at::kFloat);
    style_.picture = smooth_picture(131, 97, 2, at::kFloat);
    expect_result();
}

TEST_F(MatchingLimits, TheSmallestBase) {
    for (const auto& [width, height] : {std::pair{8, 8}, {9, 15}, {200, 8}, {8, 31}}) {
        base_.picture = smooth_picture(width, height, 1, at::kFloat);
        painted_ = base_.picture;
        expect_result();
    }
    base_.picture = smooth_picture(7, 60, 1, at::kFloat);
    painted_.reset();
    expect_sentence("too small for the network");
}

// Where no pool is on the way, the network takes pictures without a single place.
TEST_F(MatchingLimits, RowsOfOnePixel) {
    settings_.style_layers = {1, 0, 0, 0, 0};
    settings_.content_weight = 0;
    for (const auto& [width, height] : {std::pair{40, 1}, {1, 40}, {3, 3}, {4, 4}}) {
        SCOPED_TRACE(std::to_string(width) + "×" + std::to_string(height));
        style_.picture = smooth_picture(41, 33, 2, at::kFloat);
        base_.picture = smooth_picture(width, height, 1, at::kFloat);
        expect_result();
        style_.picture = base_.picture;
        if (width == 4)
            expect_result();
        else
            expect_sentence("too small");
    }
}

// The network's answer is zero everywhere: each vector has length zero.
TEST_F(MatchingLimits, NothingIsSeen) {
    for (Layer& layer : model_.layers)
        std::ranges::fill(layer.weights.bias, -1e9F);
    expect_result();
    style_.mask = hidden(41, 33) + 0.5;
    expect_result();
}

TEST_F(MatchingLimits, ALayerIsBlind) {
    std::ranges::fill(model_.layers[3].weights.kernel, 0.0F);
    std::ranges::fill(model_.layers[3].weights.bias, -1.0F);
    expect_result();
}

} // namespace
} // namespace style_transfer
