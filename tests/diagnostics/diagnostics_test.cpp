// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/diagnostics.h"

#include "engine/pixels/gegl_user.h"
#include "tests/support/fake_engine.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace style_transfer {
namespace {

TEST(Diagnostics, TellNobodysName) {
    EXPECT_EQ(
        without_personal_names(
            "/export/ann/a.h5 /export/anna/b /media/ann/c (/export/ann) /srv/ann-2/d",
            "/export/ann", "ann"),
        "~/a.h5 /export/anna/b /media/USER/c (~) /srv/ann-2/d");
    EXPECT_EQ(without_personal_names("/a/b", "/", ""), "/a/b") << "a home that is no one's";
    EXPECT_EQ(without_personal_names("/export/ann", "/export/ann/", ""), "~");
}

TEST(Diagnostics, TheFirstLineSaysWhetherAllIsFine) {
    Diagnostics found{{{"reader", "held back"}, {"a longer name", "there"}}};
    EXPECT_TRUE(found.fine());
    EXPECT_EQ(
        found.text(), "Style Transfer for GIMP " STYLE_TRANSFER_VERSION
                      ": all is fine\nreader       held back\na longer name there\n");
    found.findings[0].fault = true;
    EXPECT_FALSE(found.fine());
    EXPECT_EQ(
        found.text(), "Style Transfer for GIMP " STYLE_TRANSFER_VERSION
                      ": 1 fault\nreader       FAULT: held back\na longer name there\n");
}

// In a window nobody waits for a test run.
TEST(Diagnostics, ATestRunIsMadeWhereItIsAskedFor) {
    const GeglUser gegl;
    testing::FakeEngine engine;
    const auto load = [&]() -> const ste_api& { return engine.api(); };
    diagnose(load, /*test_run=*/false);
    EXPECT_EQ(engine.sessions_made, 0);
    const Diagnostics found = diagnose(load, /*test_run=*/true);
    EXPECT_EQ(engine.sessions_made, 1);
    EXPECT_FALSE(found.findings.back().fault) << found.text();
    EXPECT_EQ(found.findings.back().name, "test run");
    engine.evaluations = 0; // which leaves the photograph as it is
    EXPECT_TRUE(diagnose(load, /*test_run=*/true).findings.back().fault);
    const Diagnostics broken =
        diagnose([]() -> const ste_api& { throw Error(ErrorCode::internal, "No engine."); }, true);
    EXPECT_EQ(broken.findings.back().text, "No engine.");
    EXPECT_TRUE(broken.findings.back().fault);
}

} // namespace
} // namespace style_transfer
