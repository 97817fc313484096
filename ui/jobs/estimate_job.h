// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"
#include "ui/jobs/answer_job.h"

namespace style_transfer {

// What a run would take, or why that is not known.
struct RunEstimate {
    enum class State { waiting, fits, too_large, unknown };

    State state = State::waiting;
    double seconds = -1;  // when it fits; negative: unknown
    long memory_mib = 0;  // of the whole process when it fits, else the least that would do
    int fitting_size = 0; // when too large: a longer side in pixels that fits; 0: none found
};

// Estimates on a thread of its own: the engine reads a network and measures it the first time.
class EstimateJob {
  public:
    struct Question {
        Settings settings;
        Size base;
        int styles;
        int regions;

        bool operator==(const Question&) const = default;
    };

    explicit EstimateJob(EngineLoader loader);

    // For a run with these settings on a base of this size, with so many styles, of which so many
    // have a region.
    void ask(const Settings& settings, Size base, int styles = 1, int regions = 0) {
        job_.ask({settings, base, styles, regions});
    }

    // For what was asked last; `waiting` until it is known.
    RunEstimate answer() const { return job_.answer(); }

  private:
    AnswerJob<Question, RunEstimate> job_;
};

} // namespace style_transfer
