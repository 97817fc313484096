// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). How well a student stands for its teacher.
#pragma once

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

} // namespace style_transfer::train
