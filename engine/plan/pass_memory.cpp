// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/pass_memory.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

MapSize halved(MapSize size) {
    return {std::floor(size.height / 2), std::floor(size.width / 2)};
}

} // namespace

PassMemory::PassMemory(const LayerChain& chain, const TermDemand& demand, int feature_bytes)
    : chain_(chain), looked_(std::size_t(chain.size())), feature_bytes_(feature_bytes),
      local_(demand.local), alignment_(demand.alignment) {
    for (const TermDemand::Tap& tap : demand.taps)
        looked_[std::size_t(chain.index_of(tap.layer))] = {
            true, tap.forward_copies, tap.backward_copies};
}

int PassMemory::alignment(int first) const {
    return std::max(1, alignment_ / chain_.stride({0, first}));
}

double PassMemory::kernel_bytes() const {
    return chain_.kernel_numbers() * feature_bytes_;
}

double PassMemory::map_bytes(int layer, MapSize size) const {
    return chain_[layer].inputs * size.area() * feature_bytes_;
}

double PassMemory::kept_by(int layer, Range range, MapSize size) const {
    const LayerChain::Step& step = chain_[layer];
    const bool tapped = looked_[std::size_t(layer)].tapped;
    if (step.pool)
        return step.outputs * halved(size).area(); // origins
    if (chain_.fused(layer, range, tapped))
        return 0;
    return step.outputs * size.area() * (tapped ? feature_bytes_ : 1);
}

PassMemory::Forward
PassMemory::forward(Range range, MapSize size, bool keep, bool owns_input) const {
    Forward result;
    const double input = map_bytes(range.first, size);
    const double held = owns_input ? input : 0;
    // A picture is put into the network's channel order first.
    result.peak = held + (range.first == 0 ? 2 * 3 * size.area() * sizeof(float) : 0);
    double current = 0; // the map at hand, unless it is the input or among what is kept
    for (int i = range.first; i < range.last; ++i) {
        const LayerChain::Step& step = chain_[i];
        const Looked& looked = looked_[std::size_t(i)];
        const MapSize after = step.pool ? halved(size) : size;
        const double out = step.outputs * after.area() * feature_bytes_;
        const double kept = keep ? kept_by(i, range, size) : 0;
        const double scratch = step.pool ? 0 : 9.0 * step.inputs * step.outputs * feature_bytes_;
        result.peak =
            std::max(result.peak, held + result.kept + current + out + std::max(kept, scratch));
        result.kept += kept;
        current = keep && looked.tapped ? 0 : out;
        if (looked.tapped) {
            const double single = step.outputs * after.area() * sizeof(float);
            result.peak = std::max(
                result.peak, held + result.kept + current + looked.forward_copies * single);
        }
        size = after;
    }
    return result;
}

double PassMemory::backward(Range range, MapSize size, double kept, bool deeper) const {
    std::vector<MapSize> before(looked_.size());
    for (int i = range.first; i < range.last; ++i) {
        before[std::size_t(i)] = size;
        size = chain_.is_pool(i) ? halved(size) : size;
    }
    double gradient = deeper ? chain_[range.last - 1].outputs * size.area() * feature_bytes_ : 0;
    double peak = kept + gradient;
    for (int i = range.last - 1; i >= range.first; --i) {
        const LayerChain::Step& step = chain_[i];
        const Looked& looked = looked_[std::size_t(i)];
        const MapSize input = before[std::size_t(i)];
        const double before_bytes = step.inputs * input.area() * feature_bytes_;
        if (step.pool) {
            peak = std::max(peak, kept + gradient + (gradient > 0 ? before_bytes : 0));
            gradient = gradient > 0 ? before_bytes : 0;
        } else {
            double own = 0;
            if (looked.tapped) {
                own = step.outputs * input.area() * feature_bytes_;
                const double single = step.outputs * input.area() * sizeof(float);
                peak = std::max(peak, kept + gradient + own + looked.backward_copies * single);
            }
            if (gradient == 0)
                std::swap(gradient, own);
            const double scratch = 9.0 * step.inputs * step.outputs * feature_bytes_;
            kept -= kept_by(i, range, input);
            if (gradient > 0) {
                peak = std::max(peak, kept + gradient + before_bytes + scratch);
                gradient = before_bytes;
            }
            continue;
        }
        kept -= kept_by(i, range, input);
    }
    return peak;
}

} // namespace style_transfer
