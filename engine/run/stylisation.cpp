// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/stylisation.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/network/tensor_memory.h"
#include "engine/optimiser/multilevel.h"
#include "engine/picture/enhancement.h"
#include "engine/picture/picture_tensor.h"
#include "engine/picture/transparent_fill.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <random>

namespace style_transfer {

namespace {

// Standard deviation, in pixel values of 0–255, of the noise that a seed adds to the start: enough
// to lead to another picture, too little to be seen in it.
constexpr double seed_noise = 4;

double seconds_between(
    std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
}

// Hidden pixels take colours that continue the visible ones: whatever lies there must not be seen
// by the network either.
Objective::Target target_from_image(const ImageView& image) {
    if (image.channels == 3)
        return {tensor_from_image(image), {}};
    Image filled = Image::copy_of(image);
    fill_transparent(filled.span());
    return {tensor_from_image(filled.view()), mask_from_image(image)};
}

} // namespace

Stylisation::Stylisation(
    const Settings& settings, const ImageView& base, const ImageView& style,
    const RunRequests& requests)
    : requests_(requests), token_(requests.token()), settings_(settings),
      masked_(base.channels == 4 || style.channels == 4), size_(base.size) {
    validate(settings);
    model_ = load_model(find_model(settings.model), used_layers(settings), token_);
    model_file_ = model_.file.string();
    stages_ = stages_for(settings, base.size, style.size);
    // Before anything is allocated: whether the processor can do it, should it come to that.
    const std::vector<Placement> all = placements(settings);
    Placement exact = all.back();
    exact.features = at::kFloat;
    plan_for(stages_.back(), exact, 0);
    const MemoryPlan on_processor = plan_for(stages_.back(), all.back(), 0);
    plan_ = describe(on_processor, all.size() > 1 ? all.front() : all.back());
    base_ = target_from_image(base);
    style_ = target_from_image(style);
}

MemoryPlan
Stylisation::plan_for(const Stage& stage, const Placement& placement, double held_bytes) const {
    MemoryRequest request = memory_request(settings_, stage.base, stage.style);
    request.feature_bytes = int(at::elementSize(placement.features));
    request.masked = masked_;
    if (placement.device.is_cpu())
        request.resident_mib = resident_memory_mib() - (TensorMemory::kept() >> 20);
    request.resident_mib += std::int64_t(held_bytes) >> 20;
    return plan_memory(model_, request, placement.limit_mib);
}

RunPlan Stylisation::describe(const MemoryPlan& memory, const Placement& placement) const {
    RunPlan plan;
    plan.memory_mib = memory.peak_mib;
    plan.tile_side = int(memory.tile_side());
    plan.history = memory.history;
    plan.work = memory.work;
    plan.half = placement.features == at::kBFloat16;
    plan.cuda = placement.device.is_cuda();
    return plan;
}

void Stylisation::start_at(const Stylisation& previous) {
    const at::Tensor picture = previous.current();
    if (picture.sizes() != base_.picture.sizes())
        throw Error(
            ErrorCode::invalid_argument,
            "A session can start at a picture of its base's own size only.");
    other_start_ = picture.clone();
    const Stage full = stages_.back(); // what is large has been found already
    stages_ = {{full.base, full.style, evaluation_budget(settings_)}};
}

at::Tensor Stylisation::current() const {
    if (result_.defined())
        return result_;
    at::Tensor current = optimiser_ && optimiser_->evaluations() > 0 ? optimiser_->best() : start();
    if (optimiser_ && small_base_.defined())
        current = grown(current, small_base_, base_.picture.to(current.device()));
    return current.cpu();
}

at::Tensor Stylisation::start() const {
    if (other_start_.defined())
        return other_start_.clone();
    at::Tensor picture = base_.picture.clone();
    if (settings_.seed == 0)
        return picture;
    std::mt19937_64 generator(settings_.seed);
    std::normal_distribution<float> noise(0, seed_noise);
    float* values = picture.data_ptr<float>();
    std::for_each(values, values + picture.numel(), [&](float& v) { v += noise(generator); });
    return picture;
}

std::unique_ptr<Objective> Stylisation::objective_for(
    const Stage& stage, const Placement& placement, const MemoryPlan& memory) const {
    const auto target = [&](const Objective::Target& whole, Size size) {
        const bool full =
            whole.picture.size(1) == size.height && whole.picture.size(2) == size.width;
        const auto sized = [&](const at::Tensor& picture) {
            const at::Tensor there = full ? picture : shrunk(picture, size);
            return there.defined() ? there.to(placement.device) : there;
        };
        return Objective::Target{sized(whole.picture), sized(whole.mask)};
    };
    return std::make_unique<Objective>(
        model_, settings_, target(base_, stage.base), target(style_, stage.style), token_,
        memory.base_tiles, memory.style_tiles, placement.features == at::kBFloat16);
}

void Stylisation::run(const Observer& observer) {
    begin_ = Clock::now();
    at::set_num_threads(settings_.threads > 0 ? settings_.threads : usable_cores());
    notice_ = in_first_that_fits(
        placements(settings_), [&](const Placement& placement) { work(placement, observer); });
    // Converged or stopped within an iteration: what was done of it counts as one.
    if (evaluations_ > complete_iterations_ * settings_.evaluations &&
        complete_iterations_ < settings_.iterations) {
        ++complete_iterations_;
        report(ProgressEvent::iteration, observer);
    }
    report(ProgressEvent::finished, observer);
}

void Stylisation::work(const Placement& placement, const Observer& observer) {
    const bool single = stages_.size() == 1;
    const MemoryPlan memory = plan_for(stages_.back(), placement, 0);
    plan_ = describe(memory, placement);
    // What is in use now stands in the plan as held by the process.
    const TensorMemory tensors(
        placement.device.is_cpu() ? (memory.tensors_mib << 20) + TensorMemory::used() : 0);
    work_planned_ = work_done_;
    for (const Stage& stage : stages_)
        work_planned_ += stage.work();
    size_ = stages_.back().base;
    // What is reported of the start and of the result is measured in single precision.
    const bool half = placement.features == at::kBFloat16;
    Placement exact = placement;
    exact.features = at::kFloat;
    if (half && evaluations_ == 0)
        evaluate_start(
            *objective_for(stages_.back(), exact, plan_for(stages_.back(), exact, 0)), observer);
    if (half && settings_.iterations == 0) {
        result_ = start();
        return;
    }
    auto full = objective_for(stages_.back(), placement, memory);
    at::Tensor picture;
    if (!single && evaluations_ == 0)
        evaluate_start(*full, observer);
    std::vector<Stage> stages = stages_;
    stages.front().evaluations -= evaluations_ > 0; // that of the start
    for (const Stage& stage : stages) {
        const bool last = &stage == &stages.back();
        if (picture.defined()) { // what the stage before has made
            picture = enlarged(picture, stage.base);
        } else {
            picture = (last ? start() : shrunk(start(), stage.base)).to(placement.device);
        }
        small_base_ = last ? at::Tensor() : shrunk(base_.picture, stage.base).to(placement.device);
        size_ = stage.base;
        bool goes_on = false;
        if (last) {
            if (placement.device.is_cpu() && !half) { // nobody needs them any more
                model_.layers.clear();
                style_ = {};
                base_ = {};
            }
            goes_on = optimise(stage, *full, std::move(picture), memory.history, observer);
        } else {
            // The pictures at full size and their targets stand by.
            const double held =
                4.0 * 4 * 3 * stages_.back().base.width * stages_.back().base.height;
            const MemoryPlan small = plan_for(stage, placement, held);
            const auto objective = objective_for(stage, placement, small);
            goes_on = optimise(stage, *objective, std::move(picture), small.history, observer);
        }
        picture = optimiser_->best();
        optimiser_.reset();
        if (!goes_on || last)
            break;
    }
    full.reset();
    if (half && !small_base_.defined()) {
        at::Tensor gradient;
        losses_ = objective_for(stages_.back(), exact, plan_for(stages_.back(), exact, 0))
                      ->evaluate(picture, gradient, token_);
        gradient_l2_ = gradient.norm().item<double>();
    }
    result_ = small_base_.defined()
                  ? grown(picture, small_base_, base_.picture.to(placement.device)).cpu()
                  : picture.cpu();
    small_base_.reset();
}

void Stylisation::evaluate_start(const Objective& objective, const Observer& observer) {
    at::Tensor gradient;
    const at::Tensor picture = start().to(objective.device());
    const Losses losses = objective.evaluate(picture, gradient, token_);
    work_done_ += double(size_.width) * size_.height;
    after_evaluation(losses, true, gradient.norm().item<double>());
    report(ProgressEvent::initial, observer);
}

bool Stylisation::after_evaluation(const Losses& newest, bool best, double gradient_l2) {
    if (best) {
        losses_ = newest;
        gradient_l2_ = gradient_l2;
    }
    return ++evaluations_ == 1;
}

bool Stylisation::optimise(
    const Stage& stage, const Objective& objective, at::Tensor from, int history,
    const Observer& observer) {
    Losses newest;
    LbfgsOptions options;
    options.history = history;
    options.preconditioner = multilevel;
    optimiser_ = std::make_unique<Lbfgs>(
        [&](const at::Tensor& x, at::Tensor& gradient) {
            newest = objective.evaluate(x, gradient, token_);
            return newest.total();
        },
        std::move(from), options);
    const double pixels = double(stage.base.width) * stage.base.height;
    const double before = work_done_;
    const auto ending = optimiser_->minimise(stage.evaluations, [&](const Lbfgs& state) {
        work_done_ += pixels;
        const bool first =
            after_evaluation(newest, state.last_evaluation_is_best(), state.best_gradient_l2());
        report(first ? ProgressEvent::initial : ProgressEvent::evaluation, observer);
        if (settings_.iterations > 0 && evaluations_ % settings_.evaluations == 0 &&
            complete_iterations_ < settings_.iterations) {
            ++complete_iterations_;
            report(ProgressEvent::iteration, observer);
        }
        token_.throw_if_cancelled();
        return !requests_.stop_requested();
    });
    work_done_ = before + stage.work();
    return ending != Lbfgs::Ending::stopped;
}

void Stylisation::report(ProgressEvent event, const Observer& observer) {
    if (event == ProgressEvent::initial) {
        first_done_ = Clock::now();
        work_before_clock_ = work_done_;
    }
    if (observer)
        observer(progress(event));
}

Progress Stylisation::progress(ProgressEvent event) const {
    const auto now = Clock::now();
    Progress progress;
    progress.event = event;
    // Only the end shows 1.
    progress.fraction =
        event == ProgressEvent::finished ? 1 : std::min(0.999, work_done_ / (work_planned_ + 1));
    progress.iteration = complete_iterations_;
    progress.iterations = settings_.iterations;
    progress.evaluations = evaluations_;
    progress.seconds = seconds_between(begin_, now);
    if (event == ProgressEvent::finished)
        progress.seconds_left = 0;
    else if (const double done = work_done_ - work_before_clock_; done > 0)
        progress.seconds_left =
            seconds_between(first_done_, now) / done * std::max(0.0, work_planned_ - work_done_);
    progress.losses = losses_;
    progress.size = size_;
    progress.gradient_l2 = gradient_l2_;
    return progress;
}

Image Stylisation::picture() const {
    Image picture = image_from_tensor(current());
    if (settings_.enhance)
        enhance(picture.span(), {settings_.brightness, settings_.colour, settings_.sharpness});
    return picture;
}

} // namespace style_transfer
