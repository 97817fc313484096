// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/objective.h"
#include "engine/train/matching_steps.h"
#include "tests/train/training_files.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>

namespace style_transfer::train {
namespace {

at::Tensor all_places(const at::Tensor& picture) {
    return at::arange(
        PlaceGrid::of(picture.size(2), picture.size(3)).count(),
        at::TensorOptions().dtype(at::kLong));
}

TEST(MatchingSteps, TheDistanceIsTheObjectives) {
    // Long enough that the engine does not turn the style, and with sides that places do not fill.
    at::manual_seed(3);
    const Model model = test::tiny_teacher();
    const FeatureNetwork teacher(model, at::kFloat, at::kCPU);
    const at::Tensor base = at::rand({1, 3, 18, 262}) * 255, style = at::rand({1, 3, 30, 41}) * 255;
    Settings settings;
    settings.method = Method::matching;
    settings.content_weight = 0;
    settings.variation_weight = 0;
    settings.style_weight = 2;
    const CancellationToken token;
    const Objective objective(model, settings, base[0], style[0], token);
    at::Tensor gradient;
    const double expected =
        objective.evaluate(base[0], gradient, token).total() / settings.style_weight;

    const PlaceView view(teacher);
    const at::Tensor own = view.places(style), scales = view.scales(own);
    const at::Tensor vectors = view.places(base) * scales, candidates = own * scales;
    const auto cosines = [](const at::Tensor& rows) {
        const at::Tensor centred = (rows - rows.mean(0)).to(at::kDouble);
        return centred / centred.norm(2, 1, /*keepdim=*/true);
    };
    const at::Tensor nearest =
        std::get<1>(at::mm(cosines(vectors), cosines(candidates).t()).max(1));
    EXPECT_NEAR(
        matching_distance(vectors, candidates.index_select(0, nearest)).item<double>() / expected,
        1, 1e-4);
}

TEST(MatchingSteps, TheTeacherMissesNothingOfItself) {
    at::manual_seed(3);
    const FeatureNetwork teacher(test::tiny_teacher(), at::kFloat, at::kCPU);
    const at::Tensor base = at::rand({1, 3, 32, 32}) * 255, style = at::rand({1, 3, 32, 32}) * 255;
    const MatchingMiss none =
        matching_miss(teacher, teacher, {base, base, style, all_places(base)});
    EXPECT_NEAR(none.order.item<double>(), 0, 1e-6);
    EXPECT_NEAR(none.pull.item<double>(), 0, 1e-5);
    EXPECT_EQ(none.similarity_lost, 0);

    FeatureNetwork blind = teacher;
    blind.replace_weights(
        [](const std::string&, const at::Tensor& value) { return at::randn(value.sizes()) * 0.3; });
    const MatchingMiss much = matching_miss(teacher, blind, {base, base, style, all_places(base)});
    EXPECT_GT(much.order.item<double>(), 0.1);
    EXPECT_GT(much.pull.item<double>(), 0.1);
    EXPECT_GT(much.similarity_lost, 0.01);
}

TEST(MatchingSteps, ThePictureComesNearer) {
    at::manual_seed(3);
    const FeatureNetwork teacher(test::tiny_teacher(), at::kFloat, at::kCPU);
    const at::Tensor base = at::rand({1, 3, 32, 32}) * 100;
    const at::Tensor style = at::rand({1, 3, 32, 32}) * 60 + 190;
    const PlaceView view(teacher);
    const at::Tensor own = view.places(style), scales = view.scales(own);
    const auto distance = [&](const at::Tensor& picture) { // from the style's mean vector
        const at::Tensor vectors = view.places(picture) * scales;
        return matching_distance(vectors, (own * scales).mean(0, true).expand_as(vectors))
            .item<double>();
    };
    EXPECT_LT(distance(matched(base, base, style, teacher, 20)), 0.3 * distance(base));
}

TEST(MatchingSteps, SomePlacesAreThoseOfThePicture) {
    Random random(1, Purpose::places, 0);
    const at::Tensor rows = some_places(at::rand({1, 3, 19, 30}), 500, random);
    EXPECT_EQ(rows.size(0), 500);
    EXPECT_EQ(rows.min().item<int>(), 0);
    EXPECT_EQ(rows.max().item<int>(), 4 * 7 - 1);
}

} // namespace
} // namespace style_transfer::train
