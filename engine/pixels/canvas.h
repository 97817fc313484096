// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of one run at the sizes that it needs. Call gegl_init() before and use from one
// thread at a time.
#pragma once

#include "engine/base/style.h"
#include "engine/finishing/rgb_space.h"
#include "engine/settings/settings.h"

#include <vector>

namespace style_transfer {

// How large a result is: as it was worked on, or as large as the base.
enum class ResultSize { working, base };

class Canvas {
  public:
    // Brings all pictures to the sizes at which they are worked on, see working_images.h, and lets
    // go of what the result does not need. Numbers are those of `space`. Throws Error, also for
    // regions as style_parts() does.
    Canvas(
        Image base, const std::vector<Style>& styles, const Settings& settings, ResultSize size,
        RgbSpace space = {});

    // What it was made of, and what of it is worked on.
    Size base_size() const { return base_size_; }
    const std::vector<Size>& style_sizes() const { return style_sizes_; }
    Size working_base_size() const { return working_base_size_; }
    const std::vector<Size>& working_style_sizes() const { return working_style_sizes_; }
    Size result_size() const { return base_.empty() ? working_base_size_ : base_size_; }

    // For the engine, which copies them; until release().
    ImageView working_base() const { return working_base_.view(); }
    std::vector<StyleView> working_styles() const;
    // Makes room: the engine has its own. Without `keeps_photo` a base that has no part in the
    // result as it was painted goes, too.
    void release(bool keeps_photo);

    // How much of each pixel is painted at all, of the result and as it is worked on; without
    // pixels: all of all.
    ImageView covered() const { return view_of(base_.empty() ? working_covered_ : covered_); }
    ImageView working_covered() const { return view_of(working_covered_); }

    const RgbSpace& space() const { return space_; }

    // The base at the size of the result; of no pixels once it was released.
    ImageView photo() const { return base_.empty() ? working_base_.view() : base_.view(); }

  private:
    static ImageView view_of(const Image& mask) { return mask.empty() ? ImageView{} : mask.view(); }

    Size base_size_, working_base_size_;
    std::vector<Size> style_sizes_, working_style_sizes_;
    Image base_; // only when the result is enlarged to its size
    Image working_base_;
    std::vector<Style> working_styles_;
    Image covered_; // at the size of base_
    Image working_covered_;
    RgbSpace space_;
};

} // namespace style_transfer
