// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sheet_job.h"

#include "tests/support/fake_engine.h"

#include <gegl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace style_transfer {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const Image> flat(float value) {
    Image image = Image::create({16, 12}, 3);
    for (int y = 0; y < 12; ++y)
        std::fill_n(image.row(y), image.row_stride(), value);
    return std::make_shared<const Image>(std::move(image));
}

class SheetJobTest : public ::testing::Test {
  protected:
    SheetJobTest() { gegl_init(nullptr, nullptr); }

    // One cell for each painting; nothing is resampled.
    static SheetWork work() {
        Settings settings;
        settings.quality = Quality::full;
        SheetWork work;
        work.sheet.columns = 2;
        for (std::size_t i = 0; i < 3; ++i)
            work.sheet.cells.push_back({settings, i, "", ""});
        work.base = flat(0.25F);
        work.paintings = {flat(0.5F), flat(0.6F), flat(0.7F)};
        return work;
    }
    EngineLoader loader() {
        return [this]() -> const ste_api& { return engine.api(); };
    }
    static void wait_for_end(const SheetJob& job) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!job.state().ended) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
            std::this_thread::sleep_for(1ms);
        }
    }

    testing::FakeEngine engine;
};

TEST_F(SheetJobTest, PaintsEachCellAndKeepsWhatItFound) {
    SheetJob job(loader(), work());
    wait_for_end(job);
    const SheetState state = job.state();
    EXPECT_EQ(state.fraction, 1);
    for (const SheetCellState& cell : state.cells) {
        ASSERT_TRUE(cell.picture);
        EXPECT_NEAR(cell.picture->row(0)[0], 0.35F, 1e-5F) << "ten steps from the base";
    }
    EXPECT_EQ(engine.seen_styles.at(0).first, 0.7F);
    EXPECT_NE(engine.seen_previous, nullptr) << "the network is loaded once";
}

TEST_F(SheetJobTest, StylesOfAllCellsKeepTheirWeightsAndPlaces) {
    SheetWork all = work();
    all.sheet.cells.resize(1);
    all.sheet.cells[0].style.reset();
    Image region = Image::create({16, 12}, 1);
    std::fill_n(region.row(0), 16, 1.0F);
    all.styles = {
        {flat(0.5F), 2}, {flat(0.6F), 1, std::make_shared<const Image>(std::move(region))}};
    SheetJob job(loader(), std::move(all));
    wait_for_end(job);
    ASSERT_EQ(engine.seen_styles.size(), 2u);
    EXPECT_EQ(engine.seen_styles[0].weight, 2);
    EXPECT_EQ(engine.seen_styles[1].region.size(), 192u);
}

TEST_F(SheetJobTest, StopKeepsWhatIsThere) {
    engine.hold_run(5);
    SheetJob job(loader(), work());
    while (engine.evaluations_done < 5)
        std::this_thread::sleep_for(1ms);
    job.request_stop();
    wait_for_end(job);
    for (const SheetCellState& cell : job.state().cells) {
        EXPECT_FALSE(cell.picture);
        EXPECT_EQ(cell.error, "");
    }
}

TEST_F(SheetJobTest, ACellThatFailsDoesNotHoldUpTheOthers) {
    engine.prepare_status = STE_MEMORY;
    engine.sentence = "Too large.";
    SheetJob job(loader(), work());
    wait_for_end(job);
    for (const SheetCellState& cell : job.state().cells)
        EXPECT_EQ(cell.error, "Too large.");
}

} // namespace
} // namespace style_transfer
