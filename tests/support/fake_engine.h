// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/style_transfer_engine.h"
#include "engine/base/image.h"
#include "engine/base/network_layer.h"
#include "engine/settings/settings.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace style_transfer::testing {

// An engine without a network behind the real table of functions: picture number n is the base
// with n/100 added. It keeps the promises of the C ABI and counts what a caller does.
struct FakeEngine {
    int evaluations = 10; // of each run, in iterations of five
    std::chrono::milliseconds evaluation_time{0};
    std::chrono::milliseconds picture_time{0};
    ste_status prepare_status = STE_OK;
    ste_status run_status = STE_OK; // returned after half of the evaluations
    std::string sentence;           // of the status above
    int fits_up_to = 1 << 20;       // pixels: the size from which on memory does not do
    std::string missing_model;      // there is no network of this name
    // Of every other network.
    std::vector<NetworkLayer> layers{
        {"block1_conv1", 1, 3, true, true},
        {"block4_conv2", 4, 84, false, true},
        {"block5_conv2", 5, 188, false, true}};

    std::atomic<int> estimates = 0;
    std::atomic<int> sessions_alive = 0;
    std::atomic<int> sessions_made = 0; // and prepared
    std::atomic<int> continued = 0;     // sessions that start at another one's picture
    std::atomic<int> pictures_copied = 0;
    std::atomic<int> largest_picture = 0; // longer side
    std::atomic<int> evaluations_done = 0;
    std::atomic<bool> misused = false; // a session was called after its end
    // That the last session was prepared with.
    Settings seen_settings;
    Size base_size{};
    struct SeenStyle {
        float first; // number of its picture
        double weight;
        std::vector<float> region; // empty: what no other style's covers
    };
    std::vector<SeenStyle> seen_styles;
    const ste_session* seen_previous = nullptr;

    // While closed, session_prepare / the evaluation after `hold_after` waits here.
    void hold_prepare() { set(prepare_held_, true); }
    void release_prepare() { set(prepare_held_, false); }
    void hold_run(int after_evaluations) {
        hold_after_ = after_evaluations;
        set(run_held_, true);
    }
    void release_run() { set(run_held_, false); }

    // Both return when released or when the session has been asked to end.
    void wait_in_prepare(const std::atomic<bool>& cancel);
    void wait_in_run(int done, const std::atomic<bool>& stop, const std::atomic<bool>& cancel);
    void wake() {
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    }

    // The table works on the engine that was made current last.
    FakeEngine();
    ~FakeEngine();
    static FakeEngine& current();
    const ste_api& api() const;

  private:
    void set(bool& gate, bool value) {
        const std::lock_guard lock(mutex_);
        gate = value;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool prepare_held_ = false;
    bool run_held_ = false;
    int hold_after_ = 0;
};

} // namespace style_transfer::testing
