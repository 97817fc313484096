// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/network/network.h"
#include "engine/network/tensor_memory.h"
#include "engine/objective/objective.h"
#include "engine/optimiser/lbfgs.h"
#include "engine/optimiser/multilevel.h"
#include "engine/plan/memory_plan.h"
#include "engine/plan/pass_memory.h"
#include "tests/support/vgg19_shape.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <malloc.h>
#include <string>

namespace style_transfer {
namespace {

const Model& vgg19() {
    static const Model model = bench::vgg19_shape();
    return model;
}

MemoryRequest request_for(Size base, Size style) {
    static const Settings settings = published_settings();
    static const LayerChain chain(vgg19().layers);
    return memory_request({settings, chain, base, {style}});
}

MemoryPlan plan(Size base, std::int64_t limit_mib) {
    return plan_memory(request_for(base, {512, 512}), limit_mib, "VGG19");
}

TEST(MemoryPlan, HoldsAtLeastWhatMustBeThere) {
    // By hand, in single precision, for each pixel of the picture: features of the tapped layers
    // 64, 128/4, 256/16, 512/64 and 2·512/256 numbers, 124 in all; one byte each for the others,
    // 3·256/16 + 3·512/64 = 72, and for the pools' 64/4 + 128/16 + 256/64 + 512/256 = 30 origins.
    const double maps = (124 * 4 + 72 + 30) * 512.0 * 512 / (1 << 20);
    const double kernels = 2 * 4 * 12.9e6 / (1 << 20);
    const double vectors = (2 * 50 + 6) * 3 * 4 * 512.0 * 512 / (1 << 20);
    const MemoryPlan whole = plan({512, 512}, 1 << 20);
    EXPECT_EQ(whole.history, 50);
    EXPECT_EQ(whole.tile_side(), 0);
    EXPECT_DOUBLE_EQ(whole.work, 1);
    EXPECT_GT(double(whole.peak_mib), maps + kernels + vectors);
    EXPECT_LT(double(whole.peak_mib), 2.5 * (maps + kernels + vectors));
}

// By hand: of each part two masks of the picture's size, and what the maps have of them.
TEST(MemoryPlan, CountsThePartsOfThePicture) {
    const MemoryRequest plain = request_for({512, 512}, {512, 512});
    for (const int parts : {1, 3}) {
        MemoryRequest request = plain;
        request.masked_parts = parts;
        const double more = parts * 2 * 1.4 * 4 * 512 * 512 / (1 << 20);
        EXPECT_NEAR(
            double(plan_memory(request, 1 << 20, "VGG19").peak_mib),
            double(plan_memory(plain, 1 << 20, "VGG19").peak_mib) + more, 1);
    }
}

TEST(MemoryPlan, StaysWithinTheLimitAndTilesNoMoreThanNeeded) {
    const Size camera{6000, 4000};
    double previous = 0;
    for (const std::int64_t limit : {1 << 20, 16384, 8192, 6144, 5120}) {
        const MemoryPlan found = plan(camera, limit);
        EXPECT_LE(found.peak_mib, limit);
        EXPECT_GE(found.work, previous) << limit;
        previous = found.work;
    }
    EXPECT_EQ(plan(camera, 1 << 20).tile_side(), 0);
    EXPECT_GT(plan(camera, 5120).tile_side(), 0);
    // Tiles cost at most their second way there and their margins.
    EXPECT_LT(plan(camera, 8192).work, 2.5);
    // No overflow where pictures are as large as pictures can be.
    EXPECT_GT(plan({65536, 65536}, std::int64_t{1} << 40).peak_mib, std::int64_t{1} << 20);
}

TEST(MemoryPlan, SegmentsFollowOneAnotherThroughAllLayers) {
    for (const std::int64_t limit : {1 << 20, 8192, 5120, 4096}) {
        int next = 0;
        for (const Segment& segment : plan({6000, 4000}, limit).base_tiles) {
            EXPECT_EQ(segment.first, next);
            next = segment.last;
        }
        EXPECT_TRUE(next == 0 || next == int(vgg19().layers.size())) << limit;
    }
}

TEST(MemoryPlan, TheSentenceNamesTheLeast) {
    std::string sentence;
    try {
        plan({6000, 4000}, 700);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::memory);
        sentence = error.what();
    }
    EXPECT_NE(sentence.find("6000×4000"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("limit is 700 MiB"), std::string::npos) << sentence;
    const std::string before = "at least ";
    const auto least = std::stoll(sentence.substr(sentence.find(before) + before.size()));
    EXPECT_LE(plan({6000, 4000}, least).peak_mib, least);
    EXPECT_THROW(plan({6000, 4000}, least - 16), Error);
}

// Highest resident size since the last reset, in MiB; 0 where the kernel does not say.
std::int64_t highest_mib() {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;)
        if (std::int64_t kib = 0; word == "VmHWM:" && file >> kib)
            return kib >> 10;
    return 0;
}

bool reset_highest() {
    std::ofstream file("/proc/self/clear_refs");
    return bool(file << "5" << std::flush);
}

struct Measured {
    int width, height;
    std::int64_t limit_over_resident; // MiB
};

class PlannedPeak : public testing::TestWithParam<Measured> {};

// What really was in memory at once is at most what had been planned, and not far from it.
TEST_P(PlannedPeak, IsTheRealOne) {
    const auto [width, height, over] = GetParam();
    at::set_num_threads(2);
    const at::Tensor base = at::rand({3, height, width}) * 255;
    const at::Tensor style = at::rand({3, 128, 128}) * 255;
    vgg19();
    MemoryRequest request = request_for({width, height}, {128, 128});
    // Else what earlier tests have let go is used again and seems to be nothing.
    malloc_trim(0);
    request.resident_mib = resident_memory_mib();
    const std::int64_t limit = request.resident_mib + over;
    const MemoryPlan found = plan_memory(request, limit, "VGG19");
    EXPECT_LE(found.peak_mib, limit);
    if (!reset_highest() || highest_mib() == 0)
        GTEST_SKIP() << "this kernel does not tell a process its highest resident size";
    {
        const TensorMemory tensors((found.tensors_mib << 20) + TensorMemory::used());
        const Objective objective(
            vgg19(), published_settings(), {base, {}}, {style, {}}, {},
            {found.base_tiles, found.style_tiles});
        LbfgsOptions options;
        options.history = found.history;
        options.preconditioner = multilevel;
        Lbfgs optimiser(
            [&](const at::Tensor& x, at::Tensor& gradient) {
                return objective.evaluate(x, gradient, {}).total();
            },
            base.clone(), options);
        optimiser.minimise(3);
    }
    const std::int64_t real = highest_mib();
    RecordProperty("planned_mib", int(found.peak_mib));
    RecordProperty("real_mib", int(real));
    EXPECT_LE(real, found.peak_mib);
    EXPECT_GE(
        double(real - request.resident_mib), 0.4 * double(found.peak_mib - request.resident_mib));
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, PlannedPeak,
    testing::Values(
        Measured{320, 256, 100000}, Measured{384, 256, 400}, Measured{161, 130, 100000}));

TEST(Machine, SaysSomethingSensible) {
    EXPECT_GE(usable_cores(), 1);
    EXPECT_LE(usable_cores(), 4096);
    EXPECT_GT(available_memory_mib(), 16);
    EXPECT_GT(resident_memory_mib(), 1);
    EXPECT_LT(resident_memory_mib(), 1 << 20);
}

} // namespace
} // namespace style_transfer
