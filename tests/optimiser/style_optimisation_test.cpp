// SPDX-License-Identifier: GPL-3.0-or-later
// The optimiser on what it is for: the objective of the tiny network, started at the base, against
// SciPy's L-BFGS-B restarted every 20 evaluations (tests/reference/scipy_style.py).
#include "engine/objective/objective.h"
#include "engine/optimiser/lbfgs.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

void expect_not_worse_than_scipy(at::ScalarType type) {
    const test::Json& scipy = test::golden("scipy_style.json");
    const at::Tensor base = test::tiny_picture("base", type);
    const Objective objective(
        test::tiny_model(), published_settings(), base, test::tiny_picture("style", type), {});
    Lbfgs optimiser(
        [&](const at::Tensor& x, at::Tensor& gradient) {
            return objective.evaluate(x, gradient, {}).total();
        },
        base);
    int compared = 0;
    const auto compare = [&](const Lbfgs& state) {
        const std::string evaluations = std::to_string(state.evaluations());
        if (state.evaluations() == 1)
            test::expect_close(state.best_value(), scipy.at("start"), 1e-4, "start");
        if (scipy.at("lowest").contains(evaluations)) {
            const double lowest = scipy.at("lowest").at(evaluations);
            EXPECT_LE(state.best_value(), 1.02 * lowest) << evaluations << " evaluations";
            testing::Test::RecordProperty(
                "after_" + evaluations, std::to_string(state.best_value() / lowest));
            ++compared;
        }
        return true;
    };
    EXPECT_EQ(optimiser.minimise(200, compare), Lbfgs::Ending::evaluations_used);
    EXPECT_EQ(compared, 4);
}

TEST(StyleOptimisation, NotWorseThanScipy) {
    expect_not_worse_than_scipy(at::kDouble);
}

TEST(StyleOptimisation, NotWorseThanScipyInSinglePrecision) {
    expect_not_worse_than_scipy(at::kFloat);
}

} // namespace
} // namespace style_transfer
