// SPDX-License-Identifier: GPL-3.0-or-later
// Where the work goes when a device has too little memory, with the processor in its place.
#include "engine/plan/placement.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/objective/objective.h"
#include "tests/support/vgg19_shape.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/rand.h>

#include <c10/util/Exception.h>

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

std::vector<Placement> cards_and_processor() {
    return {
        {at::kCUDA, at::kFloat, 1 << 20},
        {at::kCUDA, at::kFloat, 2048},
        {at::kCPU, at::kFloat, 4096}};
}

// The notice, when the first `failures` placements have too little memory.
std::string notice_after(int failures, std::vector<std::int64_t>& tried) {
    return in_first_that_fits(cards_and_processor(), [&](const Placement& placement) {
        tried.push_back(placement.limit_mib);
        if (int(tried.size()) <= failures)
            throw c10::OutOfMemoryError({"placement_test", "test", 1}, "CUDA out of memory");
    });
}

TEST(Placement, GoesOnWithTilesAndThenOnTheProcessor) {
    std::vector<std::int64_t> tried;
    EXPECT_EQ(notice_after(0, tried), "");
    EXPECT_EQ(tried.size(), 1u);
    tried.clear();
    EXPECT_NE(notice_after(1, tried).find("in tiles"), std::string::npos);
    EXPECT_EQ(tried, (std::vector<std::int64_t>{1 << 20, 2048}));
    tried.clear();
    EXPECT_NE(notice_after(2, tried).find("the processor does the work"), std::string::npos);
    EXPECT_EQ(tried, (std::vector<std::int64_t>{1 << 20, 2048, 4096}));
    tried.clear();
    EXPECT_THROW(notice_after(3, tried), c10::OutOfMemoryError);
}

TEST(Placement, NoPlanOnTheCardIsNoReasonToGiveUpButOtherErrorsAre) {
    const auto failing_with = [](ErrorCode code) {
        return in_first_that_fits(cards_and_processor(), [&](const Placement& placement) {
            if (placement.device.is_cuda())
                throw Error(code, "No.");
        });
    };
    EXPECT_NE(failing_with(ErrorCode::memory), "");
    EXPECT_THROW(failing_with(ErrorCode::cancelled), Error);
}

TEST(Placement, TheProcessorIsAlwaysTheLast) {
    Settings settings;
    settings.memory = 1234;
    const auto all = placements(settings);
    EXPECT_TRUE(all.back().device.is_cpu());
    EXPECT_EQ(all.back().limit_mib, 1234);
    settings.device = Device::cpu;
    EXPECT_EQ(placements(settings).size(), 1u);
    settings.precision = Precision::fp32;
    EXPECT_EQ(placements(settings).back().features, at::kFloat);
    settings.precision = Precision::bf16;
    if (has_bfloat16_convolutions()) {
        EXPECT_EQ(placements(settings).back().features, at::kBFloat16);
    } else {
        EXPECT_THROW(placements(settings), Error);
    }
    settings.precision = Precision::automatic;
    settings.device = Device::cuda;
    if (!at::hasCUDA()) {
        EXPECT_THROW(placements(settings), Error);
    }
}

// bfloat16 has 8 significant bits; sums over many numbers are closer than that.
TEST(HalfFeatures, LossAndGradientStayClose) {
    at::manual_seed(3);
    const at::Tensor base = at::rand({3, 96, 96}) * 255;
    const at::Tensor style = at::rand({3, 80, 64}) * 255;
    const Model model = bench::vgg19_shape();
    const Objective whole(model, published_settings(), {base, {}}, {style, {}}, {});
    const Objective half(
        std::make_shared<Network>(model, at::kBFloat16), model, published_settings(), {base, {}},
        {{{}, {{{style, {}}}}}}, {});
    const at::Tensor picture = base * 0.8;
    at::Tensor expected, found;
    const double loss = whole.evaluate(picture, expected, {}).total();
    EXPECT_NEAR(half.evaluate(picture, found, {}).total() / loss, 1, 0.01);
    EXPECT_EQ(found.scalar_type(), at::kFloat);
    const auto product = [](const at::Tensor& a, const at::Tensor& b) {
        return at::dot(a.flatten(), b.flatten()).item<double>();
    };
    EXPECT_GT(
        product(expected, found) / std::sqrt(product(expected, expected) * product(found, found)),
        0.99);
}

} // namespace
} // namespace style_transfer
