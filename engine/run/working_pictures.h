// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/style_parts.h"
#include "engine/objective/guide.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace style_transfer {

// Base, styles and start of a run at the sizes of its stages. On the processor; what is handed out
// for a device is there.
class WorkingPictures {
  public:
    WorkingPictures() = default;
    // Hidden pixels take colours that continue the visible ones: whatever lies there must not be
    // seen by the network either. `settings` say how the start differs from the base.
    WorkingPictures(
        const ImageView& base, const std::vector<ImageView>& styles, const StyleParts& parts,
        const Settings& settings);

    Size size() const { return base_size_; } // of the base
    const std::vector<Size>& style_sizes() const { return style_sizes_; }
    // With a mirrored margin, see Stage.
    VisiblePicture base(Size size, at::Device device, int margin = 0) const;
    // Of a base of that size; the sizes of the styles in their order.
    // Guide by guide, at their own sizes; shared, not copied.
    std::vector<VisiblePicture> styles() const;
    std::vector<Guide>
    guides(Size size, const std::vector<Size>& styles, at::Device device, int margin = 0) const;

    // Where the work begins: the base (for matching, each part with the mean colour of its styles),
    // with noise for a seed, or the picture set instead. A new tensor.
    at::Tensor start(Size size, at::Device device) const;
    void start_at(const at::Tensor& picture) { other_start_ = picture; }
    bool has_other_start() const { return other_start_.defined(); }

    // Lets base and styles go, when nobody will ask for them any more.
    void release() {
        base_ = {};
        guides_.clear();
    }

  private:
    at::Tensor in_style_colours() const;

    VisiblePicture base_;
    std::vector<Guide> guides_;
    at::Tensor other_start_;
    Size base_size_;
    std::vector<Size> style_sizes_;
    int seed_ = 0;
    bool in_style_colours_ = false; // where the start is
};

} // namespace style_transfer
