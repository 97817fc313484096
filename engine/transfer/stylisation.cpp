// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/stylisation.h"

#include "engine/base/error.h"
#include "engine/enhance/enhancement.h"
#include "engine/transfer/machine.h"
#include "engine/transfer/memory_plan.h"
#include "engine/transfer/picture_tensor.h"
#include "engine/transfer/transparent_fill.h"

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

int evaluation_budget(const Settings& settings) {
    return std::max(1, settings.iterations * settings.evaluations);
}

} // namespace

Stylisation::Stylisation(const Settings& settings, const ImageView& base, const ImageView& style)
    : settings_(settings) {
    validate(settings);
    model_ = load_model(find_model(settings.model), used_layers(settings));
    model_file_ = model_.file.string();
    check_memory(
        model_, base.size, style.size, LbfgsOptions{}.history,
        settings.memory > 0 ? settings.memory : available_memory_mib());
    base_ = target_from_image(base);
    style_ = target_from_image(style);
}

void Stylisation::start_at(const Stylisation& previous) {
    const at::Tensor picture = previous.current();
    if (picture.sizes() != base_.picture.sizes())
        throw Error(
            ErrorCode::invalid_argument,
            "A session can start at a picture of its base's own size only.");
    other_start_ = picture.clone();
}

at::Tensor Stylisation::current() const {
    return optimiser_ && optimiser_->evaluations() > 0 ? optimiser_->best() : start();
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

double Stylisation::evaluate(const at::Tensor& picture, at::Tensor& gradient) {
    newest_losses_ = objective_->evaluate(picture, gradient, token_);
    return newest_losses_.total();
}

void Stylisation::run(const Observer& observer) {
    begin_ = Clock::now();
    at::set_num_threads(settings_.threads > 0 ? settings_.threads : usable_cores());
    objective_ = std::make_unique<Objective>(model_, settings_, base_, style_, token_);
    model_.layers.clear();
    style_ = {};
    optimiser_ = std::make_unique<Lbfgs>(
        [this](const at::Tensor& x, at::Tensor& gradient) { return evaluate(x, gradient); },
        start());
    optimiser_->minimise(evaluation_budget(settings_), [&](const Lbfgs& state) {
        return after_evaluation(state, observer);
    });
    // Converged or stopped within an iteration: what was done of it counts as one.
    if (optimiser_->evaluations() > complete_iterations_ * settings_.evaluations &&
        complete_iterations_ < settings_.iterations) {
        ++complete_iterations_;
        report(STE_EVENT_ITERATION, *optimiser_, observer);
    }
    report(STE_EVENT_FINISHED, *optimiser_, observer);
}

bool Stylisation::after_evaluation(const Lbfgs& state, const Observer& observer) {
    if (state.last_evaluation_is_best())
        best_losses_ = newest_losses_;
    if (state.evaluations() == 1)
        first_done_ = Clock::now();
    report(state.evaluations() == 1 ? STE_EVENT_INITIAL : STE_EVENT_EVALUATION, state, observer);
    if (settings_.iterations > 0 && state.evaluations() % settings_.evaluations == 0) {
        ++complete_iterations_;
        report(STE_EVENT_ITERATION, state, observer);
    }
    token_.throw_if_cancelled();
    return !stop_.load(std::memory_order_relaxed);
}

void Stylisation::report(ste_event event, const Lbfgs& state, const Observer& observer) const {
    if (observer)
        observer(progress(event, state));
}

ste_progress Stylisation::progress(ste_event event, const Lbfgs& state) const {
    const int budget = evaluation_budget(settings_);
    const auto now = Clock::now();
    ste_progress progress{};
    progress.event = event;
    // One unit more than there are evaluations, so that only the end shows 1.
    progress.fraction =
        event == STE_EVENT_FINISHED ? 1 : double(state.evaluations()) / (budget + 1);
    progress.iteration = complete_iterations_;
    progress.iterations = settings_.iterations;
    progress.evaluations = state.evaluations();
    progress.seconds = seconds_between(begin_, now);
    progress.seconds_left = -1;
    if (event == STE_EVENT_FINISHED)
        progress.seconds_left = 0;
    else if (const int done = state.evaluations() - 1; done > 0)
        progress.seconds_left =
            seconds_between(first_done_, now) / done * (budget - state.evaluations());
    progress.losses.content = best_losses_.content;
    std::ranges::copy(best_losses_.style, progress.losses.style);
    progress.losses.variation = best_losses_.variation;
    progress.losses.total = best_losses_.total();
    progress.gradient_l2 = state.best_gradient_l2();
    return progress;
}

Image Stylisation::picture() const {
    Image picture = image_from_tensor(current());
    if (settings_.enhance)
        enhance(picture.span(), {settings_.brightness, settings_.colour, settings_.sharpness});
    return picture;
}

} // namespace style_transfer
