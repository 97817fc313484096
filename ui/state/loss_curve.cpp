// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/loss_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace style_transfer {

namespace {

constexpr int most_decades = 6;

bool has_logarithm(double loss) {
    return loss > 0 && std::isfinite(loss);
}

LossCurve& curve_of(const std::string& term, std::vector<LossCurve>& curves) {
    const auto found = std::ranges::find(curves, term, &LossCurve::term);
    return found != curves.end() ? *found : curves.emplace_back(LossCurve{term, {}});
}

} // namespace

LossSample loss_sample(const Progress& progress) {
    LossSample sample{std::clamp(progress.fraction, 0.0, 1.0), {}};
    std::vector<Loss>& terms = sample.losses.terms;
    for (const Loss& part : progress.losses.terms) {
        const std::string term = part.name.substr(0, part.name.find('/'));
        if (terms.empty() || terms.back().name != term)
            terms.push_back({term, 0});
        terms.back().value += part.value;
    }
    return sample;
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
        for (const Loss& loss : sample.losses.terms)
            if (has_logarithm(loss.value)) {
                smallest = std::min(smallest, loss.value);
                largest = std::max(largest, loss.value);
            }
    LossCurves result;
    for (const LossSample& sample : samples)
        for (const Loss& loss : sample.losses.terms)
            curve_of(loss.name, result.curves);
    if (largest == 0)
        return result;
    result.lowest = int(std::floor(std::log10(smallest)));
    result.highest = std::max(int(std::ceil(std::log10(largest))), result.lowest + 1);
    result.lowest = std::max(result.lowest, result.highest - most_decades);
    for (const LossSample& sample : samples)
        for (const Loss& loss : sample.losses.terms)
            if (has_logarithm(loss.value)) {
                const double below = result.highest - std::log10(loss.value);
                curve_of(loss.name, result.curves)
                    .points.push_back(
                        {sample.fraction, std::min(below / (result.highest - result.lowest), 1.0)});
            }
    return result;
}

} // namespace style_transfer
