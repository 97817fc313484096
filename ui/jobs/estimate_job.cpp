// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/estimate_job.h"

#include <utility>

namespace style_transfer {

namespace {

constexpr int least_size = 128; // pixels; what is smaller is nobody's result

// The style's own size is not asked for: taken as large as the base, it costs hardly less.
ste_estimate estimate_at(const ste_api& api, const Settings& settings, Size base, int side) {
    return estimate(
        api, settings, scaled_to_longer_side(base, side),
        {scaled_to_longer_side(base, working_style_size(settings, side, side))});
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

EstimateJob::EstimateJob(EngineLoader loader)
    : job_([load = std::move(loader)](const Question& question) -> RunEstimate {
          // Why it failed is said when the run is asked for.
          try {
              return estimate_of(load(), question.settings, question.base);
          } catch (...) {
              return {RunEstimate::State::unknown, -1, 0, 0};
          }
      }) {}

} // namespace style_transfer
