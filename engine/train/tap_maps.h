// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The linear maps from a student's features to the teacher's.
#pragma once

#include "engine/train/feature_network.h"
#include "engine/train/initialisation.h"

namespace style_transfer::train {

// A of each tapped layer, [teacher's channels, student's channels], float: A·F_student ≈ F_teacher.
using TapMaps = std::map<std::string, at::Tensor>;

// By least squares over `batches` batches of training pictures.
TapMaps fit_tap_maps(
    const FeatureNetwork& teacher, const FeatureNetwork& student,
    const std::vector<std::string>& taps, const MakePictures& pictures, int batches, int batch);

// A·F at every position.
at::Tensor mapped(const at::Tensor& map, const at::Tensor& features);

// A·G·Aᵀ: the Gram matrices of mapped features from those of the features.
at::Tensor mapped_grams(const at::Tensor& map, const at::Tensor& grams);

// B with BᵀB = AᵀA, symmetric, [student's channels]², float, on the CPU: what a network file holds
// in place of A, because |B·F| = |A·F| is all that the losses ask.
at::Tensor symmetric_root(const at::Tensor& map);

} // namespace style_transfer::train
