// SPDX-License-Identifier: GPL-3.0-or-later
// The losses of a run as curves over the work done, logarithmic. No toolkit.
#pragma once

#include "engine/base/progress.h"

#include <string>
#include <vector>

namespace style_transfer {

struct LossSample {
    double fraction = 0; // of the work done, in [0,1]
    Losses losses;       // of the best picture so far, the parts of each term together
};

LossSample loss_sample(const Progress& progress);

// What has come so far, in no more samples than a curve can show: of those that lie closer
// together the newest stays, and the very first one.
class LossHistory {
  public:
    static constexpr int resolution = 512;

    void add(const LossSample& sample);
    const std::vector<LossSample>& samples() const { return samples_; }

  private:
    std::vector<LossSample> samples_;
};

// From (0,0) at the top left to (1,1) at the bottom right.
struct CurvePoint {
    double x = 0;
    double y = 0;
};

struct LossCurve {
    std::string term; // "content"
    std::vector<CurvePoint> points;
};

struct LossCurves {
    int highest = 0;               // the power of ten at the top
    int lowest = 0;                // and the one at the bottom: below `highest`, by six at most
    std::vector<LossCurve> curves; // in the order in which the terms come
};

// A loss that has no logarithm has no point; one below the lowest decade lies on it. Without any
// point both decades are 0. A term may be in some of the samples only: content has no part in sizes
// where nothing but grain is matched.
LossCurves loss_curves(const std::vector<LossSample>& samples);

} // namespace style_transfer
