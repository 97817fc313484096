// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/run.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/base/translation.h"
#include "engine/network/tensor_memory.h"
#include "engine/optimiser/multilevel.h"
#include "engine/optimiser/smoothing.h"
#include "engine/picture/palette.h"
#include "engine/picture/picture_tensor.h"
#include "engine/picture/rescaling.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace style_transfer {

namespace {

RunSummary summary_of(const RunPlan& plan, const Placement& placement) {
    const MemoryPlan& memory = plan.memory;
    RunSummary summary;
    summary.memory_mib = plan.peak_mib;
    summary.tile_side = int(memory.tile_side());
    summary.history = memory.history;
    summary.work = memory.work;
    summary.half = placement.features == at::kBFloat16;
    summary.cuda = placement.device.is_cuda();
    return summary;
}

ColourRange colours_of(const std::vector<ImageView>& pictures) {
    ColourRange range;
    for (const ImageView& picture : pictures)
        range.add(picture);
    return range;
}

// What may stay in memory of the style's targets beside a run whose plan holds `held` bytes of
// them.
std::int64_t keepable_bytes(const RunPlan& plan, std::int64_t held) {
    // Making them anew takes the less of a run, the larger its pictures are.
    constexpr std::int64_t share = 8; // of the limit
    const std::int64_t limit = plan.placement.limit_mib << 20;
    return std::clamp<std::int64_t>(limit - (plan.peak_mib << 20) + held, 0, limit / share);
}

// Who wants nothing of the style wants the photo, in both methods: smoothing alone is no painting.
// Matching does not look at the deepest of the style layers.
Settings without_idle_work(Settings settings) {
    const auto matched = std::span(settings.style_layers).first<deepest_matched_block>();
    const bool matches = std::ranges::any_of(matched, [](double weight) { return weight > 0; });
    if (settings.style_weight == 0 || (settings.method == Method::matching && !matches))
        settings.iterations = 0;
    // Noise is to begin a painting with.
    if (settings.iterations == 0)
        settings.seed = 0;
    return settings;
}

Placement exact(Placement placement) {
    placement.features = at::kFloat;
    return placement;
}

// What the process holds besides the tensors that the plan counts.
std::int64_t resident_mib(const Placement& placement) {
    return placement.device.is_cpu() ? resident_memory_mib() - (TensorMemory::kept() >> 20) : 0;
}

// What pictures of working size will take that are not there yet, and who makes them: measured.
std::int64_t pictures_mib(Size base, const std::vector<Size>& styles) {
    constexpr std::int64_t libraries = 32;
    double pixels = double(base.width) * base.height;
    for (const Size& style : styles)
        pixels += double(style.width) * style.height;
    return libraries + (std::int64_t(pixels * 3 * sizeof(float)) >> 20);
}

// Before anything is allocated: whether the processor can do it, should it come to that.
RunPlan
plan_of(const RunQuestion& question, const Placement& processor, const RunNetwork& network) {
    const std::int64_t resident = resident_mib(processor);
    plan_run(question, exact(processor), resident, network.model.name);
    return plan_run(question, processor, resident, network.model.name);
}

} // namespace

RunNetwork checked_network(
    const Settings& settings, Size base, const std::vector<Size>& styles, int masked_parts,
    const CancellationToken& token, const Run* previous) {
    const Settings asked = without_idle_work(settings);
    RunNetwork network =
        RunNetwork::of(asked, previous ? previous->network() : RunNetwork{}, token);
    const RunQuestion question{asked, network.chain, base, styles, false, false, masked_parts};
    const Placement processor = placements(asked).back();
    const std::int64_t resident = resident_mib(processor);
    for (const Placement& placement : {exact(processor), processor})
        if (!find_run_plan(question, placement, resident))
            throw too_little_memory(
                base, least_memory_mib(question, placement, resident + pictures_mib(base, styles)),
                placement.limit_mib, network.model.name);
    return network;
}

Run::Run(
    const Settings& settings, const ImageView& base, const std::vector<StyleView>& styles,
    const RunRequests& requests, const Run* previous, RunNetwork network)
    : requests_(requests), token_(requests.token()), settings_(without_idle_work(settings)),
      masked_(base.channels == 4), meter_(settings_.iterations, settings_.evaluations) {
    if (network.model.file.empty() && previous)
        network = previous->network_;
    network_ = RunNetwork::of(settings_, std::move(network), token_);
    model_file_ = network_.model.file.string();
    token_.throw_if_cancelled();
    const StyleParts parts = style_parts(styles, base.size);
    masked_parts_ = int(std::ranges::count_if(
        parts.parts, [](const StyleParts::Part& part) { return !part.mask.empty(); }));
    std::vector<Size> sizes;
    for (const StyleView& style : styles) {
        masked_ = masked_ || style.picture.channels == 4;
        sizes.push_back(style.picture.size);
    }
    const std::vector<Placement> all = placements(settings_);
    const RunPlan plan = plan_of(
        {settings_, network_.chain, base.size, std::move(sizes), masked_, false, masked_parts_},
        all.back(), network_);
    summary_ = summary_of(plan, all.size() > 1 ? all.front() : all.back());
    std::vector<ImageView> painted_from;
    painted_from.reserve(styles.size());
    for (const StyleView& style : styles)
        painted_from.push_back(style.picture);
    std::vector<Image> recoloured; // what painted_from looks at then
    if (settings.palette == Palette::matched)
        for (const StyleParts::Part& part : parts.parts)
            for (const std::size_t number : part.styles) {
                recoloured.push_back(with_palette_of(styles[number].picture, base, part.mask));
                painted_from[number] = recoloured.back().view();
            }
    pictures_ = WorkingPictures(base, painted_from, parts, settings_);
    const std::vector<VisiblePicture> seen = pictures_.styles();
    style_targets_ =
        previous && previous->network_.is_same_as(network_) && previous->style_targets_.are_of(seen)
            ? previous->style_targets_
            : StyleTargets(seen);
    if (settings.method == Method::matching)
        colours_ = colours_of(painted_from);
}

RunQuestion Run::question() const {
    return {settings_,        network_.chain,
            pictures_.size(), pictures_.style_sizes(),
            masked_,          pictures_.has_other_start(),
            masked_parts_};
}

void Run::start_at(const Run& previous) {
    if (previous.pictures_.size() != pictures_.size())
        throw Error(
            ErrorCode::invalid_argument,
            "A session can start at a picture of its base's own size only.");
    pictures_.start_at(previous.current(pictures_.size()).clone(at::MemoryFormat::Contiguous));
}

at::Tensor Run::current(Size size) const {
    if (result_.defined())
        return result_;
    if (!optimiser_ || optimiser_->evaluations() == 0)
        return pictures_.start(size, at::kCPU);
    return shown(within_margin(optimiser_->best(), margin_), size);
}

// What the stage at hand has painted, at least at that size.
at::Tensor Run::shown(const at::Tensor& picture, Size size) const {
    const bool grows = size.width > picture.size(2) || size.height > picture.size(1);
    if (grows && small_base_.defined())
        return grown(picture, small_base_, pictures_.base(size, picture.device()).picture).cpu();
    return picture.device().is_cpu() ? picture : shrunk(picture, size).cpu();
}

std::unique_ptr<Objective> Run::objective_for(
    const Stage& stage, const Placement& placement, const MemoryPlan& memory,
    const at::Tensor& painted) {
    return std::make_unique<Objective>(
        network_.in(placement.features, placement.device, token_), network_.model, settings_,
        pictures_.base(stage.base, placement.device, stage.margin),
        pictures_.guides(stage.base, stage.styles, placement.device, stage.margin), token_,
        Vantage{
            memory.base_tiles, memory.style_tiles, painted, stage.deepest_block,
            &style_targets_.of(stage, placement)});
}

void Run::run(const Observer& observer) {
    meter_.begin();
    at::set_num_threads(settings_.threads > 0 ? settings_.threads : usable_cores());
    bool evicts = false;
    notice_ = in_first_that_fits(placements(settings_), [&](const Placement& placement) {
        if (evicts) { // of another device
            network_.ready.clear();
            style_targets_.clear();
        }
        evicts = true;
        work(placement, observer);
    });
    // Converged or stopped within an iteration: what was done of it counts as one.
    if (meter_.completes_last_iteration())
        report(ProgressEvent::iteration, observer);
    report(ProgressEvent::finished, observer);
}

void Run::work(const Placement& placement, const Observer& observer) {
    resident_ = resident_mib(placement);
    const RunPlan plan = plan_run(question(), placement, resident_, network_.model.name);
    summary_ = summary_of(plan, placement);
    keepable_ = keepable_bytes(plan, placement.device.is_cpu() ? style_targets_.bytes() : 0);
    // What is in use now stands in the plan as held by the process.
    const TensorMemory tensors(
        placement.device.is_cpu() ? (plan.memory.tensors_mib << 20) + TensorMemory::used() : 0);
    meter_.plan(plan.work());
    const Size full = plan.stages.back().base;
    // What is reported of the start and of the result is measured in single precision.
    const bool half = placement.features == at::kBFloat16;
    // Matching finds its targets on the way: its losses are those of the stage at hand.
    const bool comparable = settings_.method == Method::gram;
    if (comparable && meter_.evaluations() == 0 && (half || plan.stages.size() > 1)) {
        measure(pictures_.start(full, placement.device), placement, true);
        report(ProgressEvent::initial, observer);
    }
    if (settings_.iterations == 0 && (half || !comparable)) {
        result_ = pictures_.start(full, at::kCPU);
        return;
    }
    std::vector<Stage> stages = plan.stages;
    stages.front().evaluations -= meter_.evaluations() > 0; // that of the start
    at::Tensor picture;
    for (const Stage& stage : stages) {
        picture = picture.defined() ? next_start(picture, stage, placement)
                                    : pictures_.start(stage.base, placement.device);
        const bool goes_on = work_at(stage, placement, plan, std::move(picture), observer);
        picture = without_margin(optimiser_->best(), margin_);
        optimiser_.reset();
        if (!goes_on)
            break;
    }
    if (comparable && half && !small_base_.defined())
        measure(picture, placement, false);
    result_ = shown(picture, full);
    small_base_.reset();
}

at::Tensor
Run::next_start(const at::Tensor& picture, const Stage& stage, const Placement& placement) const {
    if (settings_.method == Method::gram)
        return enlarged(picture, stage.base);
    // With the base's next octave of detail, which the search looks for. Clamped between two
    // optimisations, never within one.
    return grown(
        picture.clamp(0, 255), small_base_, pictures_.base(stage.base, placement.device).picture);
}

bool Run::work_at(
    const Stage& stage, const Placement& placement, const RunPlan& plan, at::Tensor picture,
    const Observer& observer) {
    const Size full = plan.stages.back().base;
    const bool last = stage.base == full;
    MemoryPlan memory = plan.memory;
    small_base_.reset();
    if (!last) {
        small_base_ = pictures_.base(stage.base, placement.device).picture;
        memory = plan_stage(question(), stage, placement, resident_, network_.model.name);
    }
    // A first stage has not been painted yet.
    const bool painted = meter_.evaluations() > 0 || pictures_.has_other_start();
    at::Tensor start = mirrored(picture, stage.margin);
    picture.reset();
    const auto objective = objective_for(stage, placement, memory, painted ? start : at::Tensor());
    // The Gram matrices of smaller stages are small, and those of full size are wanted later.
    if (last || settings_.method == Method::matching)
        style_targets_.keep_within(keepable_, stage, placement);
    // In half precision the losses of the result are measured once more at the end.
    const bool measured = placement.features == at::kBFloat16 && settings_.method == Method::gram;
    if (last && placement.device.is_cpu() && !measured) {
        // Nobody needs them any more.
        network_.release_weights();
        pictures_.release();
    }
    margin_ = stage.margin;
    return optimise(stage, *objective, std::move(start), memory.history, observer);
}

void Run::measure(const at::Tensor& picture, const Placement& placement, bool is_start) {
    const Placement single = exact(placement);
    const RunPlan plan = plan_run(question(), single, resident_, network_.model.name);
    const Stage& stage = plan.stages.back();
    at::Tensor gradient;
    const Losses losses =
        objective_for(stage, single, plan.memory, picture)->evaluate(picture, gradient, token_);
    check_start(losses, gradient);
    if (single.features != placement.features)
        network_.ready.erase(single.features);
    if (is_start) {
        meter_.add_work(double(stage.base.width) * stage.base.height);
        meter_.evaluated(stage.base, losses, true, gradient.norm().item<double>());
    } else {
        meter_.measured(losses, gradient.norm().item<double>());
    }
}

// What has no finite losses at its start has no way down either.
void Run::check_start(const Losses& losses, const at::Tensor& gradient) const {
    if (!std::isfinite(losses.total()) || !std::isfinite(gradient.abs().max().item<double>()))
        throw Error(
            ErrorCode::model,
            formatted(
                _("With the network %s (%s) and these weights the losses are no finite numbers: "
                  "choose another network, or smaller weights."),
                network_.model.name.c_str(), model_file_.c_str()));
}

bool Run::optimise(
    const Stage& stage, const Objective& objective, at::Tensor from, int history,
    const Observer& observer) {
    Losses newest;
    LbfgsOptions options;
    options.history = history;
    options.preconditioner = settings_.method == Method::matching ? smoothing : multilevel;
    optimiser_ = std::make_unique<Lbfgs>(
        [&](const at::Tensor& x, at::Tensor& gradient) {
            newest = objective.evaluate(x, gradient, token_);
            if (optimiser_->evaluations() == 0)
                check_start(newest, gradient);
            return newest.total();
        },
        std::move(from), options);
    meter_.add_work(stage.target_work());
    const double mark = meter_.mark();
    const auto ending = optimiser_->minimise(stage.evaluations, [&](const Lbfgs& state) {
        const bool first = meter_.evaluations() == 0;
        meter_.add_work(stage.evaluation_work());
        meter_.evaluated(
            stage.base, newest, state.last_evaluation_is_best(), state.best_gradient_l2());
        report(first ? ProgressEvent::initial : ProgressEvent::evaluation, observer);
        if (meter_.completes_iteration())
            report(ProgressEvent::iteration, observer);
        token_.throw_if_cancelled();
        return !requests_.stop_requested();
    });
    meter_.complete(mark, stage.evaluations * stage.evaluation_work());
    return ending != Lbfgs::Ending::stopped;
}

void Run::report(ProgressEvent event, const Observer& observer) {
    const Progress progress = meter_.progress(event);
    if (observer)
        observer(progress);
}

Image Run::picture(Size size) const {
    const bool painted = settings_.iterations > 0 || pictures_.has_other_start();
    const bool within_colours = colours_ && painted;
    Image picture = image_from_tensor(current(size), size, /*clipped=*/!within_colours);
    if (within_colours)
        colours_->clamp(picture.span());
    return picture;
}

} // namespace style_transfer
