// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/rescaling.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/reflection_pad2d.h>
#include <ATen/ops/upsample_bicubic2d.h>

namespace style_transfer {

at::Tensor shrunk(const at::Tensor& picture, Size size) {
    if (!picture.defined())
        return picture;
    const bool plane = picture.dim() == 2;
    const at::Tensor small =
        at::adaptive_avg_pool2d(plane ? picture.unsqueeze(0) : picture, {size.height, size.width});
    return plane ? small.squeeze(0) : small;
}

at::Tensor enlarged(const at::Tensor& picture, Size size) {
    return at::upsample_bicubic2d(
               picture.unsqueeze(0), {size.height, size.width}, /*align_corners=*/false)
        .squeeze(0);
}

at::Tensor grown(const at::Tensor& picture, const at::Tensor& small_base, const at::Tensor& base) {
    return enlarged(picture - small_base, {int(base.size(2)), int(base.size(1))}).add_(base);
}

at::Tensor mirrored(const at::Tensor& picture, int margin) {
    if (!picture.defined() || margin == 0)
        return picture;
    const bool plane = picture.dim() == 2;
    const at::Tensor wide = at::reflection_pad2d(
        plane ? picture.unsqueeze(0) : picture, {margin, margin, margin, margin});
    return plane ? wide.squeeze(0) : wide;
}

at::Tensor within_margin(const at::Tensor& picture, int margin) {
    return picture.narrow(-2, margin, picture.size(-2) - std::int64_t{2} * margin)
        .narrow(-1, margin, picture.size(-1) - std::int64_t{2} * margin);
}

at::Tensor without_margin(const at::Tensor& picture, int margin) {
    return margin == 0 ? picture : within_margin(picture, margin).contiguous();
}

} // namespace style_transfer
