// SPDX-License-Identifier: GPL-3.0-or-later
// A training from teacher and pictures to a network file.
#pragma once

#include "engine/train/architecture.h"
#include "engine/train/picture_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace style_transfer::train {

enum class Device { automatic, cpu, cuda };
enum class Precision { automatic, single, bfloat16 }; // of the teacher while fine-tuning

struct TrainingSettings {
    std::filesystem::path teacher;
    std::filesystem::path output;
    std::filesystem::path checkpoint; // empty: none
    bool resume = false;              // from the checkpoint, if it is there
    PictureOptions pictures;          // its crop and seed are those of the training
    StudentPlan plan;
    std::filesystem::path start; // network file with the plan's layers to begin with; empty: none
    std::string name;            // of the network, shown to users
    int steps = 700;
    int batch = 4;
    int samples_per_unknown = 24;
    double matching_share = 1; // of painting by matching in the loss, see FineTuning
    double learning_rate = 0.0036;
    int threads = 0; // 0: all cores this process may use
    Device device = Device::automatic;
    Precision precision = Precision::automatic;
    int report_every = 50; // steps
    int save_every = 200;  // steps; also how often the held-out pictures are looked at
};

using Say = std::function<void(const std::string&)>; // a line of progress

// Needs GEGL. When `stop` returns true, the checkpoint is written and Error(cancelled) thrown. A
// checkpoint that cannot be written on the way is said and does not end the training. Throws Error.
void train(const TrainingSettings& settings, const std::function<bool()>& stop, const Say& say);

} // namespace style_transfer::train
