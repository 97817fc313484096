// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/train/training.h"

#include <ATen/core/Tensor.h>

namespace style_transfer::train {

// Throws Error(invalid_argument) when CUDA is asked for and not there.
at::Device choose_device(Device device);

// Automatic is bfloat16 where the processor multiplies it fast, and single precision elsewhere.
at::ScalarType choose_precision(Precision precision, at::Device device);

} // namespace style_transfer::train
