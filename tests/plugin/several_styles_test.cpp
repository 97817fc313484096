// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/fake_windows.h"
#include "tests/plugin/procedure_fixture.h"

#include <algorithm>
#include <array>
#include <string>

namespace style_transfer {
namespace {

using testing::plain_buffer;

// Of one component, 0 but for `numbers` from (x, y) on to the right, as they stand.
BufferPointer
mask_buffer(Size size, int x, int y, const std::vector<std::uint8_t>& numbers, const char* format) {
    BufferPointer buffer = plain_buffer(format, size, {0, 0, 0, 1});
    const GeglRectangle row{x, y, int(numbers.size()), 1};
    gegl_buffer_set(
        buffer.get(), &row, 0, babl_format(format), numbers.data(), GEGL_AUTO_ROWSTRIDE);
    return buffer;
}

class SeveralStyles : public testing::ProcedureTest {
  protected:
    SeveralStyles() {
        std::ofstream(other_file) << "looked at by the fake host only";
        host.pictures[other_file] = plain_buffer("R'G'B' u8", {50, 50}, {1, 1, 1, 1});
        host.target_answer.place = {7, 20, {40, 30}};
    }
    ~SeveralStyles() override { std::filesystem::remove(other_file); }

    CallArguments listed(const std::string& styles) const { return {"", settings, styles}; }
    Outcome paint(const std::string& styles) {
        return run(RunMode::non_interactive, listed(styles));
    }
    void expect_list_refused(const std::string& styles, const std::string& part) {
        expect_refused(RunMode::non_interactive, part, listed(styles));
    }

    // What the second style is painted on, where that is anything; by x + 40 y of the layer.
    std::map<std::size_t, float> second_region() const {
        std::map<std::size_t, float> found;
        const auto& region = engine.seen_styles.at(1).region;
        for (std::size_t i = 0; i < region.size(); ++i)
            if (region[i] != 0)
                found[i] = region[i];
        return found;
    }

    const std::string other_file = ::testing::TempDir() + "waves.jpg";
    // In pixels of the image; the layer begins at (7, 20).
    const std::vector<std::uint8_t> soft{51, 255, 128};
    const std::map<std::size_t, float> soft_in_layer{
        {40 * 5 + 3, 51 / 255.F}, {40 * 5 + 4, 1.F}, {40 * 5 + 5, 128 / 255.F}};
};

TEST_F(SeveralStyles, AllOfThemReachTheEngineWithTheirWeights) {
    paint(style_file + ":3\n" + other_file);
    ASSERT_EQ(engine.seen_styles.size(), 2u);
    EXPECT_NEAR(engine.seen_styles[0].first, 0.5F, 0.01F);
    EXPECT_NEAR(engine.seen_styles[1].first, 1, 0.01F);
    EXPECT_EQ(engine.seen_styles[0].weight, 3);
    EXPECT_EQ(engine.seen_styles[1].weight, 1);
    EXPECT_TRUE(engine.seen_styles[0].region.empty());
    EXPECT_TRUE(engine.seen_styles[1].region.empty());
    EXPECT_EQ(host.inserted->name, "starry_night");
    EXPECT_EQ(
        host.inserted->record, "style-transfer settings 2\nstyle " + style_file + ":3\nstyle " +
                                   other_file + "\n" + to_text(settings) + "\n");
}

TEST_F(SeveralStyles, AStyleFileComesBeforeTheList) {
    run(RunMode::non_interactive, {style_file, settings, other_file + ":0.5"});
    ASSERT_EQ(engine.seen_styles.size(), 2u);
    EXPECT_NEAR(engine.seen_styles[0].first, 0.5F, 0.01F);
    EXPECT_EQ(engine.seen_styles[1].weight, 0.5);
}

TEST_F(SeveralStyles, AListOfOneIsAStyleFile) {
    paint(style_file);
    EXPECT_EQ(
        host.inserted->record,
        "style-transfer settings 1\n" + style_file + "\n" + to_text(settings) + "\n");
}

TEST_F(SeveralStyles, AChannelIsARegionWithItsSoftEdge) {
    for (const char* format : {"Y u8", "Y' u8"}) { // GIMP has both, by the image's precision
        host.region_pixels["channel Sky"] = {
            mask_buffer({60, 60}, 10, 25, soft, format), {0, 0, {60, 60}}, false, nullptr};
        paint(style_file + "\n" + other_file + "@channel Sky");
        EXPECT_EQ(engine.seen_styles.at(1).region.size(), 40u * 30u);
        const auto region = second_region();
        ASSERT_EQ(region.size(), soft_in_layer.size());
        for (const auto& [place, value] : soft_in_layer)
            EXPECT_NEAR(region.at(place), value, 1e-5F) << format;
        EXPECT_FALSE(host.inserted->mask);
    }
}

TEST_F(SeveralStyles, WhatNoStyleIsForStaysThePhoto) {
    host.region_pixels["channel Sky"] = {
        mask_buffer({60, 60}, 10, 25, {255}, "Y u8"), {0, 0, {60, 60}}, false, nullptr};
    paint(other_file + "@channel Sky");
    const auto pixels = result_pixels();
    for (std::size_t i = 0; i < pixels.size(); i += 3)
        ASSERT_NEAR(pixels[i], i == 3 * (40 * 5 + 3) ? 0.6F : 0.5F, 1e-4F) << i / 3;
}

TEST_F(SeveralStyles, OfALayerWhatIsVisibleIsTheRegion) {
    BufferPointer shown = plain_buffer("R'G'B'A u8", {5, 4}, {1, 1, 1, 0.8F});
    host.region_pixels["layer Sky"] = {
        std::move(shown),
        {44, 47, {5, 4}},
        true,
        mask_buffer({5, 4}, 1, 2, {255, 128, 255}, "Y u8")};
    paint(style_file + "\n" + other_file + "@layer Sky");
    // It begins at (37, 27) of the layer, and reaches two pixels and a row beyond it.
    const auto region = second_region();
    ASSERT_EQ(region.size(), 2u);
    EXPECT_NEAR(region.at(40 * 29 + 38), 0.8F, 1e-5F);
    EXPECT_NEAR(region.at(40 * 29 + 39), 0.8F * 128 / 255, 1e-5F);
}

TEST_F(SeveralStyles, ASelectionThatIsARegionDoesNotCutTheResult) {
    host.target_answer.selection = Area{3, 5, {3, 1}};
    host.selected_pixels = mask_buffer({60, 60}, 10, 25, soft, "Y u8");
    host.region_pixels["selection"] = {
        mask_buffer({60, 60}, 10, 25, soft, "Y u8"), {0, 0, {60, 60}}, false, nullptr};
    paint(style_file + "\n" + other_file + "@selection");
    EXPECT_EQ(host.inserted->area, (Area{0, 0, {40, 30}}));
    EXPECT_FALSE(host.inserted->mask);
    EXPECT_EQ(second_region().size(), 3u);
}

TEST_F(SeveralStyles, AnotherSelectionCutsTheResultAndTheRegion) {
    settings.size = 16;
    host.target_answer.selection = Area{30, 24, {2, 2}};
    host.selected_pixels = plain_buffer("Y u8", {60, 60}, {1, 1, 1, 1});
    host.region_pixels["channel Sky"] = {
        mask_buffer({60, 60}, 32, 40, soft, "Y u8"), {0, 0, {60, 60}}, false, nullptr};
    paint(style_file + "\n" + other_file + "@channel Sky");
    ASSERT_EQ(host.inserted->area, (Area{23, 17, {16, 13}})); // of the layer, which lies at (7, 20)
    EXPECT_TRUE(host.inserted->mask);
    const auto& region = engine.seen_styles.at(1).region;
    ASSERT_EQ(region.size(), 16u * 13u);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(region[16 * 3 + 2 + i], float(soft[i]) / 255, 1e-5F);
}

TEST_F(SeveralStyles, AMaskThatIsARegionDoesNotHideTheOthers) {
    host.base_mask = mask_buffer({40, 30}, 3, 5, soft, "Y u8");
    host.region_pixels["mask"] = {
        mask_buffer({40, 30}, 3, 5, soft, "Y u8"), {7, 20, {40, 30}}, false, nullptr};
    paint(style_file + "\n" + other_file + "@mask");
    EXPECT_FALSE(host.inserted->mask);
    const auto region = second_region();
    ASSERT_EQ(region.size(), 3u);
    EXPECT_NEAR(region.at(40 * 5 + 3), 0.2F, 1e-5F);
    // Without a style for it, it is the result's too.
    paint(style_file + "\n" + other_file);
    EXPECT_TRUE(host.inserted->mask);
}

TEST_F(SeveralStyles, ARegionThatIsNotThereIsNamed) {
    expect_list_refused(other_file + "@channel Sky", "no channel");
    expect_list_refused(other_file + "@channel Sky", "\"Sky\"");
    expect_list_refused(other_file + "@layer Sky", "\"Sky\", but the image has no layer");
    expect_list_refused(other_file + "@mask", "\"Photo\" has none");
    expect_list_refused(other_file + "@selection", "nothing is selected");
}

TEST_F(SeveralStyles, ARegionThatHasNothingOfTheLayerIsNamed) {
    host.region_pixels["channel Sky"] = {
        plain_buffer("Y u8", {60, 60}, {0, 0, 0, 1}), {0, 0, {60, 60}}, false, nullptr};
    host.region_pixels["layer Right"] = {
        plain_buffer("R'G'B' u8", {5, 5}, {1, 1, 1, 1}), {47, 20, {5, 5}}, true, nullptr};
    host.region_pixels["layer Above"] = {
        plain_buffer("R'G'B' u8", {50, 5}, {1, 1, 1, 1}), {0, 15, {50, 5}}, true, nullptr};
    for (const char* region : {"channel Sky", "layer Right", "layer Above"})
        expect_list_refused(other_file + "@" + region, "painted: \"" + std::string(region) + '"');
}

TEST_F(SeveralStyles, WrongListsAreRefusedBeforeAnything) {
    expect_list_refused(other_file + "@chanel Sky", "none of: selection, mask");
    expect_list_refused(other_file + ":-1", "weight above 0");
    expect_list_refused(style_file + "\n/nowhere/x.png:2", "\"/nowhere/x.png\" does not exist");
    expect_list_refused("", "style-file");
    std::string many;
    for (int i = 0; i < 17; ++i)
        many += other_file + '\n';
    expect_list_refused(many, "17 are given, at most 16");
    EXPECT_TRUE(host.calls.empty());
}

TEST_F(SeveralStyles, LastValuesCanHaveSeveral) {
    host.last = last_before = {"", to_text(settings), {{style_file}, {other_file, 2}}};
    EXPECT_EQ(run(RunMode::with_last_values), Outcome::success);
    EXPECT_EQ(engine.seen_styles.size(), 2u);
}

TEST_F(SeveralStyles, TheDialogGivesTheListAndGetsItBack) {
    const StyleRegion sky{StyleRegion::Kind::channel, "Sky"};
    host.region_pixels["channel Sky"] = {
        mask_buffer({60, 60}, 10, 25, soft, "Y u8"), {0, 0, {60, 60}}, false, nullptr};
    host.open_buffers[3] = plain_buffer("R'G'B' u8", {20, 20}, {0.25F, 0, 0, 1});
    const std::vector<ListedStyle> list{
        {style_file, 2}, {other_file, 1, sky}, {"", 0.5, {}, OpenPicture{3, "Untitled", ""}}};
    testing::FakeWindows windows;
    windows.dialog_answers = {StyleChoice{settings, list}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    ASSERT_EQ(engine.seen_styles.size(), 3u);
    EXPECT_EQ(engine.seen_styles[0].weight, 2);
    EXPECT_EQ(second_region().size(), 3u);
    EXPECT_NEAR(engine.seen_styles[2].first, 0.25F, 0.01F);
    EXPECT_EQ(host.last.styles, list) << "for the next time";

    // The image without a file is gone by then; its place in the list is not.
    const auto record = parse_record_text(host.inserted->record);
    ASSERT_TRUE(record);
    host.last = last_before = *record;
    host.inserted.reset();
    windows.dialog_answers = {std::nullopt, std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_EQ(
        windows.dialog_starts.at(1).styles,
        (std::vector<ListedStyle>{{style_file, 2}, {other_file, 1, sky}, {"", 0.5}}));
    expect_refused(RunMode::with_last_values, "an image without a file");
}

TEST_F(SeveralStyles, TheDialogKnowsTheDocument) {
    const StyleRegion sky{StyleRegion::Kind::channel, "Sky"};
    host.document_regions = {sky};
    host.region_pixels["channel Sky"] = {
        plain_buffer("Y u8", {47, 35}, {1, 1, 1, 1}), {0, 0, {47, 35}}, false, nullptr};
    host.target_answer.selection = Area{30, 24, {2, 2}};
    testing::FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    windows.in_dialog = [&](const WindowContext& context) {
        EXPECT_EQ(context.regions(), host.document_regions);
        // The layer begins at (7, 20) and is 40 × 30: its upper half is the channel's.
        const Image values = context.load_region(sky, {0, 0, {40, 30}}, 20);
        EXPECT_EQ(values.size(), (Size{20, 15}));
        EXPECT_EQ(values.channels(), 1);
        EXPECT_NEAR(values.row(3)[10], 1, 0.01F);
        EXPECT_NEAR(values.row(12)[10], 0, 0.01F);
        // Of a part that has nothing of it that is no error.
        EXPECT_NEAR(context.load_region(sky, {10, 20, {8, 8}}, 8).row(4)[4], 0, 0.01F);
        EXPECT_THROW(
            context.load_region({StyleRegion::Kind::layer, "Gone"}, {0, 0, {40, 30}}, 20), Error);
        // A selection that a style is bound to does not cut what is painted.
        const StyleChoice plain(settings, style_file);
        const StyleChoice bound(settings, {{style_file, 1, {StyleRegion::Kind::selection}}});
        EXPECT_NE(context.painted_area(plain, engine.layers), (Area{0, 0, {40, 30}}));
        EXPECT_EQ(context.painted_area(bound, engine.layers), (Area{0, 0, {40, 30}}));
    };
    settings.size = 16;
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
}

} // namespace
} // namespace style_transfer
