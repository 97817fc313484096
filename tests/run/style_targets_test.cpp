// SPDX-License-Identifier: GPL-3.0-or-later
// What is found in a style serves the next run, and changes nothing of it.
#include "engine/run/run.h"

#include "tests/support/images.h"

#include <ATen/ops/full.h>
#include <gtest/gtest.h>

#include <cmath>

namespace style_transfer {
namespace {

using namespace testing;

const RunRequests requests; // nobody asks for anything

Settings short_work(Method method = Method::matching) {
    Settings settings = default_settings(method);
    settings.model = std::string(MODELS_FOLDER) + "/preview.safetensors";
    settings.iterations = 2;
    settings.evaluations = 4;
    return settings;
}

Image painted(style_transfer::Run& run, const Image& base) {
    run.run({});
    return run.picture(base.size());
}

void expect_same(const Image& one, const Image& other) {
    ASSERT_EQ(one.size(), other.size());
    for (int y = 0; y < one.size().height; ++y)
        for (int i = 0; i < one.size().width * 3; ++i)
            ASSERT_EQ(one.row(y)[i], other.row(y)[i]) << "row " << y;
}

class StyleReuse : public ::testing::TestWithParam<Method> {};

TEST_P(StyleReuse, GivesTheSamePicture) {
    const Image base = slanted_waves({112, 96}, 0.2);
    const Image other_base = slanted_waves({112, 80}, 0.3);
    const Image style = slanted_waves({104, 104}, 0.7);
    style_transfer::Run first(short_work(GetParam()), base.view(), {{style.view()}}, requests);
    first.run({});
    EXPECT_GT(first.kept_bytes(), 0);
    style_transfer::Run second(
        short_work(GetParam()), other_base.view(), {{style.view()}}, requests, &first);
    EXPECT_EQ(second.kept_bytes(), first.kept_bytes()) << "handed over";
    style_transfer::Run alone(
        short_work(GetParam()), other_base.view(), {{style.view()}}, requests);
    EXPECT_LT(alone.kept_bytes(), first.kept_bytes()) << "nothing found yet";
    expect_same(painted(second, other_base), painted(alone, other_base));
}

TEST_P(StyleReuse, IsForTheSameStyleOnly) {
    const Image base = slanted_waves({112, 96}, 0.2);
    Image style = slanted_waves({104, 104}, 0.7);
    style_transfer::Run first(short_work(GetParam()), base.view(), {{style.view()}}, requests);
    first.run({});
    style.row(50)[50] = 1 - style.row(50)[50];
    style_transfer::Run second(
        short_work(GetParam()), base.view(), {{style.view()}}, requests, &first);
    EXPECT_LT(second.kept_bytes(), first.kept_bytes());
    style_transfer::Run alone(short_work(GetParam()), base.view(), {{style.view()}}, requests);
    expect_same(painted(second, base), painted(alone, base));
}

INSTANTIATE_TEST_SUITE_P(
    Methods, StyleReuse, ::testing::Values(Method::matching, Method::gram),
    [](const auto& method) { return method.param == Method::gram ? "gram" : "matching"; });

TEST(StyleTargets, WeightsThatChangeThemMakeThemAnew) {
    const Image base = slanted_waves({112, 96}, 0.2);
    const Image style = slanted_waves({104, 104}, 0.7);
    style_transfer::Run first(short_work(), base.view(), {{style.view()}}, requests);
    first.run({});
    Settings settings = short_work();
    settings.style_layers = {2, 1, 1, 0.5, 0};
    style_transfer::Run second(settings, base.view(), {{style.view()}}, requests, &first);
    style_transfer::Run alone(settings, base.view(), {{style.view()}}, requests);
    expect_same(painted(second, base), painted(alone, base));
}

// A value of so many bytes.
struct Value {
    std::int64_t size;
    std::int64_t bytes() const { return size; }
};

TEST(StyleTargets, StayWithinWhatTheyMayTake) {
    const at::Tensor picture = at::full({3, 10, 10}, 0.5F); // 1200 bytes
    const auto one = [](const at::Tensor& pixels, const at::Tensor& mask = {}) {
        return std::vector<VisiblePicture>{{pixels, mask}};
    };
    StyleTargets targets(one(picture));
    const Placement placement;
    Stage small, large;
    small.styles = {{10, 10}};
    large.styles = {{20, 20}};
    int made = 0;
    const auto get = [&](StyleTargets& from, const Stage& stage) {
        from.of(stage, placement).get("key", [&] {
            ++made;
            return Value{1000};
        });
    };
    get(targets, small);
    targets.keep_within(3000, small, placement);
    EXPECT_EQ(targets.bytes(), 2200);
    StyleTargets copy = targets;
    get(copy, small);
    EXPECT_EQ(made, 1) << "the copy has it";
    get(targets, large);
    targets.keep_within(3000, large, placement);
    EXPECT_EQ(targets.bytes(), 2200) << "the new one goes";
    get(targets, small);
    EXPECT_EQ(made, 2);
    Stage margin = small;
    margin.margin = 8;
    get(targets, margin);
    EXPECT_EQ(made, 3) << "another margin, other targets";
    EXPECT_TRUE(targets.are_of(one(picture.clone())));
    EXPECT_FALSE(targets.are_of(one(picture.mul(1.0001))));
    EXPECT_FALSE(targets.are_of(one(picture, at::full({10, 10}, 0.5F))));
    targets.keep_within(2000, margin, placement);
    EXPECT_EQ(targets.bytes(), 0);
    EXPECT_FALSE(targets.are_of(one(picture)));
}

} // namespace
} // namespace style_transfer
