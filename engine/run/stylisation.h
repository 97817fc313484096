// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/image.h"
#include "engine/base/progress.h"
#include "engine/objective/objective.h"
#include "engine/optimiser/lbfgs.h"
#include "engine/plan/memory_plan.h"
#include "engine/plan/placement.h"
#include "engine/plan/schedule.h"
#include "engine/settings/settings.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// How the work will be done; of the working size in full.
struct RunPlan {
    std::int64_t memory_mib = 0; // peak of the whole process, computed
    int tile_side = 0;           // pixels; 0: the picture is done at once
    int history = 0;             // pairs of vectors that the optimiser keeps
    double work = 1;             // multiplications of one evaluation, relative to no tiles
    bool half = false;           // convolutions in bfloat16
    bool cuda = false;
};

// One run of the method from base and style to the result; what a session of the C ABI is.
class Stylisation {
  public:
    using Observer = std::function<void(const Progress&)>;

    // Reads the network and checks everything that can be checked before the work: settings,
    // memory, sizes. Both pictures are at working size. `requests` outlives it. Throws Error.
    Stylisation(
        const Settings& settings, const ImageView& base, const ImageView& style,
        const RunRequests& requests);

    const std::string& model_name() const { return model_.name; }
    const std::string& model_file() const { return model_file_; }

    // Starts at the picture of another one, as it stands there before enhancement, instead of at
    // the base, and at full size. Throws Error when the sizes differ.
    void start_at(const Stylisation& previous);

    // Computes the targets and optimises. Once. Throws Error.
    void run(const Observer& observer);

    // See session_copy_picture of the C ABI.
    Image picture() const;

    // How it is done, and what the user should know about that ("" for nothing); for the thread
    // that runs it.
    const RunPlan& plan() const { return plan_; }
    const std::string& notice() const { return notice_; }

  private:
    using Clock = std::chrono::steady_clock;

    at::Tensor start() const;
    at::Tensor current() const; // on the processor
    RunPlan describe(const MemoryPlan& memory, const Placement& placement) const;
    MemoryPlan plan_for(const Stage& stage, const Placement& placement, double held_bytes) const;
    std::unique_ptr<Objective>
    objective_for(const Stage& stage, const Placement& placement, const MemoryPlan& memory) const;
    void work(const Placement& placement, const Observer& observer);
    // The start at full size, when that is not the first stage.
    void evaluate_start(const Objective& objective, const Observer& observer);
    // True when the work should go on afterwards.
    bool optimise(
        const Stage& stage, const Objective& objective, at::Tensor from, int history,
        const Observer& observer);
    bool after_evaluation(const Losses& newest, bool best, double gradient_l2);
    void report(ProgressEvent event, const Observer& observer);
    Progress progress(ProgressEvent event) const;

    const RunRequests& requests_;
    const CancellationToken& token_; // of the requests
    Settings settings_;
    bool masked_ = false; // whether the pictures have alpha
    Model model_;         // its weights are let go once the last objective has its own
    std::string model_file_;
    Objective::Target base_;
    Objective::Target style_;
    at::Tensor other_start_; // see start_at()
    std::vector<Stage> stages_;
    RunPlan plan_;
    std::string notice_;

    at::Tensor small_base_;            // of the stage at hand; undefined at full size
    std::unique_ptr<Lbfgs> optimiser_; // of the stage at hand
    at::Tensor result_;                // when nothing is at work any more

    // Progress.
    Size size_; // of the stage at hand
    Losses losses_;
    double gradient_l2_ = 0;
    int evaluations_ = 0;
    int complete_iterations_ = 0;
    double work_done_ = 0; // pixels evaluated
    double work_planned_ = 0;
    double work_before_clock_ = 0; // done when first_done_ was taken
    Clock::time_point begin_;      // of run()
    Clock::time_point first_done_; // when the start had been evaluated
};

} // namespace style_transfer
