// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on a layer that was made here.
#include "tests/plugin/procedure_fixture.h"

#include <algorithm>

namespace style_transfer {
namespace {

using testing::FakeWindows;
using testing::plain_buffer;

class RepaintRun : public testing::ProcedureTest {
  protected:
    // The target is the painting "Stars" above the photo "Lake".
    RepaintRun() {
        painted.size = 40;
        painted.iterations = 3;
        painted.opacity = 70;
        host.target_answer.name = "Stars";
        host.made_here = Painting{to_record_text({style_file, to_text(painted)}), "Lake"};
        host.photo = host.target_answer;
        host.photo.name = "Lake";
        host.last = last_before = {style_file, to_text(settings)};
    }
    bool chose_photo() const { return std::ranges::count(host.calls, "choose_photo") == 1; }

    Settings painted;
};

TEST_F(RepaintRun, ThePhotoIsPaintedWithThePaintingsSettings) {
    for (const Repaint repaint : {Repaint::in_place, Repaint::above}) {
        host.replaces.reset();
        FakeWindows windows;
        windows.repaint = repaint;
        windows.dialog_answers = {StyleChoice{painted, style_file}};
        EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
        EXPECT_EQ(windows.asked_to_repaint, (std::vector<std::string>{"Stars", "Lake"}));
        EXPECT_EQ(windows.dialog_starts.at(0).settings, painted) << "with how it was finished";
        EXPECT_EQ(windows.dialog_starts.at(0).styles.at(0).file, style_file);
        EXPECT_EQ(host.replaces, repaint == Repaint::in_place);
    }
}

TEST_F(RepaintRun, OfAPaintingInSeveralStylesTheDialogHasAll) {
    const StyleRegion sky{StyleRegion::Kind::channel, "Sky"};
    host.made_here->record =
        to_record_text({"", to_text(painted), {{style_file, 3}, {"/p/other.jpg", 1, sky}}});
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{painted, style_file}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(
        windows.dialog_starts.at(0).styles,
        (std::vector<ListedStyle>{{style_file, 3}, {"/p/other.jpg", 1, sky}}));
    EXPECT_EQ(windows.dialog_starts.at(0).settings, painted);
}

TEST_F(RepaintRun, ThePaintingItselfCanBePainted) {
    FakeWindows windows;
    windows.repaint = Repaint::painting;
    windows.dialog_answers = {StyleChoice{painted, style_file}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_FALSE(chose_photo());
    EXPECT_EQ(windows.dialog_starts.at(0).settings, painted);
}

TEST_F(RepaintRun, CancelLeavesTheDocumentAlone) {
    FakeWindows windows;
    windows.repaint = Repaint::cancelled;
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_TRUE(windows.dialog_starts.empty());
    expect_untouched();
}

TEST_F(RepaintRun, APaintingWithoutItsPhotoIsALayerWithSettings) {
    host.made_here->photo.clear();
    FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::cancelled);
    EXPECT_TRUE(windows.asked_to_repaint.empty());
    EXPECT_EQ(windows.dialog_starts.at(0).settings, painted);
}

TEST_F(RepaintRun, ARecordOfALaterVersionGivesTheLastValues) {
    host.made_here->record = "style-transfer settings 9\nwhatever";
    FakeWindows windows;
    windows.dialog_answers = {std::nullopt};
    run(RunMode::interactive, {});
    EXPECT_EQ(windows.dialog_starts.at(0).settings, settings);
    EXPECT_TRUE(chose_photo());
}

TEST_F(RepaintRun, RepeatPaintsThePhotoAndAScriptWhatItNames) {
    EXPECT_EQ(run(RunMode::with_last_values), Outcome::success);
    EXPECT_TRUE(chose_photo());
    EXPECT_EQ(host.replaces, false);
    host.calls.clear();
    host.replaces.reset();
    EXPECT_EQ(run(RunMode::non_interactive), Outcome::success);
    EXPECT_FALSE(chose_photo());
}

// A painting of a part of the photo: that part again, with the painting's mask.
TEST_F(RepaintRun, TheSamePartIsPainted) {
    host.photo.repainted = Area{6, 4, {20, 10}};
    host.base_mask = plain_buffer("Y u8", {20, 10}, {0.5F, 0.5F, 0.5F, 1});
    FakeWindows windows;
    windows.dialog_answers = {StyleChoice{painted, style_file}};
    EXPECT_EQ(run(RunMode::interactive, {}), Outcome::success);
    EXPECT_EQ(host.inserted->area, (Area{6, 4, {20, 10}}));
    EXPECT_EQ(windows.painted_areas.at(0), host.inserted->area) << "in the dialog, too";
    for (const std::uint8_t value : mask_pixels())
        ASSERT_NEAR(value, 55, 1) << "half of white in linear light";
}

} // namespace
} // namespace style_transfer
