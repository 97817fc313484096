// SPDX-License-Identifier: GPL-3.0-or-later
// Several styles, each for a part of the picture or sharing one.
#include "engine/objective/objective.h"
#include "engine/objective/place_search.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/mm.h>

#include <gtest/gtest.h>

#include <memory>
#include <tuple>

namespace style_transfer {
namespace {

using test::matching_settings;
using test::whole_vectors;

struct Evaluated {
    Losses losses;
    at::Tensor gradient;
};

class GuidesTest : public testing::TestWithParam<Method> {
  protected:
    Settings settings() const {
        Settings settings = GetParam() == Method::gram ? published_settings() : matching_settings();
        settings.content_layer = "block4_conv2";
        return settings;
    }
    Settings style_alone() const {
        Settings settings = this->settings();
        settings.content_weight = settings.variation_weight = 0;
        return settings;
    }
    Evaluated evaluated(
        const Settings& settings, const std::vector<Guide>& guides,
        const at::Tensor& mask = {}) const {
        const Objective objective(
            network_, test::tiny_model(), settings, {base_, mask}, guides, CancellationToken{});
        Evaluated found;
        found.losses = objective.evaluate(picture_, found.gradient, {});
        return found;
    }

    const std::shared_ptr<const Network> network_ =
        std::make_shared<Network>(test::tiny_model(), at::kDouble);
    const at::Tensor base_ = test::tiny_picture("base", at::kDouble);
    const at::Tensor picture_ = base_.flip({2}).contiguous();
    const VisiblePicture one_{test::tiny_picture("style", at::kDouble), {}};
    const VisiblePicture other_{(255 - one_.picture).flip({1}).contiguous(), {}};
    // A soft border from top to bottom.
    const at::Tensor left_ = at::linspace(1.6, -0.6, base_.size(2), at::kDouble)
                                 .clamp(0, 1)
                                 .expand({base_.size(1), base_.size(2)})
                                 .contiguous();
};

TEST_P(GuidesTest, TwoEqualStylesAreOne) {
    const Evaluated one = evaluated(settings(), {{{}, {{one_, 1}}}});
    const Evaluated two = evaluated(settings(), {{{}, {{one_, 0.3}, {one_, 0.7}}}});
    for (const Loss& loss : one.losses.terms)
        EXPECT_NEAR(two.losses.of(loss.name), loss.value, 1e-9 * loss.value) << loss.name;
    EXPECT_TRUE(two.gradient.allclose(one.gradient, 1e-8, 1e-12));
}

// Each part is a picture of its own of which the rest is hidden, weighted by its area.
TEST_P(GuidesTest, PartsAreWorkedOnForThemselves) {
    const at::Tensor right = 1 - left_;
    const Evaluated both = evaluated(style_alone(), {{left_, {{one_, 1}}}, {right, {{other_, 1}}}});
    const Evaluated first = evaluated(style_alone(), {{{}, {{one_, 1}}}}, left_);
    const Evaluated second = evaluated(style_alone(), {{{}, {{other_, 1}}}}, right);
    const double share = left_.mean().item<double>();
    const double expected = share * first.losses.total() + (1 - share) * second.losses.total();
    EXPECT_NEAR(both.losses.total(), expected, 1e-9 * expected);
    EXPECT_TRUE(both.gradient.allclose(
        share * first.gradient + (1 - share) * second.gradient, 1e-8, 1e-12));
    EXPECT_GT(std::abs(first.losses.total() - second.losses.total()), 0.01 * expected);
}

TEST_P(GuidesTest, APartWithoutAPixelIsLeftOut) {
    const Evaluated all = evaluated(settings(), {{{}, {{one_, 1}}}});
    const Evaluated with =
        evaluated(settings(), {{{}, {{one_, 1}}}, {left_ * 1e-4, {{other_, 1}}}});
    EXPECT_EQ(with.losses, all.losses);
}

INSTANTIATE_TEST_SUITE_P(
    Methods, GuidesTest, testing::Values(Method::matching, Method::gram),
    [](const auto& one) { return one.param == Method::gram ? "Gram" : "Matching"; });

// The Gram matrix that several styles ask for is the mean of theirs.
TEST(GramOfSeveralStyles, IsBlended) {
    const auto network = std::make_shared<Network>(test::tiny_model(), at::kDouble);
    const at::Tensor picture = test::tiny_picture("base", at::kDouble);
    const VisiblePicture one{test::tiny_picture("style", at::kDouble), {}};
    const VisiblePicture other{(255 - one.picture).contiguous(), {}};
    const auto gradient_with = [&](const std::vector<Guide::Style>& styles) {
        Settings settings = published_settings();
        settings.content_weight = settings.variation_weight = 0;
        settings.style_layers = {1, 0, 0, 0, 0};
        const Objective objective(
            network, test::tiny_model(), settings, {picture, {}}, {{{}, styles}},
            CancellationToken{});
        at::Tensor gradient;
        objective.evaluate(picture, gradient, {});
        return gradient;
    };
    // It is linear in the target.
    EXPECT_TRUE(gradient_with({{one, 0.25}, {other, 0.75}})
                    .allclose(
                        0.25 * gradient_with({{one, 1}}) + 0.75 * gradient_with({{other, 1}}), 1e-9,
                        1e-12));
}

// By brute force over whole vectors: each style's candidates from their own mean.
TEST(SearchInSeveralStyles, SharesThePlacesOut) {
    const Network network(test::tiny_model(), at::kDouble);
    const auto layers = place_layers(matching_settings(), network.chain(), 5);
    const at::Tensor made = test::tiny_picture("style", at::kDouble);
    const FeatureSource one(network, {made, {}}, {}, "style");
    const FeatureSource other(
        network, {(255 - made).narrow(2, 4, 24).contiguous(), {}}, {}, "style");
    const FeatureSource base(network, {test::tiny_picture("base", at::kDouble), {}}, {}, "layer");
    const StylePlaces places = style_places({&one, &other}, layers, true, {});
    ASSERT_EQ(places.styles.size(), 2U);
    EXPECT_EQ(places.styles[1].first, places.styles[0].count);

    const at::Tensor own = whole_vectors(network, base.picture(), layers, places);
    const at::Tensor queries = own - own.mean(0);
    std::vector<at::Tensor> best, fits;
    for (const StylePlaces::Rows& rows : places.styles) {
        const at::Tensor vectors = rows.of(test::candidates_of(places, layers));
        const at::Tensor centred = vectors - vectors.mean(0);
        const auto [fit, which] =
            at::mm(queries, (centred / centred.norm(2, {1}, true)).t()).max(1);
        best.push_back(which + rows.first);
        fits.push_back(fit);
    }
    const auto count = own.size(0);
    for (const double share : {0.25, 0.5, 0.75}) {
        const at::Tensor found =
            nearest_places({base, {}, 0, 0, {}, {share, 1 - share}}, layers, places, {})
                .to(at::kLong);
        const at::Tensor of_first = found.lt(places.styles[0].count);
        EXPECT_NEAR(of_first.sum().item<double>(), share * double(count), 1);
        EXPECT_TRUE(found.eq(best[0].where(of_first, best[1])).all().item<bool>());
        // Whoever is with the first has more of it than anybody who is not.
        const at::Tensor gain = fits[0] - fits[1];
        EXPECT_GE(
            gain.masked_select(of_first).min().item<double>(),
            gain.masked_select(of_first.logical_not()).max().item<double>());
    }
}

} // namespace
} // namespace style_transfer
