// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A student straight from the teacher's weights, without gradients, in the
// spirit of He, Zhang and Sun, "Channel Pruning for Accelerating Very Deep Neural Networks" (ICCV
// 2017): of each layer the channels are kept that span the others best, and the kernels that make
// them are fitted by least squares to the teacher's values, from what the student itself has so
// far. Layers that the student lacks are spanned by the fit of the next one.
#pragma once

#include "engine/train/architecture.h"
#include "engine/train/feature_network.h"

#include <cstdint>
#include <functional>

namespace style_transfer::train {

struct InitialisationOptions {
    int crop = 160;
    int samples_per_unknown = 24; // positions that each least-squares fit sees, at least
    int least_crops = 48;         // for each block
    int batch = 4;                // crops at a time
    double ridge = 1e-6;
    std::uint64_t seed = 1;
};

struct FittedLayer {
    std::string name;
    int width = 0;
    int crops = 0;
    std::int64_t samples = 0;
    double unexplained = 0; // share of Σ (pre-activation)² of the selected channels
};

// `count` training pictures number `number`, see mixture().
using MakePictures = std::function<at::Tensor(int count, std::uint64_t number)>;

// The student is on the teacher's device, in single precision. `report` is called after each layer,
// and may throw to stop.
FeatureNetwork initialise_student(
    const FeatureNetwork& teacher, const StudentPlan& plan, const InputConvention& input,
    const InitialisationOptions& options, const MakePictures& pictures,
    const std::function<void(const FittedLayer&)>& report);

} // namespace style_transfer::train
