// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/schedule.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace style_transfer {

namespace {

// Shares of the evaluations, from full size down, each stage half as large as the one before it.
// Measured with VGG19 at 256²: a second smaller stage gained nothing, its strokes being too coarse
// to be of use.
constexpr double stage_shares[] = {0.5, 0.5};
constexpr int smallest_side = 96;    // pixels
constexpr int least_evaluations = 4; // in all stages, else it is not worth it

Size divided(Size size, int divisor) {
    return scaled_to_longer_side(size, int(std::lround(double(size.longer_side()) / divisor)));
}

int least_side(const std::vector<Size>& sizes) {
    int least = std::numeric_limits<int>::max();
    for (const Size& size : sizes)
        least = std::min(least, size.shorter_side());
    return least;
}

} // namespace

std::vector<Stage> pyramid(Size base, const std::vector<Size>& styles, int evaluations) {
    std::vector<Stage> stages;
    double shares = 0;
    for (double share : stage_shares) {
        const int divisor = 1 << stages.size();
        Stage stage{divided(base, divisor), {}};
        for (const Size& style : styles)
            stage.styles.push_back(divided(style, divisor));
        if (divisor > 1 &&
            (stage.base.shorter_side() < smallest_side || least_side(stage.styles) < smallest_side))
            break;
        stages.insert(stages.begin(), std::move(stage));
        shares += share;
    }
    if (evaluations < least_evaluations * int(stages.size()))
        return {{base, styles, evaluations}};
    int left = evaluations;
    for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
        const double share = stage_shares[stages.size() - 1 - i] / shares;
        stages[i].evaluations = std::max(1, int(std::lround(evaluations * share)));
        left -= stages[i].evaluations;
    }
    stages.back() = {base, styles, left};
    return stages;
}

namespace {

// As wide as the deepest features that are matched look for two positions; what is mirrored has to
// be there.
int margin_for(const Stage& stage) {
    constexpr int widest = 16; // pixels
    constexpr int step = 8;    // pixels: whole positions
    const int shorter = std::min(stage.base.shorter_side(), least_side(stage.styles));
    return std::min(widest, (shorter - 1) / step * step);
}

} // namespace

std::vector<Stage>
matching_stages(Size base, const std::vector<Size>& styles, int evaluations, double stroke_scale) {
    // From full size down; measured with the compact network: more at full size changes little.
    static constexpr double weights[] = {12, 16, 30, 40};
    constexpr int least_longer_side = 48;                   // pixels
    constexpr int least_shorter_side = 16;                  // pixels
    constexpr double much_larger = 1.5;                     // a picture than the style's own pixels
    constexpr int forms = deepest_matched_block, grain = 2; // the deepest blocks for them
    const auto stage_of = [&](Size size) {
        Stage stage{size, styles};
        stage.deepest_block = forms;
        for (Size& style : stage.styles) {
            // Larger than the picture is the style of a part of one.
            const double ratio =
                std::max(stroke_scale, double(style.longer_side()) / base.longer_side());
            const double wanted = size.longer_side() * ratio;
            if (wanted > much_larger * style.longer_side())
                stage.deepest_block = grain;
            if (wanted < style.longer_side())
                style = scaled_to_longer_side(style, std::max(1, int(std::lround(wanted))));
        }
        stage.margin = margin_for(stage);
        return stage;
    };
    std::vector<Stage> stages{stage_of(base)};
    std::vector<double> shares{weights[0]};
    while (int(stages.size()) < evaluations) {
        const Stage stage = stage_of(divided(base, 1 << stages.size()));
        if (stage.base.longer_side() < least_longer_side ||
            stage.base.shorter_side() < least_shorter_side ||
            least_side(stage.styles) < least_shorter_side)
            break;
        shares.push_back(weights[std::min(stages.size(), std::size(weights) - 1)]);
        stages.push_back(stage);
    }
    if (stages.size() == 1)
        stages.front().deepest_block = forms;
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    int left = evaluations;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const int others = int(stages.size() - 1 - i); // each gets one at least
        const bool last = others == 0;
        stages[i].evaluations =
            last ? left
                 : std::clamp(int(std::lround(evaluations * shares[i] / sum)), 1, left - others);
        left -= stages[i].evaluations;
    }
    std::ranges::reverse(stages);
    return stages;
}

int evaluation_budget(const Settings& settings) {
    return std::max(1, settings.iterations * settings.evaluations);
}

std::vector<Stage>
stages_for(const Settings& settings, Size base, const std::vector<Size>& styles) {
    const int evaluations = evaluation_budget(settings);
    if (settings.schedule == Schedule::single)
        return {{base, styles, evaluations}};
    if (settings.method == Method::gram)
        return pyramid(base, styles, evaluations);
    std::vector<Stage> stages = matching_stages(base, styles, evaluations, settings.stroke_scale);
    // Sizes that match nothing but grain, where grain has no weight, would smooth the picture away.
    if (settings.style_layers[0] + settings.style_layers[1] == 0)
        for (Stage& stage : stages)
            stage.deepest_block = deepest_matched_block;
    return stages;
}

} // namespace style_transfer
