// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/transfer/machine.h"
#include "engine/transfer/memory_plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace style_transfer {
namespace {

// VGG19 up to block5_conv2, all weights 0.
Model vgg19_shape() {
    Model model;
    model.name = "VGG19";
    int inputs = 3;
    const int channels[] = {64, 128, 256, 512, 512};
    const int convolutions[] = {2, 2, 4, 4, 2};
    for (int block = 0; block < 5; ++block) {
        for (int number = 1; number <= convolutions[block]; ++number) {
            Layer layer;
            layer.name = "block" + std::to_string(block + 1) + "_conv" + std::to_string(number);
            layer.weights.input_channels = inputs;
            layer.weights.output_channels = channels[block];
            layer.weights.kernel.resize(static_cast<std::size_t>(inputs * channels[block] * 9));
            inputs = channels[block];
            model.layers.push_back(layer);
        }
        if (block < 4)
            model.layers.emplace_back().kind = Layer::Kind::max_pool;
    }
    return model;
}

TEST(MemoryPlan, HoldsAtLeastTheFeatureMapsAndTheWeights) {
    // By hand, in single precision: each pixel of the picture has 2·64 values in block 1, 2·128 in
    // block 2 at a quarter of the positions, 4·256 at 1/16, 4·512 at 1/64, 2·512 at 1/256:
    // 128 + 64 + 64 + 32 + 4 = 292 numbers, 1168 bytes; 15.3 million weights, twice (forward and
    // backward kernels).
    const double maps = 1168.0 * 512 * 512 / (1 << 20);
    const double weights = 2 * 4 * 15.3e6 / (1 << 20);
    const auto planned = planned_memory_mib(vgg19_shape(), {512, 512}, {512, 512}, 10);
    EXPECT_GT(static_cast<double>(planned), maps + weights);
    EXPECT_LT(static_cast<double>(planned), 4 * (maps + weights)); // still of that size
    // Without the weights it is less by at least the two kernels.
    Model empty = vgg19_shape();
    for (Layer& layer : empty.layers)
        layer.weights.kernel.clear();
    const auto without = planned_memory_mib(empty, {512, 512}, {512, 512}, 10);
    EXPECT_GE(static_cast<double>(planned - without), std::floor(weights));
}

TEST(MemoryPlan, GrowsWithTheWork) {
    const Model model = vgg19_shape();
    const auto planned = [&](Size base, Size style, int history) {
        return planned_memory_mib(model, base, style, history);
    };
    const auto usual = planned({512, 384}, {512, 384}, 10);
    EXPECT_GT(planned({1024, 768}, {512, 384}, 10), 2 * usual);
    EXPECT_GT(planned({512, 384}, {4096, 4096}, 10), usual);
    EXPECT_GT(planned({512, 384}, {512, 384}, 500), usual);
    // No overflow where pictures are as large as pictures can be.
    EXPECT_GT(planned({65536, 65536}, {512, 384}, 10), std::int64_t{4} << 20);
}

TEST(MemoryPlan, TheSideThatTheSentenceNamesFits) {
    const Model model = vgg19_shape();
    const std::int64_t limit = 6000;
    const Size large{6000, 4000};
    EXPECT_NO_THROW(check_memory(model, {300, 200}, {300, 200}, 10, limit));
    std::string sentence;
    try {
        check_memory(model, large, {512, 512}, 10, limit);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::memory);
        sentence = error.what();
    }
    // The sentence says what is needed and what fits, the limit among it.
    const auto needed = planned_memory_mib(model, large, {512, 512}, 10);
    EXPECT_GT(needed, limit);
    EXPECT_NE(sentence.find(std::to_string(limit)), std::string::npos) << sentence;
    // Among its numbers is a side that fits, while one tenth more does not.
    bool named = false;
    for (std::size_t at = 0; at < sentence.size();) {
        const std::size_t begin = sentence.find_first_of("0123456789", at);
        if (begin == std::string::npos)
            break;
        const std::size_t end = sentence.find_first_not_of("0123456789", begin);
        const std::string digits = sentence.substr(begin, end - begin);
        at = end;
        if (digits.size() > 5)
            continue;
        const int side = std::stoi(digits);
        if (side < 16 || side > 6000)
            continue;
        const auto planned = [&](double longer) {
            const Size size = scaled_to_longer_side(large, static_cast<int>(longer));
            return planned_memory_mib(model, size, size, 10);
        };
        named = named || (planned(side) <= limit && planned(1.1 * side) > limit);
    }
    EXPECT_TRUE(named) << sentence;
}

TEST(Machine, SaysSomethingSensible) {
    EXPECT_GE(usable_cores(), 1);
    EXPECT_LE(usable_cores(), 4096);
    EXPECT_GT(available_memory_mib(), 16);
}

} // namespace
} // namespace style_transfer
