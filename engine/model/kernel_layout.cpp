// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/kernel_layout.h"

#include <cassert>
#include <cstddef>

namespace style_transfer {

std::vector<float>
to_oihw(std::vector<float> kernel, KernelLayout layout, int output_channels, int input_channels) {
    const std::size_t outputs = std::size_t(output_channels);
    const std::size_t inputs = std::size_t(input_channels);
    constexpr std::size_t taps = 9;
    assert(kernel.size() == outputs * inputs * taps);
    if (layout == KernelLayout::oihw)
        return kernel;

    std::vector<float> result(kernel.size());
    for (std::size_t output = 0; output < outputs; ++output)
        for (std::size_t input = 0; input < inputs; ++input)
            for (std::size_t tap = 0; tap < taps; ++tap)
                result[(output * inputs + input) * taps + tap] =
                    kernel[(tap * inputs + input) * outputs + output];
    return result;
}

} // namespace style_transfer
