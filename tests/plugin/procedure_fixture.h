// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/parameters.h"
#include "plugin/run_procedure.h"
#include "tests/plugin/fake_host.h"
#include "tests/plugin/fake_windows.h"
#include "tests/support/fake_engine.h"

#include <gegl.h>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace style_transfer::testing {

// The flow of a run with a GIMP, windows and an engine that are none.
class ProcedureTest : public ::testing::Test {
  protected:
    ProcedureTest() {
        settings.size = 40; // the layer's own longer side, so that nothing is resampled
        settings.iterations = 2;
        std::ofstream(style_file) << "looked at by the fake host only";
        host.pictures[style_file] = plain_buffer("R'G'B' u8", {200, 100}, {0.5F, 0.5F, 0.5F, 1});
    }
    ~ProcedureTest() override { std::filesystem::remove(style_file); }

    Outcome run(RunMode mode, const CallArguments& arguments) {
        return run_procedure(
            host, mode, arguments, [this]() -> const ste_api& { return engine.api(); });
    }
    Outcome run(RunMode mode) { return run(mode, {style_file, settings}); }

    // The run fails with a sentence that contains `part`, and the document stays as it was.
    void expect_refused(RunMode mode, const std::string& part, const CallArguments& arguments) {
        try {
            run(mode, arguments);
            ADD_FAILURE() << "was not refused";
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
        }
        expect_untouched();
    }
    void expect_refused(RunMode mode, const std::string& part) {
        expect_refused(mode, part, {style_file, settings});
    }

    void expect_untouched() {
        EXPECT_FALSE(host.inserted);
        EXPECT_FALSE(host.pending) << "a layer was left behind";
        EXPECT_FALSE(host.progress_open);
        EXPECT_EQ(host.last, last_before);
        EXPECT_EQ(engine.sessions_alive, 0);
    }

    std::vector<float> result_pixels() const {
        const GeglBuffer* buffer = host.inserted->buffer.get();
        const GeglRectangle extent = *gegl_buffer_get_extent(const_cast<GeglBuffer*>(buffer));
        std::vector<float> pixels(std::size_t(extent.width) * std::size_t(extent.height) * 3);
        gegl_buffer_get(
            const_cast<GeglBuffer*>(buffer), &extent, 1.0, babl_format("R'G'B' float"),
            pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
        return pixels;
    }

    std::vector<std::uint8_t> mask_pixels() const {
        GeglBuffer* buffer = host.inserted->mask.get();
        const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
        std::vector<std::uint8_t> pixels(std::size_t(extent.width) * std::size_t(extent.height));
        gegl_buffer_get(
            buffer, &extent, 1.0, babl_format("Y u8"), pixels.data(), GEGL_AUTO_ROWSTRIDE,
            GEGL_ABYSS_NONE);
        return pixels;
    }

    // Every pixel of the result is (red, green, blue).
    void expect_colour(float red, float green, float blue, float tolerance = 1e-5F) const {
        const auto pixels = result_pixels();
        for (std::size_t i = 0; i < pixels.size(); i += 3) {
            ASSERT_NEAR(pixels[i], red, tolerance) << i;
            ASSERT_NEAR(pixels[i + 1], green, tolerance) << i;
            ASSERT_NEAR(pixels[i + 2], blue, tolerance) << i;
        }
    }

    FakeEngine engine; // picture after 10 evaluations: base + 0.1
    FakeHost host;
    Settings settings;
    SettingsRecord last_before;
    const std::string style_file = ::testing::TempDir() + "starry_night.jpg";
};

} // namespace style_transfer::testing
