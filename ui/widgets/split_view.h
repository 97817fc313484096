// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/widgets/picture_view.h"

#include <functional>

namespace style_transfer {

// Two pictures of the same thing in one place: left of a line that can be moved the one before,
// right of it the one after. Mouse, or Left, Right, Home and End while it has the focus.
class SplitView {
  public:
    SplitView(CallbackGuard& guard, Size natural, const std::string& name);

    GtkWidget* widget() const { return area_; }

    void show_before(SurfacePointer surface);
    void show_after(SurfacePointer surface);

    // Whether pictures that are smaller than the widget are shown larger; else pixel by pixel.
    void set_enlarges(bool enlarges);

    // Called with the place in the picture, in [0,1], that is clicked twice.
    std::function<void(double x, double y)> on_double_click;

    // Called when the wheel, or an arrow key with Ctrl, wants to see what lies in that direction,
    // in steps.
    std::function<void(double right, double down)> on_scroll;

    // Where the line stands, from 0 at the left to 1 at the right.
    double split() const { return split_; }
    void set_split(double split);

  private:
    struct Place {
        double left, top, width, height;
    };

    Place place() const; // of the pictures in the widget
    void draw(cairo_t* cairo) const;
    void paint(cairo_t* cairo, cairo_surface_t* surface, const Place& place) const;
    void draw_line(cairo_t* cairo, const Place& place) const;
    bool take_key(unsigned key, bool control);
    bool take_scroll(const GdkEventScroll& event) const;
    void take_pointer(double x);
    void take_double_click(double x, double y) const;

    GtkWidget* area_;
    SurfacePointer before_;
    SurfacePointer after_;
    double split_ = 0.25;
    bool enlarges_ = true;
};

} // namespace style_transfer
