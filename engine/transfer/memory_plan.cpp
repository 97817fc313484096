// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/memory_plan.h"

#include "engine/base/error.h"

#include <algorithm>
#include <string>

namespace style_transfer {

namespace {

// libtorch with its thread pools, measured on an idle session.
constexpr double program_bytes = 300.0 * (1 << 20);

struct NetworkBytes {
    double weights = 0;
    double kept = 0;    // activations and pool indices of one forward pass
    double largest = 0; // feature map
};

NetworkBytes network_bytes(const Model& model, Size picture) {
    NetworkBytes bytes;
    double width = picture.width;
    double height = picture.height;
    int channels = 3;
    for (const Layer& layer : model.layers) {
        if (layer.kind == Layer::Kind::max_pool) {
            width = width / 2;
            height = height / 2;
            bytes.kept += channels * width * height * sizeof(std::int64_t);
        } else {
            channels = layer.weights.output_channels;
            bytes.weights += layer.weights.kernel.size() * sizeof(float);
            const double map = channels * width * height * sizeof(float);
            bytes.kept += map;
            bytes.largest = std::max(bytes.largest, map);
        }
    }
    return bytes;
}

} // namespace

std::int64_t planned_memory_mib(const Model& model, Size base, Size style, int lbfgs_history) {
    const NetworkBytes at_base = network_bytes(model, base);
    const NetworkBytes at_style = network_bytes(model, style);
    const double vector = 3.0 * base.width * base.height * sizeof(float);
    // Both kernel orientations and the loaded file; gradients of the tapped maps, and three maps
    // at the widest place on the way back (gradient, masked gradient, result).
    const double network = 3 * at_base.weights;
    const double evaluation = at_base.kept + 3 * at_base.largest;
    const double style_targets = 3 * at_style.largest;
    // Pairs, then picture, gradient, direction, trial point and its gradient, and temporaries.
    const double optimiser = (2.0 * lbfgs_history + 10) * vector;
    const double bytes = program_bytes + network + std::max(evaluation, style_targets) + optimiser;
    return std::int64_t(bytes / (1 << 20)) + 1;
}

void check_memory(
    const Model& model, Size base, Size style, int lbfgs_history, std::int64_t limit_mib) {
    const std::int64_t needed = planned_memory_mib(model, base, style, lbfgs_history);
    if (needed <= limit_mib)
        return;
    int fits = 15;
    for (int too_large = base.longer_side(); too_large - fits > 1;) {
        const int middle = (fits + too_large) / 2;
        const Size size = scaled_to_longer_side(base, middle);
        const Size smaller_style =
            scaled_to_longer_side(style, std::min(middle, style.longer_side()));
        const bool enough =
            planned_memory_mib(model, size, smaller_style, lbfgs_history) <= limit_mib;
        (enough ? fits : too_large) = middle;
    }
    std::string sentence =
        "A working image of " + std::to_string(base.width) + "×" + std::to_string(base.height) +
        " pixels needs about " + std::to_string(needed) + " MiB of memory with the network " +
        model.name + ", but the limit is " + std::to_string(limit_mib) + " MiB: ";
    sentence += fits >= 16 ? "choose a size of " + std::to_string(fits) + " or less."
                           : "raise the memory limit; no size fits.";
    throw Error(ErrorCode::memory, sentence);
}

} // namespace style_transfer
