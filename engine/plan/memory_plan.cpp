// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/memory_plan.h"

#include "engine/base/translation.h"
#include "engine/objective/term_kinds.h"
#include "engine/plan/pass_memory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace style_transfer {

namespace {

constexpr double mib = 1 << 20;

// What libtorch takes when it begins to work (thread pools, compiled kernels), and what is lost
// between feature maps: measured.
constexpr double library_bytes = 96 * mib;
constexpr double slack = 1.05;

// Vectors of the picture's size: the start, and of the optimiser the point, its gradient, the
// direction, a trial point, its gradient and that of the trial before.
constexpr int optimiser_vectors = 6;

// A shorter memory of the way costs evaluations: how many, relative to the longest, was measured
// with VGG19 and the compact network.
struct History {
    int pairs;
    double evaluations;
};
constexpr History histories[] = {{50, 1},  {30, 1.04}, {20, 1.1}, {10, 1.2}, {6, 1.3},
                                 {4, 1.4}, {3, 1.5},   {2, 1.7},  {1, 2}};

struct Tiling {
    TilePlan segments;
    // Bytes of maps, without what stays: within an evaluation, and while targets are found.
    double peak = 0;
    double targets_peak = 0;
    double work = 0; // of one evaluation, multiplications
};

// The tiles' crops along one side of a map: rows and columns are cut independently.
struct Cuts {
    double sum = 0;
    double largest = 0;
};

Cuts cuts_of(double length, std::int64_t side, std::int64_t margin, std::int64_t alignment) {
    Cuts cuts;
    for (const Tile& tile : make_tiles(std::int64_t(length), 1, side, margin, alignment)) {
        cuts.sum += double(tile.crop.height);
        cuts.largest = std::max(cuts.largest, double(tile.crop.height));
    }
    return cuts;
}

// Tile sides to try, in strides of the segment's input; 0 is the whole map.
std::vector<std::int64_t> sides_for(MapSize map, std::int64_t stride) {
    std::vector<std::int64_t> sides{0};
    const auto longer = std::int64_t(std::max(map.height, map.width));
    std::int64_t previous = longer;
    for (std::int64_t parts = 2; previous > std::max<std::int64_t>(stride, 16); ++parts) {
        const std::int64_t side = ((longer + parts - 1) / parts + stride - 1) / stride * stride;
        if (side < previous && (parts < 16 || side <= previous * 7 / 8)) {
            sides.push_back(side);
            previous = side;
        }
        if (parts > longer)
            break;
    }
    return sides;
}

// What a pass may take for its maps, in bytes: within an evaluation, and for targets. The latter
// are found with what the search takes, and before the optimiser has vectors.
struct Budgets {
    double evaluation = 0;
    double targets = 0;
};

// How one picture is run through the network within budgets.
class Planner {
  public:
    Planner(const PassMemory& memory, Size picture, bool backward)
        : memory_(memory), picture_{double(picture.height), double(picture.width)},
          backward_(backward) {}

    // Of all ways to cut the layers at up to two pools, the one of least work; none when none fits.
    std::optional<Tiling> best(const Budgets& budgets) const {
        std::vector<int> pools;
        for (int i = 0; i < memory_.chain().size(); ++i)
            if (memory_.chain().is_pool(i))
                pools.push_back(i + 1);
        std::optional<Tiling> best;
        const auto consider = [&](const std::vector<int>& cuts) {
            const auto tiling = fit(cuts, budgets);
            if (tiling && (!best || tiling->work < best->work))
                best = tiling;
        };
        consider({});
        for (std::size_t i = 0; i < pools.size(); ++i) {
            consider({pools[i]});
            for (std::size_t j = i + 1; j < pools.size(); ++j)
                consider({pools[i], pools[j]});
        }
        return best;
    }

  private:
    struct Part {
        int first, last;
        MapSize map;          // of its input
        double held_forward;  // whole maps that stand meanwhile
        double held_backward; // the same on the way back, gradients included
        bool deeper;          // whether another part follows

        LayerChain::Range range() const { return {first, last}; }
    };

    std::vector<Part> parts_for(const std::vector<int>& cuts) const {
        std::vector<Part> parts;
        std::vector<int> ends = cuts;
        ends.push_back(memory_.chain().size());
        MapSize map = picture_;
        int first = 0;
        double standing = 0; // inputs of the parts so far; the picture is counted elsewhere
        for (int last : ends) {
            const auto stride = double(memory_.chain().stride({first, last}));
            const MapSize after{std::floor(map.height / stride), std::floor(map.width / stride)};
            const bool deeper = last < memory_.chain().size();
            const double input = first > 0 ? memory_.map_bytes(first, map) : 0;
            const double output = deeper ? memory_.map_bytes(last, after) : 0;
            standing += input;
            // There: its output is being put together. Back: the gradients of output and input.
            parts.push_back(
                {first, last, map, (backward_ ? standing : input) + output,
                 standing + output + input, deeper});
            map = after;
            first = last;
        }
        return parts;
    }

    std::optional<Tiling> fit(const std::vector<int>& cuts, const Budgets& budgets) const {
        Tiling tiling;
        for (const Part& part : parts_for(cuts)) {
            Segment segment{part.first, part.last};
            segment.alignment = memory_.alignment(part.first);
            if (!choose(part, budgets, segment, tiling))
                return {};
            tiling.segments.push_back(segment);
        }
        return tiling;
    }

    bool choose(const Part& part, const Budgets& budgets, Segment& segment, Tiling& tiling) const {
        const double per_position = memory_.chain().work(part.range());
        if (!part.deeper && backward_) { // at once, with the activations kept for the way back
            const double peak = whole_peak(part);
            const double there = there_peak(part, 0, part.map);
            if (peak <= budgets.evaluation && there <= budgets.targets) {
                tiling.peak = std::max(tiling.peak, peak);
                tiling.targets_peak = std::max(tiling.targets_peak, there);
                tiling.work += 2 * per_position * part.map.area();
                return true;
            }
        }
        const auto stride = std::max(memory_.chain().stride(part.range()), segment.alignment);
        struct Choice {
            std::int64_t side = 0;
            double peak = 0;
            double area = std::numeric_limits<double>::infinity(); // of all crops
        };
        const auto pick = [&](std::int64_t margin, double budget, const auto& peak_of) {
            Choice choice;
            for (const std::int64_t side : sides_for(part.map, stride)) {
                const Cuts rows = cuts_of(part.map.height, side, margin, stride);
                const Cuts columns = cuts_of(part.map.width, side, margin, stride);
                const double peak = peak_of(side, MapSize{rows.largest, columns.largest});
                if (peak <= budget) // they become smaller, and smaller ones cost more
                    return Choice{side, peak, rows.sum * columns.sum};
            }
            return choice;
        };
        // Where one segment goes there and back tile by tile, only targets take a way there alone.
        const bool there_alone = !(backward_ && memory_.local() && part.first == 0 && !part.deeper);
        const Choice there = pick(
            memory_.chain().forward_margin(part.range()),
            there_alone ? std::min(budgets.evaluation, budgets.targets) : budgets.targets,
            [&](std::int64_t side, MapSize crop) { return there_peak(part, side, crop); });
        if (!std::isfinite(there.area))
            return false;
        segment.forward_side = there.side;
        tiling.targets_peak = std::max(tiling.targets_peak, there.peak);
        if (there_alone) {
            tiling.peak = std::max(tiling.peak, there.peak);
            tiling.work += per_position * there.area;
        }
        if (!backward_)
            return true;
        const Choice back = pick(
            memory_.chain().backward_margin(part.range(), segment.alignment), budgets.evaluation,
            [&](std::int64_t side, MapSize crop) { return backward_peak(part, side, crop); });
        if (!std::isfinite(back.area))
            return false;
        segment.backward_side = back.side;
        tiling.peak = std::max(tiling.peak, back.peak);
        tiling.work += 2 * per_position * back.area;
        return true;
    }

    double there_peak(const Part& part, std::int64_t side, MapSize crop) const {
        const bool owns = side > 0 || part.first == 0;
        return part.held_forward + memory_.forward(part.range(), crop, false, owns).peak;
    }

    double backward_peak(const Part& part, std::int64_t side, MapSize crop) const {
        const bool owns = side > 0 || part.first == 0;
        const auto forward = memory_.forward(part.range(), crop, true, owns);
        return part.held_backward +
               std::max(
                   forward.peak, memory_.backward(part.range(), crop, forward.kept, part.deeper));
    }

    double whole_peak(const Part& part) const { return backward_peak(part, 0, part.map); }

    const PassMemory& memory_;
    MapSize picture_;
    bool backward_;
};

bool is_tiled(const TilePlan& plan) {
    return plan.size() > 1 || std::ranges::any_of(plan, [](const Segment& segment) {
               return segment.forward_side > 0 || segment.backward_side > 0;
           });
}

double pixels_of(Size size) {
    return double(size.width) * size.height;
}

struct Fixed {
    double targets; // while targets are computed
    double work;    // during an evaluation, without history
    double pair;    // of the history
};

Fixed fixed_bytes(const PassMemory& memory, const MemoryRequest& request) {
    const double base = pixels_of(request.base);
    double styles = 0;
    for (const Size& style : request.styles)
        styles += pixels_of(style);
    const double vector = 3 * base * sizeof(float);
    // How much counts of each pixel, and of the positions of all maps.
    constexpr double mask_numbers = 1.4;
    double masks = request.masked ? base + styles : 0;
    masks += 2 * request.masked_parts * base; // as it is and with what is visible of the base
    masks *= mask_numbers * sizeof(float);
    const double always =
        double(request.resident_mib) * mib + library_bytes + 2 * memory.kernel_bytes() + masks;
    const double targets = request.demand.target_bytes;
    return {// The file's weights are there still.
            always + memory.kernel_bytes() * 4 / request.feature_bytes + vector +
                3 * styles * sizeof(float) + targets + request.demand.making_bytes,
            always + targets + optimiser_vectors * vector, 2 * vector};
}

} // namespace

std::int64_t MemoryPlan::tile_side() const {
    return is_tiled(base_tiles)
               ? std::max(base_tiles.front().forward_side, base_tiles.front().backward_side)
               : 0;
}

MemoryRequest memory_request(const DemandQuestion& question) {
    MemoryRequest request;
    request.chain = question.chain;
    request.demand = term_demand(question);
    request.base = question.base;
    request.styles = question.styles;
    request.masked_parts = question.masked_parts;
    request.feature_bytes = question.feature_bytes;
    request.masked = question.masked;
    return request;
}

std::optional<MemoryPlan> find_plan(const MemoryRequest& request, std::int64_t limit_mib) {
    const PassMemory memory(request.chain, request.demand, request.feature_bytes);
    const Fixed fixed = fixed_bytes(memory, request);
    const Planner evaluation(memory, request.base, true);
    // One after the other; what does for the largest does for the others.
    const Planner targets(
        memory, std::ranges::max(request.styles, {}, pixels_of), /*backward=*/false);
    const double whole = 2 * memory.chain().work(memory.chain().whole()) *
                         double(request.base.width) * request.base.height;
    const double limit = double(limit_mib) * mib;
    const double for_targets = (limit - fixed.targets) / slack;
    const auto style = targets.best({for_targets, for_targets});
    if (!style)
        return {};
    std::optional<MemoryPlan> best;
    double least_time = std::numeric_limits<double>::infinity();
    for (const History& history : histories) {
        const double stays = fixed.work + history.pairs * fixed.pair;
        const auto base = evaluation.best({(limit - stays) / slack, for_targets});
        if (!base || base->work * history.evaluations >= least_time)
            continue;
        least_time = base->work * history.evaluations;
        MemoryPlan plan;
        plan.history = history.pairs;
        plan.work = whole > 0 ? base->work / whole : 1;
        plan.base_tiles = is_tiled(base->segments) ? base->segments : TilePlan{};
        plan.style_tiles = is_tiled(style->segments) ? style->segments : TilePlan{};
        const double peak = std::max(
            fixed.targets + std::max(style->peak, base->targets_peak) * slack,
            stays + base->peak * slack);
        plan.peak_mib = std::int64_t(peak / mib) + 1;
        plan.tensors_mib = plan.peak_mib - request.resident_mib - std::int64_t(library_bytes / mib);
        best = plan;
    }
    return best;
}

std::int64_t least_memory_mib(const MemoryRequest& request) {
    constexpr std::int64_t step = 16; // MiB
    std::int64_t too_little = 0;
    std::int64_t enough = 1;
    for (; !find_plan(request, enough * step); enough *= 2)
        too_little = enough;
    while (enough - too_little > 1) {
        const std::int64_t middle = (enough + too_little) / 2;
        (find_plan(request, middle * step) ? enough : too_little) = middle;
    }
    return enough * step;
}

MemoryPlan
plan_memory(const MemoryRequest& request, std::int64_t limit_mib, const std::string& network_name) {
    if (const auto plan = find_plan(request, limit_mib))
        return *plan;
    throw too_little_memory(
        {request.base.width - 2 * request.margin, request.base.height - 2 * request.margin},
        least_memory_mib(request), limit_mib, network_name);
}

Error too_little_memory(
    Size base, std::int64_t least_mib, std::int64_t limit_mib, const std::string& network_name) {
    return Error(
        ErrorCode::memory,
        formatted(
            _("A working image of %d×%d pixels needs at least %ld MiB of memory with the network "
              "%s, but the limit is %ld MiB: raise the limit or choose a smaller size."),
            base.width, base.height, long{least_mib}, network_name.c_str(), long{limit_mib}));
}

} // namespace style_transfer
