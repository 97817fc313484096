// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/fine_tuning.h"

#include "engine/train/training_pictures.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace style_transfer::train {

namespace {

constexpr std::size_t pool_size = 6;
constexpr double gram_share = 0.5;
constexpr int warm_up = 50; // steps until the full rate
constexpr double averaging = 0.98;

at::Tensor leaf(const at::Tensor& value) {
    return value.detach().clone().requires_grad_();
}

// Means over the pictures of Σ (found − wanted)² / Σ wanted².
at::Tensor relative_error(const at::Tensor& found, const at::Tensor& wanted) {
    std::vector<std::int64_t> inner;
    for (std::int64_t i = 1; i < wanted.dim(); ++i)
        inner.push_back(i);
    return ((found - wanted).square().sum(inner) / (wanted.square().sum(inner) + 1e-3)).mean();
}

} // namespace

FineTuning::FineTuning(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
    const PictureSource& pictures, const FineTuningOptions& options)
    : teacher_(teacher), pictures_(pictures), options_(options), student_(student) {
    student_.replace_weights([&](const std::string& name, const at::Tensor& value) {
        at::Tensor own = leaf(value);
        optimiser_.add(name, own);
        return own;
    });
    for (const auto& [tap, map] : maps) {
        maps_[tap] = leaf(map);
        optimiser_.add(tap + ".map", maps_[tap]);
        taps_.push_back(tap);
    }
    style_taps_ = style_taps(taps_);
}

double FineTuning::rate() const {
    const double progress = double(steps_done()) / std::max(1, options_.steps);
    const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
    const double start = std::min(1.0, double(steps_done() + 1) / warm_up);
    return options_.learning_rate * start * (0.03 + 0.97 * cosine);
}

FineTuning::PoolEntry FineTuning::new_entry(std::uint64_t number) const {
    using Kind = PictureSource::Kind;
    Random random(options_.seed, Purpose::pool, number);
    PoolEntry entry;
    const int count = options_.batch / 2;
    entry.moving.pictures = crops(pictures_, Kind::any, count, random).to(student_.device());
    const Kind style = random.chance(0.8) ? Kind::painting : Kind::any;
    entry.styles = crops(pictures_, style, count, random).to(student_.device());
    entry.life = 10 + random.below(81);
    entry.by_teacher = random.chance(0.3);
    return entry;
}

FineTuning::PoolEntry& FineTuning::pool_entry() {
    const auto number = std::uint64_t(steps_done());
    if (pool_.size() < pool_size) {
        pool_.push_back(new_entry(number));
        return pool_.back();
    }
    PoolEntry& entry = pool_[number % pool_size];
    if (entry.moving.steps >= entry.life)
        entry = new_entry(number);
    return entry;
}

void FineTuning::move(PoolEntry& entry) {
    if (entry.by_teacher) {
        if (entry.teacher_grams.empty())
            entry.teacher_grams = style_grams(teacher_, entry.styles, style_taps_);
        move_towards_style(entry.moving, {teacher_}, entry.teacher_grams, style_taps_);
        return;
    }
    const FeatureNetwork student = student_.detached();
    const TapMaps own_maps = maps();
    move_towards_style(
        entry.moving, {student, &own_maps}, style_grams(student, entry.styles, style_taps_),
        style_taps_);
}

void FineTuning::learn(const at::Tensor& pictures) {
    const BatchFeatures wanted = teacher_.features(pictures, taps_);
    const c10::AutoGradMode differentiate(true);
    const BatchFeatures found = student_.features(pictures, taps_);
    at::Tensor loss;
    for (const std::string& tap : taps_) {
        const at::Tensor& map = maps_.at(tap);
        const at::Tensor features = relative_error(mapped(map, found.at(tap)), wanted.at(tap));
        const at::Tensor grams = relative_error(
            mapped_grams(map, gram_matrices(found.at(tap))), gram_matrices(wanted.at(tap)));
        const at::Tensor term = features + grams * gram_share;
        loss = loss.defined() ? loss + term : term;
        update_errors(tap, {features.item<double>(), grams.item<double>()});
    }
    loss.backward();
    optimiser_.step(rate());
}

void FineTuning::update_errors(const std::string& tap, const TapError& error) {
    const auto [place, first] = errors_.try_emplace(tap, error);
    if (first)
        return;
    TapError& average = place->second;
    average.features = averaging * average.features + (1 - averaging) * error.features;
    average.grams = averaging * average.grams + (1 - averaging) * error.grams;
}

void FineTuning::step() {
    Random random(options_.seed, Purpose::training, std::uint64_t(steps_done()));
    const int moving = style_taps_.empty() ? 0 : options_.batch / 2;
    const at::Tensor mixed =
        mixture(pictures_, options_.batch - moving, random).to(student_.device());
    if (moving == 0) {
        learn(mixed);
        return;
    }
    PoolEntry& entry = pool_entry();
    learn(at::cat({mixed, entry.moving.pictures}));
    move(entry);
}

FeatureNetwork FineTuning::student() const {
    FeatureNetwork copy = student_;
    copy.replace_weights(
        [](const std::string&, const at::Tensor& value) { return value.detach().clone(); });
    return copy;
}

TapMaps FineTuning::maps() const {
    TapMaps copies;
    for (const auto& [tap, map] : maps_)
        copies[tap] = map.detach().clone();
    return copies;
}

TrainingState FineTuning::state() const {
    TrainingState state;
    state.numbers["step"] = steps_done();
    for (const Adam::Parameter& parameter : optimiser_.parameters()) {
        state.tensors[parameter.name] = parameter.value.detach();
        state.tensors[parameter.name + ".first"] = parameter.first;
        state.tensors[parameter.name + ".second"] = parameter.second;
        state.numbers["sizes"][parameter.name] = parameter.size;
    }
    for (const auto& [tap, error] : errors_)
        state.numbers["errors"][tap] = {error.features, error.grams};
    state.numbers["pool"] = nlohmann::json::array();
    for (std::size_t i = 0; i < pool_.size(); ++i) {
        const PoolEntry& entry = pool_[i];
        const std::string name = "pool." + std::to_string(i) + ".";
        state.tensors[name + "pictures"] = entry.moving.pictures;
        state.tensors[name + "first"] = entry.moving.first;
        state.tensors[name + "second"] = entry.moving.second;
        state.tensors[name + "styles"] = entry.styles;
        state.numbers["pool"].push_back(
            {{"steps", entry.moving.steps},
             {"life", entry.life},
             {"by_teacher", entry.by_teacher}});
    }
    return state;
}

void FineTuning::restore(const TrainingState& state, const std::filesystem::path& file) {
    const c10::NoGradGuard plain;
    const auto tensor = [&](const std::string& name) {
        return state.tensor(name, file).to(student_.device());
    };
    const auto same_shape = [&](const std::string& name, const at::Tensor& like) {
        const at::Tensor found = tensor(name);
        if (found.sizes() != like.sizes())
            refuse_checkpoint(file, "the tensor \"" + name + "\" has another shape");
        return found;
    };
    for (Adam::Parameter& parameter : optimiser_.parameters()) {
        parameter.value.copy_(same_shape(parameter.name, parameter.value));
        parameter.first.copy_(same_shape(parameter.name + ".first", parameter.value));
        parameter.second.copy_(same_shape(parameter.name + ".second", parameter.value));
    }
    try {
        const nlohmann::json& numbers = state.numbers;
        for (Adam::Parameter& parameter : optimiser_.parameters())
            parameter.size = numbers.at("sizes").at(parameter.name).get<double>();
        optimiser_.set_steps(numbers.at("step").get<int>());
        errors_.clear();
        if (numbers.contains("errors"))
            for (const auto& [tap, pair] : numbers.at("errors").items())
                errors_[tap] = {pair.at(0).get<double>(), pair.at(1).get<double>()};
        pool_.clear();
        for (const nlohmann::json& each : numbers.at("pool")) {
            const std::string name = "pool." + std::to_string(pool_.size()) + ".";
            PoolEntry entry;
            entry.moving.pictures = tensor(name + "pictures");
            entry.moving.first = tensor(name + "first");
            entry.moving.second = tensor(name + "second");
            entry.styles = tensor(name + "styles");
            entry.moving.steps = each.at("steps").get<int>();
            entry.life = each.at("life").get<int>();
            entry.by_teacher = each.at("by_teacher").get<bool>();
            pool_.push_back(std::move(entry));
        }
    } catch (const nlohmann::json::exception& error) {
        refuse_checkpoint(file, error.what());
    }
}

} // namespace style_transfer::train
