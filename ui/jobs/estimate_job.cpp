// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/estimate_job.h"

#include "engine/settings/parameters.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace style_transfer {

namespace {

constexpr int least_size = 128; // pixels; what is smaller is nobody's result

// The style's own size is not asked for: taken as large as the base, it costs hardly less.
ste_estimate estimate_at(const ste_api& api, const Settings& settings, Size base, int side) {
    return estimate(
        api, settings, scaled_to_longer_side(base, side),
        scaled_to_longer_side(base, working_style_size(settings, side, side)));
}

RunEstimate estimate_of(const ste_api& api, const Settings& settings, Size base) {
    int side = working_size(settings, base.longer_side());
    const ste_estimate asked = estimate_at(api, settings, base, side);
    if (asked.fits)
        return {RunEstimate::State::fits, asked.seconds, long(asked.peak_mib), 0};
    RunEstimate found{RunEstimate::State::too_large, -1, long(asked.least_mib), 0};
    while ((side = side * 4 / 5) >= least_size)
        if (estimate_at(api, settings, base, side).fits) {
            found.fitting_size = side;
            break;
        }
    return found;
}

} // namespace

// What both threads touch. The mutex guards every member and is never held while the engine works.
struct EstimateJob::Shared {
    struct Question {
        Settings settings;
        Size base;
    };

    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Question> asked; // last
    bool open = false;             // it has not been taken up
    bool ending = false;
    RunEstimate answer;

    std::optional<Question> next() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return ending || open; });
        open = false;
        return ending ? std::nullopt : asked;
    }

    void answered(const RunEstimate& found) {
        const std::lock_guard lock(mutex);
        if (!open)
            answer = found;
    }

    void work(const EngineLoader& loader) {
        while (const auto question = next()) {
            // Why it failed is said when the run is asked for.
            RunEstimate found{RunEstimate::State::unknown, -1, 0, 0};
            try {
                found = estimate_of(loader(), question->settings, question->base);
            } catch (...) {
            }
            answered(found);
        }
    }
};

EstimateJob::EstimateJob(EngineLoader loader)
    : shared_(std::make_shared<Shared>()),
      worker_([shared = shared_, load = std::move(loader)] { shared->work(load); }) {}

EstimateJob::~EstimateJob() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->ending = true;
        shared_->changed.notify_all();
    }
    worker_.join();
}

void EstimateJob::ask(const Settings& settings, Size base) {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->asked && shared_->asked->settings == settings && shared_->asked->base == base)
        return;
    shared_->asked = {settings, base};
    shared_->open = true;
    shared_->answer = {};
    shared_->changed.notify_all();
}

RunEstimate EstimateJob::answer() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->answer;
}

} // namespace style_transfer
