// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/style_targets.h"

#include <ATen/ops/equal.h>

#include <algorithm>

namespace style_transfer {

namespace {

bool are_equal(const at::Tensor& one, const at::Tensor& other) {
    return one.defined() == other.defined() && (!one.defined() || at::equal(one, other));
}

std::int64_t bytes_of(const at::Tensor& tensor) {
    return tensor.defined() ? std::int64_t(tensor.nbytes()) : 0;
}

} // namespace

bool StyleTargets::are_of(const std::vector<VisiblePicture>& styles) const {
    return !styles_.empty() &&
           std::ranges::equal(
               styles_, styles, [](const VisiblePicture& own, const VisiblePicture& other) {
                   return are_equal(own.picture, other.picture) && are_equal(own.mask, other.mask);
               });
}

StyleTargets::Key StyleTargets::key_of(const Stage& stage, const Placement& placement) {
    std::vector<int> sizes;
    for (const Size& style : stage.styles)
        sizes.insert(sizes.end(), {style.width, style.height});
    return {std::move(sizes), stage.margin, placement.features, placement.device.type()};
}

TargetCache& StyleTargets::of(const Stage& stage, const Placement& placement) {
    return caches_[key_of(stage, placement)];
}

void StyleTargets::keep_within(std::int64_t bytes, const Stage& stage, const Placement& placement) {
    if (!styles_.empty() && this->bytes() <= bytes)
        return;
    caches_.erase(key_of(stage, placement));
    if (this->bytes() > bytes)
        clear();
}

std::int64_t StyleTargets::bytes() const {
    std::int64_t sum = 0;
    for (const VisiblePicture& style : styles_)
        sum += bytes_of(style.picture) + bytes_of(style.mask);
    for (const auto& [key, cache] : caches_)
        sum += cache.bytes();
    return sum;
}

} // namespace style_transfer
