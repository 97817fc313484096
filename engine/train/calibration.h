// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Scales with which a student pulls at a picture as hard as its teacher.
#pragma once

#include "engine/train/picture_source.h"
#include "engine/train/tap_maps.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace style_transfer::train {

struct Scales {
    std::map<std::string, double> style;   // of the style layers among the taps
    std::map<std::string, double> content; // of all taps
};

// Cosines between the gradients that teacher and student give to the same picture: means.
struct GradientCosines {
    std::map<std::string, double> style;
    std::map<std::string, double> content;
    double all_styles = 0; // of the style layers' weighted sum, calibrated; 0 without style layers
};

struct Calibration {
    Scales scales;
    GradientCosines cosines;
};

// Held-out pictures are stylised after held-out paintings where there are any, by the teacher and
// by the student: each network's own terms have shrunk most where it has moved the picture itself,
// so that one of them alone would tilt the comparison. On the way the gradients of each term of
// both networks with respect to the picture are compared. A scale is the median of the
// teacher's length over the student's, 1 for a tap that is silent in one of them.
Calibration calibrate(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const TapMaps& maps,
    const std::vector<std::string>& taps, const PictureSource& source, std::uint64_t seed);

} // namespace style_transfer::train
