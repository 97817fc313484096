// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How well a student stands for its teacher.
#pragma once

#include "engine/train/matching_steps.h"
#include "engine/train/picture_source.h"
#include "engine/train/tap_maps.h"

namespace style_transfer::train {

struct TapFigures {
    std::string tap;
    double unexplained = 0; // Σ |A·F_s − F_t|² / Σ |F_t|²
    double correlation = 0; // of a channel of A·F_s with the teacher's: median over channels
    double grams = 0;       // |A·G_s·Aᵀ − G_t|² / |G_t|²: mean over pictures
};

// On at most `pictures` held-out ones, in the order of `taps`. Channels in which the teacher is
// silent have no correlation.
std::vector<TapFigures> evaluate(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
    const std::vector<std::string>& taps, const PictureSource& source, int pictures);

// Pictures on their way through painting by matching, moved by the teacher, from held-out pictures
// to held-out paintings.
std::vector<MatchingCase>
matching_cases(const FeatureNetwork& teacher, const PictureSource& source, std::uint64_t seed);

// Mean over the cases.
MatchingFigures evaluate_matching(
    const FeatureNetwork& teacher, const FeatureNetwork& student,
    const std::vector<MatchingCase>& cases);

} // namespace style_transfer::train
