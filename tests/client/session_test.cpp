// SPDX-License-Identifier: GPL-3.0-or-later
// The C++ wrapper over an engine that tells what crosses the border.
#include "engine/client/engine.hpp"

#include "tests/support/fake_engine.h"
#include "tests/support/parameter_values.h"

#include <gtest/gtest.h>

#include <thread>

namespace style_transfer {
namespace {

class SessionTest : public ::testing::Test {
  protected:
    testing::FakeEngine engine;
    Image base = Image::create({4, 3}, 3);
    Image style = Image::create({2, 2}, 3);
};

TEST_F(SessionTest, EverySettingArrives) {
    const Settings settings = test::other_settings();
    Session session(engine.api());
    session.prepare(settings, base.view(), {{style.view()}});
    EXPECT_EQ(engine.seen_settings, settings);
}

TEST_F(SessionTest, ProgressIsWhatTheEngineTold) {
    Session session(engine.api());
    session.prepare({}, base.view(), {{style.view()}});
    std::vector<Progress> told;
    session.run([&](const Progress& progress) { told.push_back(progress); });
    ASSERT_EQ(told.size(), 12u) << "the start, ten evaluations, the end";
    EXPECT_EQ(told[0].event, ProgressEvent::initial);
    EXPECT_EQ(told[5].event, ProgressEvent::iteration);
    EXPECT_EQ(told[5].iteration, 1);
    EXPECT_EQ(told[5].evaluations, 6);
    EXPECT_DOUBLE_EQ(told[5].fraction, 5.0 / 11);
    EXPECT_EQ(told[11].event, ProgressEvent::finished);
    const Losses& losses = told[0].losses;
    ASSERT_EQ(losses.terms.size(), 4u);
    EXPECT_EQ(losses.terms[2], (Loss{"style/block3_conv1", 9e5}));
    EXPECT_EQ(losses.of("style"), 9e5);
    EXPECT_EQ(losses.of("content"), 1e5);
    EXPECT_EQ(losses.of("sty"), 0);
    EXPECT_EQ(losses.total(), 1e6);
}

TEST_F(SessionTest, CanBeCancelledWhileItIsPrepared) {
    engine.hold_prepare();
    Session session(engine.api());
    std::thread other([&] { session.request_cancel(); });
    try {
        session.prepare({}, base.view(), {{style.view()}});
        FAIL() << "it was not cancelled";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    other.join();
}

TEST_F(SessionTest, LayersAreThoseOfTheNetwork) {
    EXPECT_EQ(describe_model(engine.api(), "compact"), engine.layers);
    engine.missing_model = "vgg19";
    engine.sentence = "It is not installed.";
    EXPECT_THROW(describe_model(engine.api(), "vgg19"), Error);
}

} // namespace
} // namespace style_transfer
