// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/procedure_fixture.h"

#include <algorithm>
#include <array>

namespace style_transfer {
namespace {

using testing::Calls;
using testing::plain_buffer;

class RunProcedure : public testing::ProcedureTest {};

TEST_F(RunProcedure, WorksFirstAndTouchesTheDocumentLast) {
    EXPECT_EQ(run(RunMode::non_interactive), Outcome::success);
    EXPECT_EQ(
        host.calls, (Calls{
                        "load_picture", "begin_progress", "end_progress", "begin_progress",
                        "create_layer", "end_progress", "insert_layer"}));
    EXPECT_EQ(engine.sessions_alive, 0);
}

TEST_F(RunProcedure, TheLayerIsTheResult) {
    run(RunMode::non_interactive);
    ASSERT_TRUE(host.inserted);
    EXPECT_EQ(host.inserted->name, "starry_night");
    EXPECT_FALSE(host.inserted->alpha);
    const GeglRectangle extent = *gegl_buffer_get_extent(host.inserted->buffer.get());
    EXPECT_EQ(extent.width, 40);
    EXPECT_EQ(extent.height, 30);
    expect_colour(0.6F, 0.35F, 0.225F);
    EXPECT_EQ(
        host.inserted->record,
        "style-transfer settings 1\n" + style_file + "\n" + to_text(settings) + "\n");
}

TEST_F(RunProcedure, TheResultHasTheLayersSizeWhateverTheWorkingSize) {
    settings.size = 16;
    run(RunMode::non_interactive);
    EXPECT_EQ(gegl_buffer_get_extent(host.inserted->buffer.get())->width, 40);
    EXPECT_EQ(gegl_buffer_get_extent(host.inserted->buffer.get())->height, 30);
    expect_colour(0.6F, 0.35F, 0.225F, 1e-3F);
}

TEST_F(RunProcedure, ValuesThatAPictureCannotHaveAreClipped) {
    host.base = plain_buffer("R'G'B' float", {40, 30}, {0.95F, 0.25F, -0.5F, 1});
    run(RunMode::non_interactive);
    expect_colour(1, 0.35F, 0);
}

// Its lightness in OKLab, worked out by hand: no colour would be left of it in the layer.
TEST_F(RunProcedure, AGrayImageGetsAGrayPainting) {
    host.target_answer.gray = true;
    run(RunMode::non_interactive);
    expect_colour(0.4233F, 0.4233F, 0.4233F, 1e-3F);
    EXPECT_EQ(settings.palette, Palette::style); // for the next image
    EXPECT_NE(host.inserted->record.find("palette=style"), std::string::npos);
}

TEST_F(RunProcedure, AlphaComesBackExactly) {
    host.base = plain_buffer("R'G'B'A u32", {40, 30}, {0.5F, 0.25F, 0.125F, 1});
    const GeglRectangle extent{0, 0, 40, 30};
    std::vector<std::uint32_t> base(40 * 30 * 4);
    for (std::size_t i = 0; i < base.size(); ++i)
        base[i] = std::uint32_t(i * 0x9e3779b1U);
    gegl_buffer_set(
        host.base.get(), &extent, 0, babl_format("R'G'B'A u32"), base.data(), GEGL_AUTO_ROWSTRIDE);
    run(RunMode::non_interactive);
    ASSERT_TRUE(host.inserted->alpha);
    std::vector<std::uint32_t> result(base.size());
    gegl_buffer_get(
        host.inserted->buffer.get(), &extent, 1.0, babl_format("R'G'B'A u32"), result.data(),
        GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    for (std::size_t i = 3; i < base.size(); i += 4)
        ASSERT_EQ(result[i], base[i]) << i;
}

// A selection of the left half of the picture's rows 5 to 9, feathered to the right.
BufferPointer feathered_selection() {
    BufferPointer selection = plain_buffer("Y u8", {60, 50}, {0, 0, 0, 1});
    const GeglRectangle row{10, 25, 4, 1};
    const std::array<std::uint8_t, 4> values{255, 255, 128, 1};
    gegl_buffer_set(
        selection.get(), &row, 0, babl_format("Y u8"), values.data(), GEGL_AUTO_ROWSTRIDE);
    return selection;
}

TEST_F(RunProcedure, ASelectionBecomesTheMaskOfTheLayer) {
    host.base = plain_buffer("R'G'B'A float", {40, 30}, {0.5F, 0.25F, 0.125F, 1});
    host.target_answer.place = {7, 20, {40, 30}};
    host.target_answer.selection = Area{3, 5, {4, 1}};
    host.selected_pixels = feathered_selection();
    settings.size = 16;
    run(RunMode::non_interactive);
    // (16 − 4) / 2 = 6 pixels around the bounds, as far as there is a layer.
    const Area area{0, 0, {13, 12}};
    EXPECT_EQ(host.inserted->area, area);
    EXPECT_EQ(engine.base_size, (Size{16, 15})) << "the working image is that part";
    ASSERT_TRUE(host.inserted->mask);
    const auto mask = mask_pixels();
    for (int y = 0; y < 12; ++y)
        for (int x = 0; x < 13; ++x) {
            const int expected = y != 5 ? 0 : x == 3 || x == 4 ? 255 : x == 5 ? 128 : x == 6;
            ASSERT_EQ(mask[std::size_t(y * 13 + x)], expected) << x << ' ' << y;
        }
    EXPECT_EQ(
        host.calls, (Calls{
                        "load_picture", "begin_progress", "end_progress", "begin_progress",
                        "create_layer", "end_progress", "create_mask", "insert_layer"}));
}

TEST_F(RunProcedure, ANetworkThatLooksAtLessIsShownLess) {
    host.target_answer.selection = Area{20, 15, {16, 1}};
    host.selected_pixels = feathered_selection();
    settings.size = 20;
    engine.layers = {{"block1_conv1", 1, 3, true, false}, {"block4_conv2", 4, 9, false, true}};
    run(RunMode::non_interactive);
    // 16 · 20 / (20 − 2 · 4) = 26.7, so that 4 pixels of the working image are 5.3.
    EXPECT_EQ(host.inserted->area, (Area{14, 9, {26, 13}}));
}

TEST_F(RunProcedure, TheLayersOwnMaskGoesOntoTheResult) {
    host.base_mask = plain_buffer("Y u8", {40, 30}, {0, 0, 0, 1});
    const GeglRectangle row{0, 0, 2, 1};
    const std::array<std::uint8_t, 2> values{255, 100};
    gegl_buffer_set(
        host.base_mask.get(), &row, 0, babl_format("Y u8"), values.data(), GEGL_AUTO_ROWSTRIDE);
    run(RunMode::non_interactive);
    ASSERT_TRUE(host.inserted->mask);
    const auto mask = mask_pixels();
    EXPECT_EQ(mask[0], 255);
    EXPECT_EQ(mask[1], 100);
    EXPECT_EQ(mask[2], 0);
    EXPECT_EQ(std::count(mask.begin(), mask.end(), 0), 40 * 30 - 2);
}

TEST_F(RunProcedure, WithoutSelectionAndMaskTheResultHasNoMask) {
    run(RunMode::non_interactive);
    EXPECT_FALSE(host.inserted->mask);
    EXPECT_EQ(host.inserted->area, (Area{0, 0, {40, 30}}));
}

TEST_F(RunProcedure, OnlyTheSelectedPartIsRead) {
    // Elsewhere the layer is of another colour; it would show in the result.
    const GeglRectangle part{0, 0, 20, 20};
    GeglColor* red = gegl_color_new("red");
    gegl_buffer_set_color(host.base.get(), &part, red);
    g_object_unref(red);
    host.target_answer.selection = Area{30, 24, {2, 2}};
    host.selected_pixels = plain_buffer("Y u8", {40, 30}, {1, 1, 1, 1});
    settings.size = 16;
    run(RunMode::non_interactive);
    EXPECT_EQ(host.inserted->area, (Area{23, 17, {16, 13}}));
    const auto row = result_pixels();
    EXPECT_NEAR(row[0], 0.6F, 1e-5F);
}

TEST_F(RunProcedure, TheSettingsReachTheEngine) {
    settings.content_weight = 0.5;
    settings.model = "vgg19";
    run(RunMode::non_interactive);
    EXPECT_EQ(engine.seen_settings.content_weight, 0.5);
    EXPECT_EQ(engine.seen_settings.iterations, 2);
    EXPECT_EQ(engine.seen_settings.model, "vgg19");
}

TEST_F(RunProcedure, TheProgressBarMovesForward) {
    engine.evaluation_time = std::chrono::milliseconds(30);
    run(RunMode::non_interactive);
    ASSERT_GE(host.fractions.size(), 2u);
    EXPECT_TRUE(std::is_sorted(host.fractions.begin(), host.fractions.end()));
    EXPECT_GT(host.fractions.back(), 0);
    EXPECT_LE(host.fractions.back(), 1);
}

TEST_F(RunProcedure, EachUnusableTargetIsRefusedBeforeAnything) {
    host.target_answer.kind = Target::Kind::mask;
    for (auto mode : {RunMode::interactive, RunMode::non_interactive, RunMode::with_last_values})
        expect_refused(mode, "layer mask");
    EXPECT_TRUE(host.calls.empty());
}

TEST_F(RunProcedure, WrongSettingsAreRefusedBeforeAnything) {
    settings.content_weight = -1;
    expect_refused(RunMode::non_interactive, "content-weight");
    settings = {};
    settings.size = 15;
    expect_refused(RunMode::non_interactive, "size");
    EXPECT_TRUE(host.calls.empty());
}

TEST_F(RunProcedure, AStyleFileThatIsNotThereIsNamed) {
    expect_refused(RunMode::non_interactive, "\"/nowhere/x.png\"", {"/nowhere/x.png", settings});
    expect_refused(RunMode::non_interactive, "style-file", {"", settings});
    EXPECT_TRUE(host.calls.empty());
}

TEST_F(RunProcedure, AStyleFileThatIsNoPictureIsNamed) {
    host.pictures.clear();
    expect_refused(RunMode::non_interactive, "is no picture");
}

TEST_F(RunProcedure, AFailingEngineLeavesNoTrace) {
    engine.run_status = STE_MEMORY;
    engine.sentence = "Too big.";
    expect_refused(RunMode::non_interactive, "Too big.");
    EXPECT_EQ(host.calls, (Calls{"load_picture", "begin_progress", "end_progress"}));
}

TEST_F(RunProcedure, AMissingEngineLeavesNoTrace) {
    try {
        run_procedure(
            host, RunMode::non_interactive, {style_file, settings},
            []() -> const ste_api& { throw Error(ErrorCode::internal, "Install the engine."); });
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "Install the engine.");
    }
    expect_untouched();
}

TEST_F(RunProcedure, ALayerThatCannotBeInsertedIsDropped) {
    for (const char* call : {"create_layer", "insert_layer"}) {
        host.failing_call = call;
        expect_refused(RunMode::non_interactive, std::string(call) + " failed.");
    }
    EXPECT_EQ(host.calls.back(), "discard_layer");
}

TEST_F(RunProcedure, LastValuesAreRepeated) {
    settings.iterations = 7;
    host.last = last_before = {style_file, to_text(settings)};
    EXPECT_EQ(run(RunMode::with_last_values, {"/ignored.png", {}}), Outcome::success);
    EXPECT_EQ(engine.seen_settings.iterations, 7);
    EXPECT_EQ(host.inserted->name, "starry_night");
    EXPECT_EQ(host.last, last_before);
}

TEST_F(RunProcedure, WithoutLastValuesThereIsNothingToRepeat) {
    expect_refused(RunMode::with_last_values, "no last values");
    host.last = last_before = {"/nowhere/gone.png", ""};
    expect_refused(RunMode::with_last_values, "\"/nowhere/gone.png\" does not exist");
}

TEST_F(RunProcedure, AScriptDoesNotChangeTheLastValues) {
    run(RunMode::non_interactive);
    EXPECT_EQ(host.last, SettingsRecord{});
}

} // namespace
} // namespace style_transfer
