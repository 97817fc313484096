// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include "engine/settings/parameters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

struct ste_session {
    std::vector<float> base; // RGB
    int width = 0;
    int iterations = 0;
    std::atomic<bool> stop = false;
    std::atomic<bool> cancel = false;
    std::atomic<int> done = 0;
};

namespace style_transfer::testing {

namespace {

FakeEngine* current_engine = nullptr;

thread_local std::string last_sentence;

ste_status failed(ste_status status) {
    last_sentence = status == STE_CANCELLED ? "Cancelled." : FakeEngine::current().sentence;
    return status;
}

// One step takes a fifth of the loss away.
ste_progress progress_after(ste_event event, int done, const FakeEngine& engine, int iterations) {
    ste_progress progress{};
    progress.event = event;
    progress.fraction = event == STE_EVENT_FINISHED ? 1 : double(done) / (engine.evaluations + 1);
    progress.iteration = done / 5;
    progress.iterations = iterations;
    progress.evaluations = done + 1;
    progress.seconds = done * 0.5;
    progress.seconds_left = done == 0 ? -1 : (engine.evaluations - done) * 0.5;
    progress.total = 1e6 * std::pow(0.8, done);
    progress.gradient_l2 = 1;
    return progress;
}

ste_status create(ste_session** session) {
    *session = new ste_session;
    ++FakeEngine::current().sessions_alive;
    return STE_OK;
}

ste_status check_memory(
    ste_session*, const char*, ste_size base, const ste_size*, int32_t, int32_t,
    const ste_session*) {
    FakeEngine& engine = FakeEngine::current();
    const bool fits = std::max(base.width, base.height) <= engine.fits_up_to;
    return fits ? STE_OK : failed(STE_MEMORY);
}

ste_status prepare(
    ste_session* session, const char* settings, const ste_image* base, const ste_style* styles,
    int32_t style_count, const ste_session* previous) {
    FakeEngine& engine = FakeEngine::current();
    engine.wait_in_prepare(session->cancel);
    if (session->cancel)
        return failed(STE_CANCELLED);
    if (engine.prepare_status != STE_OK)
        return failed(engine.prepare_status);
    if (!base->pixels || style_count < 1 || !styles->picture.pixels)
        std::abort();
    Settings read;
    apply_text(read, settings);
    if (engine.missing_model == read.model)
        return failed(STE_MODEL);
    engine.seen_settings = read;
    engine.base_size = {base->width, base->height};
    engine.seen_styles.clear();
    for (int32_t i = 0; i < style_count; ++i) {
        FakeEngine::SeenStyle seen{styles[i].picture.pixels[0], styles[i].weight, {}};
        const ste_image& region = styles[i].region;
        for (int y = 0; region.pixels && y < region.height; ++y)
            seen.region.insert(
                seen.region.end(), region.pixels + y * region.row_stride,
                region.pixels + y * region.row_stride + region.width);
        engine.seen_styles.push_back(std::move(seen));
    }
    engine.seen_previous = previous;
    session->iterations = read.iterations;
    session->width = base->width;
    for (int y = 0; y < base->height; ++y)
        for (int x = 0; x < base->width; ++x)
            for (int c = 0; c < 3; ++c)
                session->base.push_back(
                    base->pixels[y * base->row_stride + x * base->channels + c]);
    ++engine.sessions_made;
    return STE_OK;
}

ste_status run(ste_session* session, ste_progress_callback callback, void* user) {
    FakeEngine& engine = FakeEngine::current();
    const auto tell = [&](ste_event event) {
        ste_progress progress = progress_after(event, session->done, engine, session->iterations);
        const std::array<ste_loss, 4> losses{
            {{"content", 0.1 * progress.total},
             {"style/block1_conv1", 0},
             {"style/block3_conv1", 0.9 * progress.total},
             {"variation", 0}}};
        progress.losses = losses.data();
        progress.loss_count = int(losses.size());
        if (callback)
            callback(&progress, user);
    };
    tell(STE_EVENT_INITIAL);
    for (int done = 0; done < engine.evaluations && !session->stop; ++done) {
        engine.wait_in_run(done, session->stop, session->cancel);
        std::this_thread::sleep_for(engine.evaluation_time);
        if (session->cancel)
            return failed(STE_CANCELLED);
        if (engine.run_status != STE_OK && done == engine.evaluations / 2)
            return failed(engine.run_status);
        ++session->done;
        ++engine.evaluations_done;
        tell(session->done % 5 == 0 ? STE_EVENT_ITERATION : STE_EVENT_EVALUATION);
    }
    if (session->cancel)
        return failed(STE_CANCELLED);
    tell(STE_EVENT_FINISHED);
    return STE_OK;
}

// Smaller by leaving pixels out.
ste_status copy_picture(const ste_session* session, int32_t width, int32_t height, float* pixels) {
    FakeEngine& engine = FakeEngine::current();
    std::this_thread::sleep_for(engine.picture_time);
    const int full_height = int(session->base.size() / 3) / session->width;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const int column = x * session->width / width, row = y * full_height / height;
                const auto at =
                    (std::size_t(row) * std::size_t(session->width) + std::size_t(column)) * 3 +
                    std::size_t(c);
                *pixels++ = session->base[at] + float(session->done) / 100;
            }
    ++engine.pictures_copied;
    engine.largest_picture = std::max<int>(engine.largest_picture, std::max(width, height));
    return STE_OK;
}

ste_status start_at(ste_session* session, const ste_session* previous) {
    session->base = previous->base;
    session->width = previous->width;
    for (float& value : session->base)
        value += float(previous->done) / 100;
    ++FakeEngine::current().continued;
    return STE_OK;
}

ste_status describe(const char* model, ste_layer_callback callback, void* user) {
    if (FakeEngine::current().missing_model == model)
        return failed(STE_MODEL);
    for (const NetworkLayer& layer : FakeEngine::current().layers) {
        const ste_layer told{
            layer.name.c_str(), layer.block, layer.field_of_view, layer.style, layer.content};
        callback(&told, user);
    }
    return STE_OK;
}

void check_alive() {
    if (FakeEngine::current().sessions_alive <= 0)
        FakeEngine::current().misused = true;
}

const ste_api table{
    STE_ABI_VERSION,
    [] { return "0"; },
    [] { return last_sentence.c_str(); },
    create,
    check_memory,
    prepare,
    [](const ste_session*) { return "Fake"; },
    [](const ste_session*) { return "/fake"; },
    [](const ste_session*, ste_plan* plan) { *plan = {}; },
    [](const ste_session*) { return ""; },
    run,
    copy_picture,
    [](ste_session* session) {
        check_alive();
        session->stop = true;
        FakeEngine::current().wake();
    },
    [](ste_session* session) {
        check_alive();
        session->cancel = true;
        FakeEngine::current().wake();
    },
    [](ste_session* session) {
        if (session)
            --FakeEngine::current().sessions_alive;
        delete session;
    },
    start_at,
    [](const char*, ste_size base, const ste_size*, int32_t, int32_t, ste_estimate* found) {
        FakeEngine& engine = FakeEngine::current();
        ++engine.estimates;
        *found = {};
        found->fits = std::max(base.width, base.height) <= engine.fits_up_to;
        found->peak_mib = 100;
        found->least_mib = 50;
        found->seconds = 1;
        return STE_OK;
    },
    describe,
};

} // namespace

FakeEngine::FakeEngine() {
    current_engine = this;
}

FakeEngine::~FakeEngine() {
    current_engine = nullptr;
}

FakeEngine& FakeEngine::current() {
    return *current_engine;
}

const ste_api& FakeEngine::api() const {
    return table;
}

void FakeEngine::wait_in_prepare(const std::atomic<bool>& cancel) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !prepare_held_ || cancel; });
}

void FakeEngine::wait_in_run(
    int done, const std::atomic<bool>& stop, const std::atomic<bool>& cancel) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !run_held_ || done < hold_after_ || stop || cancel; });
}

} // namespace style_transfer::testing
