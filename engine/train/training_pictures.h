// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). The pictures that student and teacher are compared on.
#pragma once

#include "engine/train/picture_source.h"

#include <ATen/core/Tensor.h>

namespace style_transfer::train {

// All are [count, 3, side, side], RGB 0–255, float, on the CPU.

// Crops of one kind, as they are.
at::Tensor crops(const PictureSource& source, PictureSource::Kind kind, int count, Random& random);

// Crops, a third of them of paintings; two in five changed: noise instead of a picture, noise
// added, two pictures blended, contrast and colour changed. Values may leave 0–255, as those of a
// picture that is being optimised do.
at::Tensor mixture(const PictureSource& source, int count, Random& random);

// The first `count` held-out pictures from `first` on, squares from their middle.
at::Tensor held_out_squares(const PictureSource& source, int first, int count);

} // namespace style_transfer::train
