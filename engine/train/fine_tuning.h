// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Training of a student and its maps by gradients.
#pragma once

#include "engine/train/adam.h"
#include "engine/train/checkpoint.h"
#include "engine/train/picture_source.h"
#include "engine/train/style_steps.h"

namespace style_transfer::train {

struct FineTuningOptions {
    int steps = 4000;
    int batch = 4;                // half of them pictures on their way through stylisation
    double learning_rate = 0.012; // relative to each tensor's size; falls as a cosine
    std::uint64_t seed = 1;
};

// Shares of Σ (…)² by which the student misses the teacher at one tap.
struct TapError {
    double features = 0;
    double grams = 0;
};

// The loss is the sum over the taps of |A·F_s − F_t|²/|F_t|² + ½ |A·G_s·Aᵀ − G_t|²/|G_t|². Half of
// each batch is a mixture(); the other half comes from a small pool of pictures that are moved a
// step towards a style each time they are used, with the student (70 %) or the teacher (30 %), and
// replaced after 10 to 90 steps. What is drawn depends on seed and step only, so a restored
// training goes on as if it had never stopped.
class FineTuning {
  public:
    // `teacher` may be of lower precision; `student` and `maps` are in single precision on its
    // device. All must outlive this. Without style layers among the taps, all of the batch is a
    // mixture().
    FineTuning(
        const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
        const PictureSource& pictures, const FineTuningOptions& options);

    void step();
    int steps_done() const { return optimiser_.steps(); }

    // As they are now; they do not change with further steps.
    FeatureNetwork student() const;
    TapMaps maps() const;

    // Running averages over about fifty steps.
    const std::map<std::string, TapError>& errors() const { return errors_; }

    TrainingState state() const;
    // Throws Error(file) naming `file` when the state is not one of such a student.
    void restore(const TrainingState& state, const std::filesystem::path& file);

  private:
    struct PoolEntry {
        MovingPictures moving;
        at::Tensor styles;
        int life = 0;
        bool by_teacher = false;
        StyleGrams teacher_grams; // of the styles; made when first needed
    };

    double rate() const;
    PoolEntry& pool_entry();
    PoolEntry new_entry(std::uint64_t number) const;
    void move(PoolEntry& entry);
    void learn(const at::Tensor& pictures);
    void update_errors(const std::string& tap, const TapError& error);

    const FeatureNetwork& teacher_;
    const PictureSource& pictures_;
    FineTuningOptions options_;
    FeatureNetwork student_;
    TapMaps maps_;
    std::vector<std::string> taps_;
    std::vector<std::string> style_taps_;
    Adam optimiser_;
    std::vector<PoolEntry> pool_;
    std::map<std::string, TapError> errors_;
};

} // namespace style_transfer::train
