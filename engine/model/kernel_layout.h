// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which frameworks store the axes of a convolution kernel.
#pragma once

#include <vector>

namespace style_transfer {

enum class KernelLayout {
    oihw, // [output][input][height][width]: PyTorch, this project
    hwio, // [height][width][input][output]: Keras, TensorFlow
};

// The kernel of a 3×3 convolution, output_channels · input_channels · 9 numbers, in OIHW order.
// No framework mirrors the kernel: all compute a correlation.
std::vector<float>
to_oihw(std::vector<float> kernel, KernelLayout layout, int output_channels, int input_channels);

} // namespace style_transfer
