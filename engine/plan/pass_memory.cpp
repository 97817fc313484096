// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/pass_memory.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

MapSize halved(MapSize size) {
    return {std::floor(size.height / 2), std::floor(size.width / 2)};
}

std::int64_t rounded_up(std::int64_t value, std::int64_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

} // namespace

PassMemory::PassMemory(
    const Model& model, std::vector<std::string> taps, std::string content_layer, int feature_bytes,
    bool masked)
    : feature_bytes_(feature_bytes), masked_(masked) {
    int channels = 3;
    for (const Layer& layer : model.layers) {
        Step step;
        step.pool = layer.kind == Layer::Kind::max_pool;
        step.inputs = channels;
        if (!step.pool)
            channels = layer.weights.output_channels;
        step.outputs = channels;
        step.tapped = !step.pool && std::ranges::find(taps, layer.name) != taps.end();
        step.content = !step.pool && layer.name == content_layer;
        step.measured = !layer.tap_map.empty();
        steps_.push_back(step);
    }
}

int PassMemory::channels_before(int layer) const {
    return steps_[std::size_t(layer)].inputs;
}

double PassMemory::kernel_bytes() const {
    double bytes = 0;
    for (const Step& step : steps_)
        if (!step.pool)
            bytes += 9.0 * step.inputs * step.outputs * feature_bytes_;
    return bytes;
}

double PassMemory::content_bytes(MapSize size) const {
    for (const Step& step : steps_) {
        if (step.content)
            return step.outputs * size.area() * feature_bytes_;
        size = step.pool ? halved(size) : size;
    }
    return 0;
}

double PassMemory::map_bytes(int layer, MapSize size) const {
    return channels_before(layer) * size.area() * feature_bytes_;
}

bool PassMemory::fused(int layer, int last) const {
    const Step& step = steps_[std::size_t(layer)];
    return !step.pool && !step.tapped && layer + 1 < last && is_pool(layer + 1);
}

double PassMemory::kept_by(int layer, int last, MapSize size) const {
    const Step& step = steps_[std::size_t(layer)];
    if (step.pool)
        return step.outputs * halved(size).area(); // origins
    if (fused(layer, last))
        return 0;
    return step.outputs * size.area() * (step.tapped ? feature_bytes_ : 1);
}

PassMemory::Forward
PassMemory::forward(int first, int last, MapSize size, bool keep, bool owns_input) const {
    Forward result;
    const double input = map_bytes(first, size);
    const double held = owns_input ? input : 0;
    // A picture is put into the network's channel order first.
    result.peak = held + (first == 0 ? 2 * 3 * size.area() * sizeof(float) : 0);
    double current = 0; // the map at hand, unless it is the input or among what is kept
    for (int i = first; i < last; ++i) {
        const Step& step = steps_[std::size_t(i)];
        const MapSize after = step.pool ? halved(size) : size;
        const double out = step.outputs * after.area() * feature_bytes_;
        const double kept = keep ? kept_by(i, last, size) : 0;
        const double scratch = step.pool ? 0 : 9.0 * step.inputs * step.outputs * feature_bytes_;
        result.peak =
            std::max(result.peak, held + result.kept + current + out + std::max(kept, scratch));
        result.kept += kept;
        current = keep && step.tapped ? 0 : out;
        if (step.tapped) {
            // Gram matrices: features in single precision, and weighted by what is visible.
            const double single = step.outputs * after.area() * sizeof(float);
            const double copies =
                (feature_bytes_ < sizeof(float) ? single : 0) + (masked_ ? single : 0);
            result.peak = std::max(result.peak, held + result.kept + current + copies);
        }
        size = after;
    }
    return result;
}

double PassMemory::backward(int first, int last, MapSize size, double kept, bool deeper) const {
    std::vector<MapSize> before(steps_.size());
    for (int i = first; i < last; ++i) {
        before[std::size_t(i)] = size;
        size = is_pool(i) ? halved(size) : size;
    }
    double gradient =
        deeper ? steps_[std::size_t(last - 1)].outputs * size.area() * feature_bytes_ : 0;
    double peak = kept + gradient;
    for (int i = last - 1; i >= first; --i) {
        const Step& step = steps_[std::size_t(i)];
        const MapSize input = before[std::size_t(i)];
        const double before_bytes = step.inputs * input.area() * feature_bytes_;
        if (step.pool) {
            peak = std::max(peak, kept + gradient + (gradient > 0 ? before_bytes : 0));
            gradient = gradient > 0 ? before_bytes : 0;
        } else {
            const double map = step.outputs * input.area() * feature_bytes_;
            const double single = step.outputs * input.area() * sizeof(float);
            double own = 0;
            if (step.tapped) {
                // The style's gradient; of the content term difference, gradient, and what it is
                // measured with.
                own = map;
                const double copies = feature_bytes_ < sizeof(float) ? 2 : 0;
                const double content = step.content ? (step.measured ? 4 : 2) : 0;
                peak = std::max(peak, kept + gradient + own + (content + copies) * single);
            }
            if (gradient == 0)
                std::swap(gradient, own);
            const double scratch = 9.0 * step.inputs * step.outputs * feature_bytes_;
            kept -= kept_by(i, last, input);
            if (gradient > 0) {
                peak = std::max(peak, kept + gradient + before_bytes + scratch);
                gradient = before_bytes;
            }
            continue;
        }
        kept -= kept_by(i, last, input);
    }
    return peak;
}

std::int64_t PassMemory::stride(int first, int last) const {
    std::int64_t stride = 1;
    for (int i = first; i < last; ++i)
        stride *= is_pool(i) ? 2 : 1;
    return stride;
}

std::int64_t PassMemory::reach(int first, int last) const {
    std::int64_t reach = 0;
    for (int i = first; i < last; ++i)
        reach += is_pool(i) ? 0 : stride(first, i);
    return reach;
}

std::int64_t PassMemory::forward_margin(int first, int last) const {
    return rounded_up(reach(first, last), stride(first, last));
}

std::int64_t PassMemory::backward_margin(int first, int last) const {
    return rounded_up(forward_margin(first, last) + reach(first, last), stride(first, last));
}

double PassMemory::work(int first, int last) const {
    double work = 0;
    double area = 1;
    for (int i = first; i < last; ++i) {
        const Step& step = steps_[std::size_t(i)];
        if (step.pool)
            area /= 4;
        else
            work += 9.0 * step.inputs * step.outputs * area;
    }
    return work;
}

} // namespace style_transfer
