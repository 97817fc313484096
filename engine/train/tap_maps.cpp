// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/tap_maps.h"

#include "engine/train/least_squares.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linalg_eigh.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/mm.h>

namespace style_transfer::train {

namespace {

// Channels that are nearly silent must not get huge factors.
constexpr double ridge = 1e-4;

} // namespace

TapMaps fit_tap_maps(
    const FeatureNetwork& teacher, const FeatureNetwork& student,
    const std::vector<std::string>& taps, const MakePictures& pictures, int batches, int batch) {
    std::map<std::string, NormalEquations> equations;
    for (int i = 0; i < batches; ++i) {
        const at::Tensor crops = pictures(batch, std::uint64_t(i));
        const BatchFeatures from = student.features(crops, taps);
        const BatchFeatures to = teacher.features(crops, taps);
        for (const std::string& tap : taps)
            equations.try_emplace(tap, /*intercept=*/false)
                .first->second.add(rows_of(from.at(tap)), rows_of(to.at(tap)));
    }
    TapMaps maps;
    for (const auto& [tap, equation] : equations)
        maps[tap] = equation.solve(ridge).weights.t().to(at::kFloat).contiguous();
    return maps;
}

at::Tensor mapped(const at::Tensor& map, const at::Tensor& features) {
    return at::conv2d(features, map.unsqueeze(2).unsqueeze(3));
}

at::Tensor mapped_grams(const at::Tensor& map, const at::Tensor& grams) {
    return at::matmul(at::matmul(map, grams), map.t());
}

at::Tensor symmetric_root(const at::Tensor& map) {
    const at::Tensor wide = map.detach().to(at::kCPU, at::kDouble);
    const auto [values, vectors] = at::linalg_eigh(at::mm(wide.t(), wide));
    // Rounding may leave the smallest a little below zero.
    const at::Tensor roots = values.clamp_min(0).sqrt();
    return at::mm(vectors * roots, vectors.t()).to(at::kFloat);
}

} // namespace style_transfer::train
