// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/image.h"
#include "engine/base/progress.h"
#include "engine/base/style.h"
#include "engine/objective/objective.h"
#include "engine/optimiser/lbfgs.h"
#include "engine/picture/colour_range.h"
#include "engine/plan/run_plan.h"
#include "engine/run/meter.h"
#include "engine/run/run_network.h"
#include "engine/run/style_targets.h"
#include "engine/run/working_pictures.h"
#include "engine/settings/settings.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// How the work is done, for people; of the working size in full.
struct RunSummary {
    std::int64_t memory_mib = 0; // peak of the whole process, computed
    int tile_side = 0;           // pixels; 0: the picture is done at once
    int history = 0;             // pairs of vectors that the optimiser keeps
    double work = 1;             // multiplications of one evaluation, relative to no tiles
    bool half = false;           // convolutions in bfloat16
    bool cuda = false;
};

// The work from base and styles to the result; what a session of the C ABI is.
class Run {
  public:
    using Observer = std::function<void(const Progress&)>;

    // Reads the network and checks everything that can be checked before the work: settings,
    // memory, sizes, regions. All pictures are at working size. `requests` outlives it. What of
    // `previous` (not at work) still holds is used again: its network, and what it has found in the
    // same styles. `network` is what checked_network() has given, or empty. Throws Error.
    Run(const Settings& settings, const ImageView& base, const std::vector<StyleView>& styles,
        const RunRequests& requests, const Run* previous = nullptr, RunNetwork network = {});

    const RunNetwork& network() const { return network_; }
    const std::string& model_name() const { return network_.model.name; }
    const std::string& model_file() const { return model_file_; }
    Size size() const { return pictures_.size(); } // of the base

    // Starts at the picture of another one, instead of at
    // the base, and at full size. Throws Error when the sizes differ.
    void start_at(const Run& previous);

    // Computes the targets and optimises. Once. Throws Error.
    void run(const Observer& observer);

    // See session_copy_picture of the C ABI.
    Image picture(Size size) const;

    // What the user should know about how it is done ("" for nothing); for the thread that runs it.
    const RunSummary& summary() const { return summary_; }
    const std::string& notice() const { return notice_; }

    // What it keeps of its style for later runs, in memory.
    std::int64_t kept_bytes() const { return style_targets_.bytes(); }

  private:
    at::Tensor current(Size size) const; // on the processor, at least of that size
    at::Tensor shown(const at::Tensor& picture, Size size) const;
    RunQuestion question() const;
    std::unique_ptr<Objective> objective_for(
        const Stage& stage, const Placement& placement, const MemoryPlan& memory,
        const at::Tensor& painted);
    // Losses and the length of the gradient in single precision, of a picture at full size.
    void measure(const at::Tensor& picture, const Placement& placement, bool is_start);
    // Throws Error(model).
    void check_start(const Losses& losses, const at::Tensor& gradient) const;
    void work(const Placement& placement, const Observer& observer);
    // Where the next stage begins with what the stage before has painted.
    at::Tensor
    next_start(const at::Tensor& picture, const Stage& stage, const Placement& placement) const;
    // One stage from `picture` on; optimiser_ then holds what has become of it. True when the work
    // should go on afterwards.
    bool work_at(
        const Stage& stage, const Placement& placement, const RunPlan& plan, at::Tensor picture,
        const Observer& observer);
    // True when the work should go on afterwards.
    bool optimise(
        const Stage& stage, const Objective& objective, at::Tensor from, int history,
        const Observer& observer);
    void report(ProgressEvent event, const Observer& observer);

    const RunRequests& requests_;
    const CancellationToken& token_; // of the requests
    Settings settings_;
    bool masked_ = false;  // whether a picture has alpha
    int masked_parts_ = 0; // of the base, that have styles of their own
    RunNetwork network_;   // its weights are let go once the last objective has its own
    std::string model_file_;
    WorkingPictures pictures_;
    std::optional<ColourRange> colours_; // that the result keeps within
    RunSummary summary_;
    std::string notice_;

    StyleTargets style_targets_;
    std::int64_t keepable_ = 0; // bytes of these that may stay once their stage has its objective

    std::int64_t resident_ = 0;        // MiB that the process held when the work began
    at::Tensor small_base_;            // of the stage at hand; undefined at full size
    std::unique_ptr<Lbfgs> optimiser_; // of the stage at hand
    int margin_ = 0;                   // that its pictures have
    at::Tensor result_;                // when nothing is at work any more
    Meter meter_;
};

// The network of such a run, once it is known from the sizes alone that its plan fits the memory
// limit: before pictures are brought to them. With what is transparent it may still not fit.
// `masked_parts` is how many parts of the base have styles of their own. Throws Error.
RunNetwork checked_network(
    const Settings& settings, Size base, const std::vector<Size>& styles, int masked_parts,
    const CancellationToken& token, const Run* previous = nullptr);

} // namespace style_transfer
