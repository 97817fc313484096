// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Training of a student and its maps by gradients.
#pragma once

#include "engine/train/adam.h"
#include "engine/train/checkpoint.h"
#include "engine/train/matching_steps.h"
#include "engine/train/picture_source.h"
#include "engine/train/style_steps.h"

namespace style_transfer::train {

struct FineTuningOptions {
    int steps = 700;
    int batch = 4;                 // half of them pictures on their way through stylisation
    double matching_share = 1;     // of what is missed of painting by matching, in the loss
    double learning_rate = 0.0036; // relative to each tensor's size; falls as a cosine
    std::uint64_t seed = 1;
};

// Shares of Σ (…)² by which the student misses the teacher at one tap.
struct TapError {
    double features = 0;
    double grams = 0;
};

// The loss is the weighted sum over the taps of |A·F_s − F_t|²/|F_t|² + ½ |A·G_s·Aᵀ − G_t|²/|G_t|²,
// plus the style that the student does not see: by how much its Gram matrices of a picture on its
// way through stylisation miss the teacher's, measured as style loss, relative to the style loss
// that the teacher gives to the base; and plus `matching_share` times what the student misses of
// painting by matching, see MatchingMiss. Half of each batch is a mixture(); the other half comes
// from a pool of such pictures, each moved by some evaluations of one or the other method as in use
// each time it is taken, with the student (75 %) or the teacher (25 %), and replaced after 20 to
// 160. What is drawn depends on seed and step only, so a restored training goes on as if it had
// never stopped.
class FineTuning {
  public:
    // `fast_teacher`, what the student is compared with at each step, may be of lower precision
    // than `teacher`; `student` and `maps` are in single precision on their device. All must
    // outlive this. Without style layers among the taps, all of the batch is a mixture().
    FineTuning(
        const FeatureNetwork& teacher, const FeatureNetwork& fast_teacher,
        const FeatureNetwork& student, const TapMaps& maps, const PictureSource& pictures,
        const FineTuningOptions& options);

    void step();
    int steps_done() const { return optimiser_.steps(); }

    // As they are now; they do not change with further steps.
    FeatureNetwork student() const;
    TapMaps maps() const;

    // Running averages over about fifty steps; the second is 0 without style layers.
    const std::map<std::string, TapError>& errors() const { return errors_; }
    double unseen_style() const { return unseen_style_; }
    const MatchingFigures& matching_error() const { return matching_error_; }

    TrainingState state() const;
    // Throws Error(file) naming `file` when the state is not one of such a student.
    void restore(const TrainingState& state, const std::filesystem::path& file);

  private:
    struct PoolEntry {
        at::Tensor picture, base, style; // [1, 3, crop, crop]
        int evaluations = 0;
        int life = 0; // evaluations
        bool by_teacher = false;
        bool by_matching = false;
        // Made when first needed.
        Targets teachers{};
        double base_distance = 0; // the teacher's style loss of the base
    };

    double rate() const;
    std::vector<PoolEntry*> pool_entries(int count);
    PoolEntry new_entry(std::uint64_t number) const;
    void move(PoolEntry& entry) const;
    void learn(const at::Tensor& mixed, const std::vector<PoolEntry*>& entries);
    at::Tensor unseen_style(
        const BatchFeatures& found, const BatchFeatures& wanted,
        const std::vector<PoolEntry*>& entries) const;
    at::Tensor missed_matching(const std::vector<PoolEntry*>& entries);
    void average(double& place, double value) const;

    const FeatureNetwork& teacher_;
    const FeatureNetwork& fast_teacher_;
    const PictureSource& pictures_;
    FineTuningOptions options_;
    FeatureNetwork student_;
    TapMaps maps_;
    std::vector<std::string> taps_;
    std::vector<std::string> style_taps_;
    Adam optimiser_;
    std::vector<PoolEntry> pool_;
    std::map<std::string, TapError> errors_;
    double unseen_style_ = 0;
    MatchingFigures matching_error_;
};

} // namespace style_transfer::train
