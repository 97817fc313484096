// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of one run at the sizes that it needs. Call gegl_init() before and use from one
// thread at a time.
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"

namespace style_transfer {

// How large a result is: as it was worked on, or as large as the base.
enum class ResultSize { working, base };

class Canvas {
  public:
    // Brings both pictures to the sizes at which they are worked on, see working_images.h, and lets
    // go of what the result does not need. Throws Error.
    Canvas(Image base, Image style, const Settings& settings, ResultSize size);

    // What it was made of, and what of it is worked on.
    Size base_size() const { return base_size_; }
    Size style_size() const { return style_size_; }
    Size working_base_size() const { return working_base_size_; }
    Size working_style_size() const { return working_style_size_; }
    Size result_size() const { return base_.empty() ? working_base_size_ : base_size_; }

    // For the engine, which copies them; until release().
    ImageView working_base() const { return working_base_.view(); }
    ImageView working_style() const { return working_style_.view(); }
    // Makes room: the engine has its own.
    void release();

    // What was painted on the working base (RGB), as the result: at its size, clipped to [0,1] and
    // with the alpha of the base if that has one. Throws Error.
    Image finished(const ImageView& painted) const;

  private:
    Size base_size_, style_size_, working_base_size_, working_style_size_;
    Image base_; // only when the result is enlarged to its size
    Image working_base_;
    Image working_style_;
};

} // namespace style_transfer
