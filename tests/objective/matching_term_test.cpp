// SPDX-License-Identifier: GPL-3.0-or-later
// The objective of painting by matching, against matching.json.
#include "engine/base/error.h"
#include "engine/objective/objective.h"
#include "tests/objective/matching_support.h"
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace style_transfer {
namespace {

using test::expect_close;
using test::golden;
using test::is_finite;
using test::Json;
using test::matching_settings;
using test::tiny_mask;
using test::tiny_picture;

// What matching_golden.py takes for a case.
struct Work {
    Objective::Target base, style;
    at::Tensor picture;
    at::Tensor painted; // undefined: the base alone is searched with
};

Work work_of(const std::string& name, at::ScalarType type) {
    Work work{
        {tiny_picture("base", type), {}},
        {tiny_picture("style", type), {}},
        tiny_picture("picture", type),
        {}};
    if (name == "not_turned") {
        const Json& waves = golden("matching.json").at("waves");
        const auto wave = [&](const char* of) {
            return test::wave_picture(waves.at("width"), waves.at("height"), waves.at(of), type);
        };
        work.base.picture = wave("base");
        work.picture = wave("picture");
    }
    if (name == "small_style")
        work.style.picture = work.style.picture.narrow(1, 8, 11).narrow(2, 10, 14).contiguous();
    if (name == "masked" || name == "base_masked")
        work.base.mask = tiny_mask("base", type);
    if (name == "masked" || name == "style_masked")
        work.style.mask = tiny_mask("style", type);
    for (const char* with : {"painted", "other_weights", "as_the_photo", "masked", "not_turned"})
        if (name == with)
            work.painted = work.picture;
    return work;
}

Objective objective_for(const Work& work, const Settings& settings) {
    Vantage vantage;
    vantage.painted = work.painted;
    return Objective(
        test::tiny_model(), settings, work.base, work.style, CancellationToken{}, vantage);
}

Settings settings_for(const Json& one) {
    Settings settings = test::settings_of(one.at("weights"));
    settings.method = Method::matching;
    return settings;
}

class GoldenMatching : public testing::TestWithParam<std::string> {
  protected:
    static void expect(at::ScalarType type, double tolerance) {
        const Json& expected = golden("matching.json").at("cases").at(GetParam());
        const Work work = work_of(GetParam(), type);
        const Objective objective = objective_for(work, settings_for(expected));
        const at::Tensor before = work.picture.clone();
        at::Tensor gradient;
        const Losses losses = objective.evaluate(work.picture, gradient, {});
        for (const char* term : {"matching", "content", "variation"})
            expect_close(losses.of(term), expected.at("terms").at(term), tolerance, term);
        expect_close(losses.total(), expected.at("terms").at("total"), tolerance, "total");
        EXPECT_EQ(gradient.scalar_type(), type);
        test::expect_summary(gradient, expected.at("gradient"), tolerance);
        EXPECT_TRUE(work.picture.equal(before));

        // Once more, and made once more: the same to the last bit.
        at::Tensor again;
        EXPECT_EQ(objective.evaluate(work.picture, again, {}).total(), losses.total());
        EXPECT_TRUE(again.equal(gradient));
        const Objective other = objective_for(work, settings_for(expected));
        EXPECT_EQ(other.evaluate(work.picture, again, {}).total(), losses.total());
        EXPECT_TRUE(again.equal(gradient));
    }
};

TEST_P(GoldenMatching, IsTheReferences) {
    expect(at::kDouble, 1e-10);
}

TEST_P(GoldenMatching, IsTheReferencesInSinglePrecision) {
    expect(at::kFloat, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, GoldenMatching,
    testing::Values(
        "default", "content_at_block5", "painted", "other_weights", "as_the_photo", "masked",
        "base_masked", "style_masked", "small_style", "not_turned"),
    [](const auto& one) { return one.param; });

TEST(Matching, GradientAgreesWithFiniteDifferences) {
    const Work work = work_of("masked", at::kDouble);
    const Objective objective = objective_for(work, matching_settings());
    at::Tensor gradient, unused;
    objective.evaluate(work.picture, gradient, {});
    test::expect_gradient(
        [&](const at::Tensor& x) { return objective.evaluate(x, unused, {}).total(); },
        work.picture, gradient, 1e-5);
}

// The pictures that a run goes through: it may continue with what the first stages left.
TEST(Matching, IsLowerAlongTheGradient) {
    const Work work = work_of("default", at::kFloat);
    const Objective objective = objective_for(work, matching_settings());
    at::Tensor gradient, unused;
    const double before = objective.evaluate(work.picture, gradient, {}).total();
    const at::Tensor step = gradient * (-1 / gradient.square().mean().sqrt());
    EXPECT_LT(objective.evaluate(work.picture + step, unused, {}).total(), before);
}

// The same targets for another objective of the same style: what a run keeps between its stages.
TEST(Matching, TargetsOfAStyleAreKept) {
    const Work work = work_of("default", at::kFloat);
    TargetCache kept;
    at::Tensor expected, gradient;
    const double loss =
        objective_for(work, matching_settings()).evaluate(work.picture, expected, {}).total();
    for (int i = 0; i < 2; ++i) {
        Vantage vantage;
        vantage.style_targets = &kept;
        const Objective objective(
            test::tiny_model(), matching_settings(), work.base, work.style, CancellationToken{},
            vantage);
        EXPECT_EQ(objective.evaluate(work.picture, gradient, {}).total(), loss);
        EXPECT_TRUE(gradient.equal(expected));
    }
    // Other weights need other ones.
    Settings settings = matching_settings();
    settings.style_layers = {1, 0, 0, 0, 0};
    Vantage vantage;
    vantage.style_targets = &kept;
    const Objective other(
        test::tiny_model(), settings, work.base, work.style, CancellationToken{}, vantage);
    EXPECT_EQ(
        other.evaluate(work.picture, gradient, {}).total(),
        objective_for(work, settings).evaluate(work.picture, expected, {}).total());
    // So does grain alone, whose positions are compared one by one.
    vantage.deepest_block = deepest_matched_block - 1;
    const Objective grain(
        test::tiny_model(), settings, work.base, work.style, CancellationToken{}, vantage);
    const double of_grain = grain.evaluate(work.picture, gradient, {}).total();
    vantage.style_targets = nullptr;
    const Objective anew(
        test::tiny_model(), settings, work.base, work.style, CancellationToken{}, vantage);
    EXPECT_EQ(of_grain, anew.evaluate(work.picture, expected, {}).total());
}

} // namespace
} // namespace style_transfer
