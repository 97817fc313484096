// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/callbacks.h"

#include <memory>
#include <string>

namespace style_transfer {

struct SurfaceDestroyer {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePointer = std::unique_ptr<cairo_surface_t, SurfaceDestroyer>;

// 8 bits a channel, for the screen. Values are clipped to [0,1], NaN becomes 0. A picture whose
// longer side is above `largest_side` pixels is averaged down by a whole factor. Throws Error.
SurfacePointer make_surface(const ImageView& image, int largest_side);

// The pixels of an image surface, RGB; transparent parts become white. Throws Error.
Image read_surface(cairo_surface_t* surface);

// The picture with this longer side, by way of 8 bits a channel. Throws Error.
Image resized(const Image& image, int longer_side);

// A widget that shows a picture as large as fits, in its own proportions and centred; transparent
// parts show a checkerboard.
class PictureView {
  public:
    // `name` is what a screen reader says; `natural` the size in pixels that is asked for.
    PictureView(CallbackGuard& guard, Size natural, const std::string& name);

    GtkWidget* widget() const { return area_; }

    void show(SurfacePointer surface); // nullptr: nothing
    bool empty() const { return !surface_; }

  private:
    void draw(cairo_t* cairo) const;

    GtkWidget* area_;
    SurfacePointer surface_;
};

} // namespace style_transfer
