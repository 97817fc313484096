// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/split_view.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr double key_step = 0.05;
constexpr double grip_radius = 7;

} // namespace

SplitView::SplitView(CallbackGuard& guard, Size natural, const std::string& name)
    : area_(gtk_drawing_area_new()) {
    gtk_widget_set_size_request(area_, natural.width, natural.height);
    gtk_widget_set_can_focus(area_, TRUE);
    gtk_widget_add_events(
        area_,
        GDK_BUTTON_PRESS_MASK | GDK_BUTTON1_MOTION_MASK | GDK_SCROLL_MASK | GDK_SMOOTH_SCROLL_MASK);
    AtkObject* accessible = gtk_widget_get_accessible(area_);
    atk_object_set_name(accessible, name.c_str());
    atk_object_set_role(accessible, ATK_ROLE_IMAGE);
    connect<gboolean(cairo_t*)>(area_, "draw", guard, [this](cairo_t* cairo) {
        draw(cairo);
        return TRUE;
    });
    connect<gboolean(GdkEventButton*)>(
        area_, "button-press-event", guard, [this](GdkEventButton* event) {
            gtk_widget_grab_focus(area_);
            if (event->type == GDK_2BUTTON_PRESS)
                take_double_click(event->x, event->y);
            else if (event->type == GDK_BUTTON_PRESS)
                take_pointer(event->x);
            return TRUE;
        });
    connect<gboolean(GdkEventMotion*)>(
        area_, "motion-notify-event", guard, [this](GdkEventMotion* event) {
            take_pointer(event->x);
            return TRUE;
        });
    connect<gboolean(GdkEventKey*)>(area_, "key-press-event", guard, [this](GdkEventKey* event) {
        return take_key(event->keyval, (event->state & GDK_CONTROL_MASK) != 0) ? TRUE : FALSE;
    });
    connect<gboolean(GdkEventScroll*)>(area_, "scroll-event", guard, [this](GdkEventScroll* event) {
        return take_scroll(*event) ? TRUE : FALSE;
    });
}

void SplitView::show_before(SurfacePointer surface) {
    before_ = std::move(surface);
    gtk_widget_queue_draw(area_);
}

void SplitView::show_after(SurfacePointer surface) {
    after_ = std::move(surface);
    gtk_widget_queue_draw(area_);
}

void SplitView::set_enlarges(bool enlarges) {
    enlarges_ = enlarges;
    gtk_widget_queue_draw(area_);
}

void SplitView::set_split(double split) {
    split_ = std::clamp(split, 0.0, 1.0);
    gtk_widget_queue_draw(area_);
}

bool SplitView::take_scroll(const GdkEventScroll& event) const {
    if (!on_scroll)
        return false;
    // With Shift a wheel scrolls sideways.
    const bool sideways = (event.state & GDK_SHIFT_MASK) != 0;
    const auto scroll = [&](double right, double down) {
        on_scroll(sideways ? down : right, sideways ? right : down);
    };
    switch (event.direction) {
    case GDK_SCROLL_UP:
        scroll(0, -1);
        break;
    case GDK_SCROLL_DOWN:
        scroll(0, 1);
        break;
    case GDK_SCROLL_LEFT:
        scroll(-1, 0);
        break;
    case GDK_SCROLL_RIGHT:
        scroll(1, 0);
        break;
    case GDK_SCROLL_SMOOTH:
        scroll(event.delta_x, event.delta_y);
        break;
    }
    return true;
}

bool SplitView::take_key(unsigned key, bool control) {
    if (control && on_scroll) {
        const double right = key == GDK_KEY_Right ? 1 : key == GDK_KEY_Left ? -1 : 0;
        const double down = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;
        on_scroll(right, down);
        return right != 0 || down != 0;
    }
    switch (key) {
    case GDK_KEY_Left:
        set_split(split_ - key_step);
        return true;
    case GDK_KEY_Right:
        set_split(split_ + key_step);
        return true;
    case GDK_KEY_Home:
        set_split(0);
        return true;
    case GDK_KEY_End:
        set_split(1);
        return true;
    default:
        return false;
    }
}

void SplitView::take_pointer(double x) {
    if (!before_)
        return;
    const Place where = place();
    set_split((x - where.left) / where.width);
}

void SplitView::take_double_click(double x, double y) const {
    if (!before_ || !on_double_click)
        return;
    const Place where = place();
    on_double_click(
        std::clamp((x - where.left) / where.width, 0.0, 1.0),
        std::clamp((y - where.top) / where.height, 0.0, 1.0));
}

SplitView::Place SplitView::place() const {
    const double area_width = gtk_widget_get_allocated_width(area_);
    const double area_height = gtk_widget_get_allocated_height(area_);
    const double picture_width = cairo_image_surface_get_width(before_.get());
    const double picture_height = cairo_image_surface_get_height(before_.get());
    const double fitting = std::min(area_width / picture_width, area_height / picture_height);
    const double pixel = 1.0 / gtk_widget_get_scale_factor(area_);
    const double scale = enlarges_ ? fitting : std::min(fitting, pixel);
    const double width = std::max(std::round(picture_width * scale), 1.0);
    const double height = std::max(std::round(picture_height * scale), 1.0);
    return {
        std::floor((area_width - width) / 2), std::floor((area_height - height) / 2), width,
        height};
}

void SplitView::paint(cairo_t* cairo, cairo_surface_t* surface, const Place& where) const {
    cairo_save(cairo);
    cairo_translate(cairo, where.left, where.top);
    cairo_scale(
        cairo, where.width / cairo_image_surface_get_width(surface),
        where.height / cairo_image_surface_get_height(surface));
    cairo_set_source_surface(cairo, surface, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_rectangle(
        cairo, 0, 0, cairo_image_surface_get_width(surface),
        cairo_image_surface_get_height(surface));
    cairo_fill(cairo);
    cairo_restore(cairo);
}

void SplitView::draw_line(cairo_t* cairo, const Place& where) const {
    const double x = where.left + where.width * split_;
    const double middle = where.top + where.height / 2;
    // Light on dark, so that it is seen on any picture.
    for (const auto& [light, width] : {std::pair{0.0, 3.0}, std::pair{1.0, 1.0}}) {
        cairo_set_source_rgb(cairo, light, light, light);
        cairo_set_line_width(cairo, width);
        cairo_move_to(cairo, x, where.top);
        cairo_line_to(cairo, x, where.top + where.height);
        cairo_stroke(cairo);
        cairo_arc(cairo, x, middle, grip_radius, 0, 2 * G_PI);
        cairo_stroke(cairo);
    }
}

void SplitView::draw(cairo_t* cairo) const {
    if (!before_)
        return;
    const Place where = place();
    paint(cairo, before_.get(), where);
    if (after_) {
        cairo_save(cairo);
        cairo_rectangle(
            cairo, where.left + where.width * split_, where.top, where.width * (1 - split_),
            where.height);
        cairo_clip(cairo);
        paint(cairo, after_.get(), where);
        cairo_restore(cairo);
        draw_line(cairo, where);
    }
    if (gtk_widget_has_visible_focus(area_))
        gtk_render_focus(
            gtk_widget_get_style_context(area_), cairo, where.left, where.top, where.width,
            where.height);
}

} // namespace style_transfer
