// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/loss_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace style_transfer {

namespace {

constexpr int most_decades = 6;

bool has_logarithm(double loss) {
    return loss > 0 && std::isfinite(loss);
}

} // namespace

LossSample loss_sample(const Progress& progress) {
    const ste_losses& losses = progress.losses;
    return {
        std::clamp(progress.fraction, 0.0, 1.0),
        {losses.content, std::accumulate(std::begin(losses.style), std::end(losses.style), 0.0),
         losses.variation}};
}

void LossHistory::add(const LossSample& sample) {
    if (samples_.size() > 1 &&
        sample.fraction - samples_[samples_.size() - 2].fraction < 1.0 / resolution)
        samples_.back() = sample;
    else
        samples_.push_back(sample);
}

LossCurves loss_curves(const std::vector<LossSample>& samples) {
    double smallest = std::numeric_limits<double>::infinity();
    double largest = 0;
    for (const LossSample& sample : samples)
        for (double loss : sample.losses)
            if (has_logarithm(loss)) {
                smallest = std::min(smallest, loss);
                largest = std::max(largest, loss);
            }
    LossCurves result;
    if (largest == 0)
        return result;
    result.lowest = int(std::floor(std::log10(smallest)));
    result.highest = std::max(int(std::ceil(std::log10(largest))), result.lowest + 1);
    result.lowest = std::max(result.lowest, result.highest - most_decades);
    for (const LossSample& sample : samples)
        for (std::size_t term = 0; term < loss_terms; ++term)
            if (has_logarithm(sample.losses[term])) {
                const double below = result.highest - std::log10(sample.losses[term]);
                result.curves[term].push_back(
                    {sample.fraction, std::min(below / (result.highest - result.lowest), 1.0)});
            }
    return result;
}

} // namespace style_transfer
