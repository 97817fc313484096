// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/image.h"
#include "engine/objective/feature_source.h"
#include "engine/settings/settings.h"

#include <ATen/core/Tensor.h>

#include <optional>

namespace style_transfer {

// Base, style and start of a run at the sizes of its stages. On the processor; what is handed out
// for a device is there.
class WorkingPictures {
  public:
    WorkingPictures() = default;
    // Hidden pixels take colours that continue the visible ones: whatever lies there must not be
    // seen by the network either. `settings` say how the start differs from the base.
    WorkingPictures(const ImageView& base, const ImageView& style, const Settings& settings);

    Size size() const { return base_size_; } // of the base
    Size style_size() const { return style_size_; }
    // With a mirrored margin, see Stage.
    VisiblePicture base(Size size, at::Device device, int margin = 0) const;
    VisiblePicture style(Size size, at::Device device, int margin = 0) const;

    // Where the work begins: the base (for matching with the mean colour of the style), with noise
    // for a seed, or the picture set instead. A new
    // tensor.
    at::Tensor start(Size size, at::Device device) const;
    void start_at(const at::Tensor& picture) { other_start_ = picture; }
    bool has_other_start() const { return other_start_.defined(); }

    // Lets base and style go, when nobody will ask for them any more.
    void release() {
        base_ = {};
        style_ = {};
    }

  private:
    VisiblePicture base_;
    VisiblePicture style_;
    at::Tensor other_start_;
    Size base_size_;
    Size style_size_;
    int seed_ = 0;
    bool in_style_colours_ = false; // the start has the style's mean colour
};

} // namespace style_transfer
