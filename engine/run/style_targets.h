// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/objective/feature_source.h"
#include "engine/objective/target_cache.h"
#include "engine/plan/placement.h"
#include "engine/plan/schedule.h"

#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace style_transfer {

// What the stages of a run have found in its styles, for other stages and for other runs with the
// same styles and network. Copies share what has been found.
class StyleTargets {
  public:
    StyleTargets() = default;
    // Of these pictures, which are shared, not copied.
    explicit StyleTargets(std::vector<VisiblePicture> styles) : styles_(std::move(styles)) {}

    // Whether they are of these pictures in this order, to the last bit.
    bool are_of(const std::vector<VisiblePicture>& styles) const;

    // Those of a stage; stays where it is as long as it is not dropped.
    TargetCache& of(const Stage& stage, const Placement& placement);

    // When all together take more than so many bytes, drops those of that stage, and everything if
    // that is not enough.
    void keep_within(std::int64_t bytes, const Stage& stage, const Placement& placement);
    void clear() { *this = {}; }

    // With the pictures.
    std::int64_t bytes() const;

  private:
    // Widths and heights of the styles, margin, number type, device.
    using Key = std::tuple<std::vector<int>, int, at::ScalarType, at::DeviceType>;
    static Key key_of(const Stage& stage, const Placement& placement);

    std::vector<VisiblePicture> styles_;
    std::map<Key, TargetCache> caches_;
};

} // namespace style_transfer
