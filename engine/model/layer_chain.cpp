// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/layer_chain.h"

#include "engine/base/error.h"

#include <algorithm>

namespace style_transfer {

namespace {

int rounded_up(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

} // namespace

LayerChain::LayerChain(const std::vector<Layer>& layers) {
    int channels = 3;
    for (const Layer& layer : layers) {
        Step step;
        step.name = layer.name;
        step.pool = layer.kind == Layer::Kind::max_pool;
        step.measured = !layer.tap_map.empty();
        step.inputs = channels;
        if (!step.pool)
            channels = layer.weights.output_channels;
        step.outputs = channels;
        steps_.push_back(std::move(step));
    }
}

bool LayerChain::contains(const std::string& name) const {
    return std::ranges::find(steps_, name, &Step::name) != steps_.end();
}

int LayerChain::index_of(const std::string& name) const {
    const auto step = std::ranges::find(steps_, name, &Step::name);
    if (step == steps_.end())
        throw Error(ErrorCode::model, "The network has no layer named " + name + ".");
    return int(step - steps_.begin());
}

LayerChain::Range LayerChain::range_to(const std::vector<std::string>& names) const {
    Range range;
    for (const std::string& name : names)
        range.last = std::max(range.last, index_of(name) + 1);
    return range;
}

int LayerChain::block_of(int layer) const {
    return 1 + int(std::count_if(steps_.begin(), steps_.begin() + layer, [](const Step& step) {
               return step.pool;
           }));
}

int LayerChain::field_of_view(int layer) const {
    int side = 1;
    int distance = 1; // between neighbouring positions, in pixels
    for (int i = 0; i <= layer; ++i) {
        side += (is_pool(i) ? 1 : 2) * distance;
        distance *= is_pool(i) ? 2 : 1;
    }
    return side;
}

int LayerChain::stride(Range range) const {
    int stride = 1;
    for (int i = range.first; i < range.last; ++i)
        stride *= is_pool(i) ? 2 : 1;
    return stride;
}

int LayerChain::reach(Range range) const {
    int reach = 0;
    for (int i = range.first; i < range.last; ++i)
        reach += is_pool(i) ? 0 : stride({range.first, i});
    return reach;
}

int LayerChain::forward_margin(Range range) const {
    return rounded_up(reach(range), stride(range));
}

int LayerChain::backward_margin(Range range, int alignment) const {
    return rounded_up(rounded_up(forward_margin(range), alignment) + reach(range), stride(range));
}

bool LayerChain::fused(int layer, Range range, bool tapped) const {
    return !is_pool(layer) && !tapped && layer + 1 < range.last && is_pool(layer + 1);
}

double LayerChain::kernel_numbers() const {
    double numbers = 0;
    for (const Step& step : steps_)
        if (!step.pool)
            numbers += 9.0 * step.inputs * step.outputs;
    return numbers;
}

double LayerChain::work(Range range) const {
    double work = 0;
    double area = 1;
    for (int i = range.first; i < range.last; ++i) {
        const Step& step = (*this)[i];
        if (step.pool)
            area /= 4;
        else
            work += 9.0 * step.inputs * step.outputs * area;
    }
    return work;
}

} // namespace style_transfer
