// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/fine_tuning.h"

#include "engine/train/training_pictures.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace style_transfer::train {

namespace {

constexpr std::size_t pool_size = 12;
constexpr int evaluations_per_use = 8;
constexpr double gram_share = 0.5;
constexpr int warm_up = 50; // steps until the full rate
constexpr double averaging = 0.98;
constexpr int asked_places = 512; // of a picture in a step

// In use, block4_conv1 holds 99 % of the style loss, and content is measured at block5_conv2.
double tap_weight(const std::string& tap) {
    static const std::map<std::string, double> weights{
        {"block1_conv1", 0.2}, {"block2_conv1", 0.3}, {"block3_conv1", 0.7}, {"block4_conv1", 2},
        {"block4_conv2", 0.5}, {"block5_conv1", 1},   {"block5_conv2", 0.7},
    };
    const auto found = weights.find(tap);
    return found == weights.end() ? 1 : found->second;
}

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
    const FeatureNetwork& teacher, const FeatureNetwork& fast_teacher,
    const FeatureNetwork& student, const TapMaps& maps, const PictureSource& pictures,
    const FineTuningOptions& options)
    : teacher_(teacher), fast_teacher_(fast_teacher), pictures_(pictures), options_(options),
      student_(student) {
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
    entry.base = crops(pictures_, Kind::any, 1, random).to(student_.device());
    entry.picture = entry.base;
    const Kind style = random.chance(0.85) ? Kind::painting : Kind::any;
    entry.style = crops(pictures_, style, 1, random).to(student_.device());
    entry.life = 20 * (1 + random.below(8));
    entry.by_teacher = random.chance(0.25);
    entry.by_matching = options_.matching_share > 0 && random.chance(0.5);
    return entry;
}

std::vector<FineTuning::PoolEntry*> FineTuning::pool_entries(int count) {
    pool_.reserve(pool_size); // entries keep their place
    std::vector<PoolEntry*> entries;
    for (int i = 0; i < count; ++i) {
        const auto number = std::uint64_t(steps_done()) * count + i;
        const std::size_t place = number % pool_size;
        if (place >= pool_.size())
            pool_.push_back(new_entry(number));
        else if (pool_[place].evaluations >= pool_[place].life)
            pool_[place] = new_entry(number);
        entries.push_back(&pool_[place]);
    }
    return entries;
}

void FineTuning::move(PoolEntry& entry) const {
    if (entry.teachers.style.empty()) {
        entry.teachers = targets_of(teacher_, entry.base, entry.style, taps_);
        entry.base_distance =
            style_distances(style_grams(teacher_, entry.base, style_taps_), entry.teachers.style)
                .item<double>();
    }
    entry.evaluations += evaluations_per_use;
    if (entry.by_matching) {
        entry.picture = matched(
            entry.base, entry.picture, entry.style,
            entry.by_teacher ? teacher_ : student_.detached(), evaluations_per_use);
        return;
    }
    if (entry.by_teacher) {
        entry.picture = stylised(entry.picture, {teacher_}, entry.teachers, evaluations_per_use);
        return;
    }
    const FeatureNetwork student = student_.detached();
    const TapMaps own_maps = maps();
    entry.picture = stylised(
        entry.picture, {student, &own_maps}, targets_of(student, entry.base, entry.style, taps_),
        evaluations_per_use);
}

// Of the entries, which are the last pictures of the batch: mean.
at::Tensor FineTuning::unseen_style(
    const BatchFeatures& found, const BatchFeatures& wanted,
    const std::vector<PoolEntry*>& entries) const {
    const auto last = [&](const BatchFeatures& features) {
        BatchFeatures part;
        for (const std::string& tap : style_taps_)
            part[tap] = features.at(tap).slice(0, features.at(tap).size(0) - int(entries.size()));
        return style_grams(part, double(pictures_.crop_side()) * pictures_.crop_side());
    };
    const StyleGrams teachers = last(wanted);
    const at::Tensor distances = style_distances(mapped_grams(maps_, last(found)), teachers);
    std::vector<at::Tensor> shares;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        // A base that is alike the style already must not count for everything.
        double size = 0;
        for (const auto& [tap, gram] : entries[i]->teachers.style)
            size += style_distances({{tap, gram}}, {{tap, gram * 0}}).item<double>();
        shares.push_back(distances[int(i)] / std::max(entries[i]->base_distance, 0.1 * size));
    }
    return at::stack(shares).mean();
}

// Mean of the entries.
at::Tensor FineTuning::missed_matching(const std::vector<PoolEntry*>& entries) {
    at::Tensor sum;
    MatchingFigures error;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const PoolEntry& entry = *entries[i];
        Random random(
            options_.seed, Purpose::places, std::uint64_t(steps_done()) * entries.size() + i);
        const MatchingMiss miss = matching_miss(
            teacher_, student_,
            {entry.base, entry.picture, entry.style,
             some_places(entry.picture, asked_places, random)});
        const double share = 1 / double(entries.size());
        const at::Tensor own = (miss.order + miss.pull) * share;
        sum = sum.defined() ? sum + own : own;
        error.add(miss, share);
    }
    average(matching_error_.order, error.order);
    average(matching_error_.pull, error.pull);
    average(matching_error_.similarity_lost, error.similarity_lost);
    return sum;
}

void FineTuning::learn(const at::Tensor& mixed, const std::vector<PoolEntry*>& entries) {
    std::vector<at::Tensor> parts{mixed};
    for (const PoolEntry* entry : entries)
        parts.push_back(entry->picture);
    const at::Tensor pictures = at::cat(parts);
    const BatchFeatures wanted = fast_teacher_.features(pictures, taps_);
    const c10::AutoGradMode differentiate(true);
    const BatchFeatures found = student_.features(pictures, taps_);
    at::Tensor loss;
    for (const std::string& tap : taps_) {
        const at::Tensor& map = maps_.at(tap);
        const at::Tensor features = relative_error(mapped(map, found.at(tap)), wanted.at(tap));
        const at::Tensor grams = relative_error(
            mapped_grams(map, gram_matrices(found.at(tap))), gram_matrices(wanted.at(tap)));
        const at::Tensor term = (features + grams * gram_share) * tap_weight(tap);
        loss = loss.defined() ? loss + term : term;
        average(errors_[tap].features, features.item<double>());
        average(errors_[tap].grams, grams.item<double>());
    }
    if (!entries.empty()) {
        const at::Tensor unseen = unseen_style(found, wanted, entries);
        loss = loss + unseen;
        average(unseen_style_, unseen.item<double>());
        if (options_.matching_share > 0)
            loss = loss + missed_matching(entries) * options_.matching_share;
    }
    loss.backward();
    optimiser_.step(rate());
}

void FineTuning::average(double& place, double value) const {
    place = steps_done() == 0 ? value : averaging * place + (1 - averaging) * value;
}

void FineTuning::step() {
    Random random(options_.seed, Purpose::training, std::uint64_t(steps_done()));
    const int moving = style_taps_.empty() ? 0 : options_.batch / 2;
    const std::vector<PoolEntry*> entries = pool_entries(moving);
    for (PoolEntry* entry : entries)
        move(*entry);
    learn(mixture(pictures_, options_.batch - moving, random).to(student_.device()), entries);
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
    state.numbers["unseen_style"] = unseen_style_;
    state.numbers["matching"] = {
        matching_error_.order, matching_error_.pull, matching_error_.similarity_lost};
    state.numbers["pool"] = nlohmann::json::array();
    for (std::size_t i = 0; i < pool_.size(); ++i) {
        const PoolEntry& entry = pool_[i];
        const std::string name = "pool." + std::to_string(i) + ".";
        state.tensors[name + "picture"] = entry.picture;
        state.tensors[name + "base"] = entry.base;
        state.tensors[name + "style"] = entry.style;
        state.numbers["pool"].push_back(
            {{"evaluations", entry.evaluations},
             {"life", entry.life},
             {"by_teacher", entry.by_teacher},
             {"by_matching", entry.by_matching}});
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
        unseen_style_ = numbers.at("unseen_style").get<double>();
        const nlohmann::json& matching = numbers.at("matching");
        matching_error_ = {
            matching.at(0).get<double>(), matching.at(1).get<double>(),
            matching.at(2).get<double>()};
        pool_.clear();
        for (const nlohmann::json& each : numbers.at("pool")) {
            const std::string name = "pool." + std::to_string(pool_.size()) + ".";
            PoolEntry entry;
            entry.picture = tensor(name + "picture");
            entry.base = tensor(name + "base");
            entry.style = tensor(name + "style");
            entry.evaluations = each.at("evaluations").get<int>();
            entry.life = each.at("life").get<int>();
            entry.by_teacher = each.at("by_teacher").get<bool>();
            entry.by_matching = each.at("by_matching").get<bool>();
            pool_.push_back(std::move(entry));
        }
    } catch (const nlohmann::json::exception& error) {
        refuse_checkpoint(file, error.what());
    }
}

} // namespace style_transfer::train
