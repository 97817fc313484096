// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/transfer_job.h"

#include <memory>
#include <thread>

namespace style_transfer {

// What a run would take, or why that is not known.
struct RunEstimate {
    enum class State { waiting, fits, too_large, unknown };

    State state = State::waiting;
    double seconds = -1;  // when it fits; negative: unknown
    long memory_mib = 0;  // of the whole process when it fits, else the least that would do
    int fitting_size = 0; // when too large: a longer side in pixels that fits; 0: none found
};

// Estimates on a thread of its own: the engine reads a network and measures it the first time. All
// members may be called from any one other thread and never wait, but for the destructor.
class EstimateJob {
  public:
    explicit EstimateJob(EngineLoader loader);
    ~EstimateJob();
    EstimateJob(const EstimateJob&) = delete;
    EstimateJob& operator=(const EstimateJob&) = delete;

    // For a run with these settings on a base of this size; of several calls in a short time the
    // last one counts. The same question again is not answered again.
    void ask(const Settings& settings, Size base);

    // For what was asked last; `waiting` until it is known.
    RunEstimate answer() const;

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer
