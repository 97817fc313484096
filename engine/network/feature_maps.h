// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). What happens to feature maps between the convolutions, with as little
// kept for the way back as possible. Maps are [1, channels, height, width] with channels innermost
// in memory (channels_last), of any floating type, on any device; on the processor each function
// is one pass over memory.
#pragma once

#include "engine/network/tiles.h"

#include <ATen/core/Tensor.h>

namespace style_transfer {

inline constexpr auto feature_format = at::MemoryFormat::ChannelsLast;

// A view of a part of a map or picture, whose rows and columns are the last two dimensions; an
// undefined tensor stays that.
at::Tensor part_of(const at::Tensor& map, const Region& region);

// [1, channels, height, width] of [channels, height, width], so that ATen still sees channels_last
// where the map is; unsqueeze() would leave a stride for the batch that hides it.
at::Tensor as_batch(const at::Tensor& map);

// 2×2 maxima with stride 2; an odd last row or column is left out. `origins` (bytes, shape of the
// maxima) tell which pixel of the window each came from: 0 1 over 2 3, the first one of equals.
struct Pooled {
    at::Tensor maxima;
    at::Tensor origins;
};
Pooled max_pool(const at::Tensor& maps);

// The same of ReLU(maps), from maps before ReLU; the origin of a maximum that is not positive is
// `no_origin`, so that pool_gradient() is the gradient through ReLU as well.
inline constexpr unsigned char no_origin = 4;
Pooled max_pool_of_relu(const at::Tensor& maps);

// The gradient with respect to maps of `height`×`width` before the pool.
at::Tensor pool_gradient(
    const at::Tensor& gradient, const at::Tensor& origins, std::int64_t height, std::int64_t width);

// In place, the gradient before ReLU: `gradient` + `own` (which may be undefined) where
// `activation`, either ReLU's output or whether that is positive (bool), is positive, else 0.
void relu_gradient_(at::Tensor& gradient, const at::Tensor& own, const at::Tensor& activation);

// The same functions in ATen's own operations, for devices other than the processor.
namespace portable {
Pooled max_pool(const at::Tensor& maps, bool of_relu);
at::Tensor pool_gradient(
    const at::Tensor& gradient, const at::Tensor& origins, std::int64_t height, std::int64_t width);
void relu_gradient_(at::Tensor& gradient, const at::Tensor& own, const at::Tensor& activation);
} // namespace portable

} // namespace style_transfer
