// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/evaluation.h"

#include "engine/train/training_pictures.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace style_transfer::train {

namespace {

constexpr int matching_pairs = 6;
constexpr int on_the_way = 12; // evaluations
constexpr int asked_places = 1024;

// Sums over positions, by channel, from which correlations follow.
struct Sums {
    double positions = 0;
    at::Tensor found, wanted, found_squares, wanted_squares, products;

    void add(const at::Tensor& found_rows, const at::Tensor& wanted_rows) {
        const at::Tensor f = found_rows.to(at::kDouble), w = wanted_rows.to(at::kDouble);
        if (!found.defined())
            for (at::Tensor* sum : {&found, &wanted, &found_squares, &wanted_squares, &products})
                *sum = at::zeros({f.size(1)}, f.options());
        positions += double(f.size(0));
        found.add_(f.sum(0));
        wanted.add_(w.sum(0));
        found_squares.add_(f.square().sum(0));
        wanted_squares.add_(w.square().sum(0));
        products.add_((f * w).sum(0));
    }

    double median_correlation() const {
        const at::Tensor covariance = products - found * wanted / positions;
        const at::Tensor found_variance = found_squares - found.square() / positions;
        const at::Tensor wanted_variance = wanted_squares - wanted.square() / positions;
        std::vector<double> correlations;
        for (std::int64_t c = 0; c < found.size(0); ++c) {
            const double wanted_power = wanted_variance[c].item<double>();
            if (wanted_power <= 1e-9 * positions)
                continue;
            const double power = found_variance[c].item<double>() * wanted_power;
            correlations.push_back(power > 0 ? covariance[c].item<double>() / std::sqrt(power) : 0);
        }
        if (correlations.empty())
            return 0;
        const auto middle = correlations.begin() + std::ptrdiff_t(correlations.size() / 2);
        std::ranges::nth_element(correlations, middle);
        return *middle;
    }

    double unexplained() const {
        const double all = wanted_squares.sum().item<double>();
        const at::Tensor left = found_squares - products * 2 + wanted_squares;
        return all > 0 ? std::max(0.0, left.sum().item<double>() / all) : 0;
    }
};

} // namespace

std::vector<TapFigures> evaluate(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
    const std::vector<std::string>& taps, const PictureSource& source, int pictures) {
    std::map<std::string, Sums> sums;
    std::map<std::string, double> grams;
    const int count = std::min(pictures, source.held_out_pictures());
    for (int i = 0; i < count; ++i) {
        const at::Tensor picture = held_out_squares(source, i, 1);
        const BatchFeatures found = student.features(picture, taps);
        const BatchFeatures wanted = teacher.features(picture, taps);
        for (const std::string& tap : taps) {
            const at::Tensor& map = maps.at(tap);
            sums[tap].add(rows_of(mapped(map, found.at(tap))), rows_of(wanted.at(tap)));
            const at::Tensor own = mapped_grams(map, gram_matrices(found.at(tap)));
            const at::Tensor target = gram_matrices(wanted.at(tap));
            const double power = target.square().sum().item<double>();
            if (power > 0)
                grams[tap] += (own - target).square().sum().item<double>() / power / count;
        }
    }
    std::vector<TapFigures> figures;
    figures.reserve(taps.size());
    for (const std::string& tap : taps)
        figures.push_back(
            {tap, sums[tap].unexplained(), sums[tap].median_correlation(), grams[tap]});
    return figures;
}

std::vector<MatchingCase>
matching_cases(const FeatureNetwork& teacher, const PictureSource& source, std::uint64_t seed) {
    using Kind = PictureSource::Kind;
    std::vector<MatchingCase> cases;
    cases.reserve(std::size_t{2} * matching_pairs);
    for (int pair = 0; pair < matching_pairs; ++pair) {
        Random random(seed, Purpose::evaluation, std::uint64_t(pair));
        const at::Tensor base = crops(source, Kind::held_out, 1, random).to(teacher.device());
        const at::Tensor style =
            crops(source, Kind::held_out_painting, 1, random).to(teacher.device());
        for (const at::Tensor& picture : {base, matched(base, base, style, teacher, on_the_way)})
            cases.push_back({base, picture, style, some_places(picture, asked_places, random)});
    }
    return cases;
}

MatchingFigures evaluate_matching(
    const FeatureNetwork& teacher, const FeatureNetwork& student,
    const std::vector<MatchingCase>& cases) {
    MatchingFigures figures;
    for (const MatchingCase& each : cases)
        figures.add(matching_miss(teacher, student, each), 1 / double(cases.size()));
    return figures;
}

} // namespace style_transfer::train
