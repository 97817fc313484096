// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/estimate_job.h"

#include <utility>
#include <vector>

namespace style_transfer {

namespace {

constexpr int least_size = 128; // pixels; what is smaller is nobody's result

// The styles' own sizes are not asked for: taken as large as the base, they cost hardly less.
ste_estimate estimate_at(const ste_api& api, const EstimateJob::Question& question, int side) {
    const Size style =
        scaled_to_longer_side(question.base, working_style_size(question.settings, side, side));
    return estimate(
        api, question.settings, scaled_to_longer_side(question.base, side),
        std::vector<Size>(std::size_t(question.styles), style), question.regions);
}

RunEstimate estimate_of(const ste_api& api, const EstimateJob::Question& question) {
    int side = working_size(question.settings, question.base.longer_side());
    const ste_estimate asked = estimate_at(api, question, side);
    if (asked.fits)
        return {RunEstimate::State::fits, asked.seconds, long(asked.peak_mib), 0};
    RunEstimate found{RunEstimate::State::too_large, -1, long(asked.least_mib), 0};
    while ((side = side * 4 / 5) >= least_size)
        if (estimate_at(api, question, side).fits) {
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
              return estimate_of(load(), question);
          } catch (...) {
              return {RunEstimate::State::unknown, -1, 0, 0};
          }
      }) {}

} // namespace style_transfer
