// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/optimiser/lbfgs.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace style_transfer {
namespace {

using Ending = Lbfgs::Ending;

// A function that remembers what it was asked for.
struct Recorded {
    Lbfgs::Function function;
    std::vector<double> values;

    Lbfgs::Function callable() {
        return [this](const at::Tensor& x, at::Tensor& gradient) {
            const double value = function(x, gradient);
            EXPECT_TRUE(gradient.sizes() == x.sizes());
            values.push_back(value);
            return value;
        };
    }
    int calls() const { return static_cast<int>(values.size()); }
};

double value_at(const Lbfgs::Function& function, const at::Tensor& x) {
    at::Tensor gradient;
    return function(x, gradient);
}

// ½ Σ c (x − m)² with curvatures from 1 to `condition`, evenly in the logarithm, and m = sin i.
Lbfgs::Function quadratic(int size, double condition, at::ScalarType type = at::kDouble) {
    const at::Tensor index = at::arange(size, at::kDouble);
    const at::Tensor curvature = at::pow(condition, index / (size - 1)).to(type);
    const at::Tensor minimum = index.sin().to(type);
    return [=](const at::Tensor& x, at::Tensor& gradient) {
        const at::Tensor difference = x - minimum;
        gradient = curvature * difference;
        return 0.5 * (gradient.to(at::kDouble) * difference.to(at::kDouble)).sum().item<double>();
    };
}

// Σ 100 (y − x²)² + (1 − x)²: minimum 0 at (1, 1).
double rosenbrock(const at::Tensor& point, at::Tensor& gradient) {
    const double x = point[0].item<double>(), y = point[1].item<double>();
    gradient = at::tensor({-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)}, at::kDouble);
    return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
}

const at::Tensor& rosenbrock_start() {
    static const at::Tensor start = at::tensor({-1.2, 1.0}, at::kDouble);
    return start;
}

TEST(Lbfgs, QuadraticToTheLastDigits) {
    Recorded recorded{quadratic(20, 100), {}};
    Lbfgs optimiser(recorded.callable(), at::zeros({20}, at::kDouble));
    optimiser.minimise(100);
    EXPECT_LT(optimiser.best_value(), 1e-12);
    const at::Tensor minimum = at::arange(20, at::kDouble).sin();
    EXPECT_TRUE(optimiser.best().allclose(minimum, 0, 1e-6));
}

TEST(Lbfgs, AnyShape) {
    const Lbfgs::Function flat = quadratic(24, 10);
    const auto shaped = [&](const at::Tensor& x, at::Tensor& gradient) {
        EXPECT_EQ(x.sizes(), (std::vector<std::int64_t>{2, 3, 4}));
        const double value = flat(x.reshape({24}), gradient);
        gradient = gradient.view({2, 3, 4});
        return value;
    };
    Lbfgs optimiser(shaped, at::zeros({2, 3, 4}, at::kDouble));
    optimiser.minimise(60);
    EXPECT_LT(optimiser.best_value(), 1e-12);
    EXPECT_EQ(optimiser.best().sizes(), (std::vector<std::int64_t>{2, 3, 4}));
}

TEST(Lbfgs, Rosenbrock) {
    Lbfgs optimiser(rosenbrock, rosenbrock_start());
    optimiser.minimise(100);
    EXPECT_LT(optimiser.best_value(), 1e-16);
    EXPECT_NEAR(optimiser.best()[0].item<double>(), 1, 1e-7);
    EXPECT_NEAR(optimiser.best()[1].item<double>(), 1, 1e-7);
}

TEST(Lbfgs, IllConditionedQuadratic) {
    const Lbfgs::Function function = quadratic(50, 1e6);
    Lbfgs optimiser(function, at::zeros({50}, at::kDouble));
    EXPECT_NEAR(value_at(function, at::zeros({50}, at::kDouble)), 1184810, 1);
    optimiser.minimise(500);
    // SciPy 1.10's L-BFGS-B with as many pairs: 2.24.
    EXPECT_LT(optimiser.best_value(), 4);
}

TEST(Lbfgs, ScaleDoesNotMatter) {
    // The same function times a billion: the first step is a length, so the path is the same.
    const Lbfgs::Function plain = quadratic(20, 1000);
    const auto large = [&](const at::Tensor& x, at::Tensor& gradient) {
        const double value = plain(x, gradient);
        gradient = gradient * 1e9;
        return value * 1e9;
    };
    Lbfgs one(plain, at::zeros({20}, at::kDouble)), other(large, at::zeros({20}, at::kDouble));
    one.minimise(30);
    other.minimise(30);
    EXPECT_NEAR(other.best_value() / 1e9, one.best_value(), 1e-3 * one.best_value());
}

TEST(Lbfgs, TheFirstStepHasTheLengthAskedFor) {
    for (const double length : {0.25, 1.0, 3.0}) {
        std::vector<at::Tensor> points;
        const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
            points.push_back(x.clone());
            gradient = at::full({9}, 5000.0, at::kDouble);
            return 5000 * x.sum().item<double>();
        };
        LbfgsOptions options;
        options.first_step = length;
        Lbfgs optimiser(function, at::zeros({9}, at::kDouble), options);
        optimiser.minimise(2);
        ASSERT_EQ(points.size(), 2U);
        EXPECT_TRUE(points[1].allclose(at::full({9}, -length, at::kDouble), 1e-12));
    }
}

TEST(Lbfgs, AtTheMinimumThereIsNothingToDo) {
    Recorded recorded{rosenbrock, {}};
    const at::Tensor minimum = at::tensor({1.0, 1.0}, at::kDouble);
    Lbfgs optimiser(recorded.callable(), minimum);
    EXPECT_EQ(optimiser.minimise(50), Ending::converged);
    EXPECT_EQ(recorded.calls(), 1);
    EXPECT_EQ(optimiser.best_value(), 0);
    EXPECT_EQ(optimiser.best_gradient_l2(), 0);
    EXPECT_TRUE(optimiser.best().equal(minimum));
}

TEST(Lbfgs, AConstantFunctionConverges) {
    const auto constant = [](const at::Tensor& x, at::Tensor& gradient) {
        gradient = at::zeros_like(x);
        return 7.0;
    };
    Lbfgs optimiser(constant, at::zeros({5}));
    EXPECT_EQ(optimiser.minimise(50), Ending::converged);
    EXPECT_EQ(optimiser.best_value(), 7);
}

TEST(Lbfgs, ConvergesInsteadOfWastingEvaluations) {
    Recorded recorded{quadratic(4, 2), {}};
    Lbfgs optimiser(recorded.callable(), at::zeros({4}, at::kDouble));
    EXPECT_EQ(optimiser.minimise(1000), Ending::converged);
    EXPECT_LT(recorded.calls(), 200);
    EXPECT_LT(optimiser.best_value(), 1e-20);
}

TEST(Lbfgs, HugeGradientsInSinglePrecision) {
    // More than all weights at their upper limit give; squares still fit single precision.
    const Lbfgs::Function small = quadratic(30, 100, at::kFloat);
    const auto huge = [&](const at::Tensor& x, at::Tensor& gradient) {
        const double value = small(x, gradient);
        gradient = gradient * 1e15F;
        return value * 1e15;
    };
    const at::Tensor start = at::zeros({30}, at::kFloat);
    Lbfgs optimiser(huge, start);
    optimiser.minimise(60);
    EXPECT_LT(optimiser.best_value(), 1e-4 * value_at(huge, start));
    EXPECT_TRUE(std::isfinite(optimiser.best_gradient_l2()));
    EXPECT_EQ(optimiser.best().scalar_type(), at::kFloat);
}

TEST(Lbfgs, StepsIntoWhereTheFunctionIsNotDefinedAreShortened) {
    // x + 1/x is infinite, or not a number, at and below 0; the minimum is 2 at 1.
    for (const double beyond :
         {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        const auto function = [&](const at::Tensor& point, at::Tensor& gradient) {
            const double x = point[0].item<double>();
            if (x <= 0) {
                gradient = at::full({1}, beyond, at::kDouble);
                return beyond;
            }
            gradient = at::full({1}, 1 - 1 / (x * x), at::kDouble);
            return x + 1 / x;
        };
        LbfgsOptions options;
        options.first_step = 10;
        Lbfgs optimiser(function, at::full({1}, 5.0, at::kDouble), options);
        optimiser.minimise(60);
        EXPECT_NEAR(optimiser.best_value(), 2, 1e-9);
        EXPECT_NEAR(optimiser.best()[0].item<double>(), 1, 1e-4);
    }
}

TEST(Lbfgs, SpendsExactlyItsBudget) {
    for (int budget = 1; budget <= 40; ++budget) {
        Recorded recorded{rosenbrock, {}};
        Lbfgs optimiser(recorded.callable(), rosenbrock_start());
        const Ending ending = optimiser.minimise(budget);
        EXPECT_EQ(recorded.calls(), optimiser.evaluations());
        // Rosenbrock takes L-BFGS more than 30 evaluations from there.
        const int expected = budget <= 30 ? budget : recorded.calls();
        EXPECT_EQ(recorded.calls(), expected);
        EXPECT_LE(recorded.calls(), budget);
        EXPECT_EQ(ending == Ending::evaluations_used, recorded.calls() == budget);
        // The first evaluation is the start.
        EXPECT_DOUBLE_EQ(recorded.values.at(0), 24.2);
    }
}

TEST(Lbfgs, ASmallerBudgetIsTheBeginningOfALargerOne) {
    Recorded few{rosenbrock, {}}, many{rosenbrock, {}};
    Lbfgs first(few.callable(), rosenbrock_start()), second(many.callable(), rosenbrock_start());
    first.minimise(13);
    second.minimise(30);
    ASSERT_EQ(few.calls(), 13);
    for (std::size_t i = 0; i < few.values.size(); ++i)
        EXPECT_EQ(few.values[i], many.values[i]) << i;
}

TEST(Lbfgs, TheStartIsNotWrittenTo) {
    const at::Tensor start = at::zeros({20}, at::kDouble);
    Lbfgs optimiser(quadratic(20, 100), start);
    optimiser.minimise(10);
    EXPECT_TRUE(start.equal(at::zeros({20}, at::kDouble)));
    // best() is a copy as well.
    optimiser.best().fill_(1e9);
    EXPECT_LT(optimiser.best().abs().max().item<double>(), 100);
}

TEST(Lbfgs, TheBestIsWhatItSays) {
    Recorded recorded{rosenbrock, {}};
    Lbfgs optimiser(recorded.callable(), rosenbrock_start());
    double before = std::numeric_limits<double>::infinity();
    int observed = 0, rejected = 0;
    optimiser.minimise(40, [&](const Lbfgs& state) {
        EXPECT_EQ(state.evaluations(), ++observed);
        EXPECT_EQ(recorded.calls(), observed);
        const double lowest = *std::min_element(recorded.values.begin(), recorded.values.end());
        EXPECT_EQ(state.best_value(), lowest);
        EXPECT_LE(state.best_value(), before);
        EXPECT_EQ(state.last_evaluation_is_best(), recorded.values.back() == lowest);
        rejected += !state.last_evaluation_is_best();
        before = state.best_value();
        at::Tensor gradient;
        EXPECT_EQ(rosenbrock(state.best(), gradient), lowest);
        EXPECT_NEAR(
            state.best_gradient_l2(), gradient.norm().item<double>(),
            1e-12 * state.best_gradient_l2());
        return true;
    });
    EXPECT_EQ(observed, recorded.calls());
    EXPECT_GT(rejected, 0); // otherwise this shows little
}

TEST(Lbfgs, TheBestIsWhatItSaysWhereTheFunctionIsWild) {
    const double rounding = 1e-13;
    std::mt19937 random(1);
    std::uniform_real_distribution<double> amplitude(0, 1), speed(0.1, 8), phase(0, 6);
    for (int function_number = 0; function_number < 2000; ++function_number) {
        double a[4], b[4], c[4];
        for (int i = 0; i < 4; ++i)
            a[i] = amplitude(random), b[i] = speed(random), c[i] = phase(random);
        const auto wild = [&](const at::Tensor& point, at::Tensor& gradient) {
            const double x = point[0].item<double>();
            double value = 0.01 * x * x, slope = 0.02 * x;
            for (int i = 0; i < 4; ++i) {
                value += a[i] * std::sin(b[i] * x + c[i]);
                slope += a[i] * b[i] * std::cos(b[i] * x + c[i]);
            }
            gradient = at::full({1}, slope, at::kDouble);
            return value;
        };
        Recorded recorded{wild, {}};
        LbfgsOptions options;
        options.first_step = speed(random);
        options.sufficient_decrease = 0.4;
        Lbfgs optimiser(recorded.callable(), at::zeros({1}, at::kDouble), options);
        optimiser.minimise(30, [&](const Lbfgs& state) {
            const double lowest = *std::min_element(recorded.values.begin(), recorded.values.end());
            EXPECT_EQ(state.best_value(), lowest);
            EXPECT_NEAR(value_at(wild, state.best()), lowest, rounding) << function_number;
            return !testing::Test::HasFailure();
        });
        EXPECT_NEAR(value_at(wild, optimiser.best()), optimiser.best_value(), rounding);
    }
}

TEST(Lbfgs, TheObserverEndsIt) {
    for (const int last : {1, 2, 7}) {
        Recorded recorded{rosenbrock, {}};
        Lbfgs optimiser(recorded.callable(), rosenbrock_start());
        const Ending ending =
            optimiser.minimise(40, [&](const Lbfgs& state) { return state.evaluations() < last; });
        EXPECT_EQ(ending, Ending::stopped);
        EXPECT_EQ(recorded.calls(), last);
        EXPECT_EQ(
            value_at(rosenbrock, optimiser.best()),
            *std::min_element(recorded.values.begin(), recorded.values.end()));
    }
}

TEST(Lbfgs, ExceptionsPassAndTheBestStays) {
    for (const int bad : {2, 5, 9, 10, 11}) {
        std::vector<double> values;
        const auto failing = [&](const at::Tensor& x, at::Tensor& gradient) {
            if (static_cast<int>(values.size()) + 1 == bad)
                throw std::runtime_error("that one");
            values.push_back(rosenbrock(x, gradient));
            return values.back();
        };
        Lbfgs optimiser(failing, rosenbrock_start());
        EXPECT_THROW(optimiser.minimise(40), std::runtime_error);
        const double lowest = *std::min_element(values.begin(), values.end());
        EXPECT_EQ(optimiser.best_value(), lowest);
        EXPECT_EQ(value_at(rosenbrock, optimiser.best()), lowest);
        EXPECT_EQ(optimiser.evaluations(), bad - 1);
    }
}

} // namespace
} // namespace style_transfer
