// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/api/style_transfer_engine.h"
#include "engine/base/cancellation.h"
#include "engine/base/image.h"
#include "engine/objective/objective.h"
#include "engine/optimiser/lbfgs.h"
#include "engine/settings/settings.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace style_transfer {

// One run of the method from base and style to the result; what a session of the C ABI is.
class Stylisation {
  public:
    using Observer = std::function<void(const ste_progress&)>;

    // Reads the network and checks everything that can be checked before the work: settings,
    // memory, sizes. Both pictures are at working size. Throws Error.
    Stylisation(const Settings& settings, const ImageView& base, const ImageView& style);

    const std::string& model_name() const { return model_.name; }
    const std::string& model_file() const { return model_file_; }

    // Starts at the picture of another one, as it stands there before enhancement, instead of at
    // the base. Throws Error when the sizes differ.
    void start_at(const Stylisation& previous);

    // Computes the targets and optimises. Once. Throws Error.
    void run(const Observer& observer);

    // See session_copy_picture of the C ABI.
    Image picture() const;

    void request_stop() { stop_.store(true, std::memory_order_relaxed); }
    void request_cancel() { token_.cancel(); }

  private:
    using Clock = std::chrono::steady_clock;

    at::Tensor start() const;
    at::Tensor current() const;
    double evaluate(const at::Tensor& picture, at::Tensor& gradient);
    bool after_evaluation(const Lbfgs& state, const Observer& observer);
    ste_progress progress(ste_event event, const Lbfgs& state) const;
    void report(ste_event event, const Lbfgs& state, const Observer& observer) const;

    Settings settings_;
    Model model_; // its weights are let go once the objective has its own
    std::string model_file_;
    Objective::Target base_;
    Objective::Target style_;
    at::Tensor other_start_; // see start_at()
    std::unique_ptr<Objective> objective_;
    std::unique_ptr<Lbfgs> optimiser_;
    Losses newest_losses_; // of the last evaluation
    Losses best_losses_;
    int complete_iterations_ = 0;
    Clock::time_point begin_;      // of run()
    Clock::time_point first_done_; // when the start had been evaluated
    CancellationToken token_;
    std::atomic<bool> stop_{false};
};

} // namespace style_transfer
