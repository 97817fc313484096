// SPDX-License-Identifier: GPL-3.0-or-later
// The engine behind its C ABI, with the bundled networks.
#include "engine/client/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace style_transfer {
namespace {

const ste_api& api() {
    return *style_transfer_engine_api(STE_ABI_VERSION);
}

struct Refusal {
    ErrorCode code{};
    std::string sentence;
};

Refusal refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return {error.code(), error.what()};
    }
    return {{}, "nothing was refused"};
}

class ApiTest : public ::testing::Test {
  protected:
    ApiTest() {
        settings.model = "preview";
        settings.iterations = 0;
        settings.threads = 1;
    }

    Settings settings;
    Image base = Image::create({48, 40}, 3);
    Image style = Image::create({40, 40}, 3);
};

TEST_F(ApiTest, ReadsEverySetting) {
    const ste_image picture{base.view().pixels, 48, 40, 3, 48 * 3};
    const ste_style painting{picture, 1, {}};
    for (const Parameter& parameter : parameters()) {
        // Illegal for every kind of value but a text, which may not be empty.
        const bool text = std::holds_alternative<std::string Settings::*>(parameter.field);
        const std::string illegal = std::string(parameter.name) + (text ? "=\"\"" : "=x");
        ste_session* session = nullptr;
        ASSERT_EQ(api().session_create(&session), STE_OK);
        EXPECT_EQ(
            api().session_prepare(session, illegal.c_str(), &picture, &painting, 1, nullptr),
            STE_INVALID_ARGUMENT);
        EXPECT_EQ(
            std::string(api().last_error()).find(std::string(parameter.name) + ": expected "), 0U)
            << api().last_error();
        api().session_destroy(session);
    }
}

TEST_F(ApiTest, ASessionIsPreparedThenRun) {
    settings.method = Method::gram; // which evaluates the start without iterations too
    Session session(api());
    EXPECT_EQ(session.model_name(), "");
    EXPECT_EQ(session.plan().memory_mib, 0);
    EXPECT_EQ(refusal([&] { session.run(); }).sentence, "A session is prepared first.");
    session.prepare(settings, base.view(), {{style.view()}});
    EXPECT_EQ(
        refusal([&] { session.prepare(settings, base.view(), {{style.view()}}); }).sentence,
        "A session is prepared once.");
    EXPECT_NE(session.model_name(), "");
    EXPECT_GT(session.plan().memory_mib, 0);
    Progress last;
    session.run([&](const Progress& progress) { last = progress; });
    EXPECT_EQ(last.event, ProgressEvent::finished);
    EXPECT_EQ(last.size, (Size{48, 40}));
    EXPECT_EQ(last.losses.terms.front().name, "content");
    EXPECT_EQ(refusal([&] { session.run(); }).sentence, "A session runs once.");
}

TEST_F(ApiTest, MemoryCanBeCheckedBeforeThereArePictures) {
    settings.memory = 1;
    const Refusal early = refusal([&] {
        Session(api()).check_memory(settings, {480, 400}, {{400, 400}}, 0);
    });
    EXPECT_EQ(early.code, ErrorCode::memory);
    EXPECT_NE(early.sentence.find("image of 480×400 pixels needs at least "), std::string::npos)
        << early.sentence;
    settings.memory = 0;
    Session session(api());
    session.check_memory(settings, base.size(), {style.size()}, 0);
    EXPECT_EQ(session.model_name(), "") << "it is not prepared by that";
    session.prepare(settings, base.view(), {{style.view()}});
    EXPECT_NE(session.model_name(), "");
    EXPECT_EQ(
        refusal([&] { session.check_memory(settings, base.size(), {style.size()}, 0); }).sentence,
        "A session is checked before it is prepared.");
}

TEST_F(ApiTest, MatchingWithoutIterationsEvaluatesNothing) {
    Session session(api());
    session.prepare(settings, base.view(), {{style.view()}});
    std::vector<ProgressEvent> events;
    Progress last;
    session.run([&](const Progress& progress) {
        events.push_back(progress.event);
        last = progress;
    });
    EXPECT_EQ(events, std::vector{ProgressEvent::finished});
    EXPECT_EQ(last.evaluations, 0);
    EXPECT_TRUE(last.losses.terms.empty());
    EXPECT_EQ(last.losses.total(), 0);
    EXPECT_EQ(session.picture().size(), (Size{48, 40}));
}

TEST_F(ApiTest, CancellingComesBeforeTheWork) {
    Session session(api());
    session.request_cancel();
    EXPECT_EQ(
        refusal([&] { session.prepare(settings, base.view(), {{style.view()}}); }).code,
        ErrorCode::cancelled);
}

TEST_F(ApiTest, AStopBeforeTheWorkKeepsTheStart) {
    settings.iterations = 5;
    settings.enhance = false;
    settings.precision = Precision::fp32;
    Session session(api());
    session.request_stop();
    session.prepare(settings, base.view(), {{style.view()}});
    int evaluations = 0;
    session.run([&](const Progress& progress) { evaluations = progress.evaluations; });
    EXPECT_LE(evaluations, 2);
    EXPECT_EQ(session.picture().size(), (Size{48, 40}));
}

TEST_F(ApiTest, DescribesTheBundledNetworks) {
    // The scales in the metadata of data/models/compact.safetensors and preview.safetensors.
    const std::vector<std::string> usable{"block1_conv1", "block2_conv1", "block3_conv1",
                                          "block4_conv1", "block4_conv2", "block5_conv1",
                                          "block5_conv2"};
    for (const char* model : {"compact", "preview"}) {
        std::vector<std::string> content;
        int field_of_view = 0;
        for (const NetworkLayer& layer : describe_model(api(), model)) {
            if (layer.content)
                content.push_back(layer.name);
            EXPECT_EQ(layer.name[5] - '0', layer.block) << layer.name;
            EXPECT_GT(layer.field_of_view, field_of_view) << layer.name;
            field_of_view = layer.field_of_view;
        }
        EXPECT_EQ(content, usable) << model;
    }
    EXPECT_EQ(refusal([] { describe_model(api(), "/nowhere/network.h5"); }).code, ErrorCode::model);
}

} // namespace
} // namespace style_transfer
