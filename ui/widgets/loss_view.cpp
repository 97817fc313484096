// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/loss_view.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/layout.h"

#include <array>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

constexpr int natural_width = 200;
constexpr int natural_height = 84;
constexpr double line_width = 1.5;

// Told apart by colour, also by eyes that see two of the first three colours as one, and by dashes.
struct Line {
    const char* colour;
    const char* sign; // in the legend
    std::vector<double> dashes;
};

// Of the term at that place.
const Line& line_of(std::size_t place) {
    static const std::array<Line, 5> lines{{
        {"#d55e00", "━━", {}},
        {"#2a80c5", "╍╍", {7, 3}},
        {"#009e73", "┅┅", {2, 3}},
        {"#b0579b", "━╍", {9, 2, 2, 2}},
        {"#8a7f00", "┉┉", {1, 2}},
    }};
    return lines[place % lines.size()];
}

// What a user calls it.
std::string name_of(const std::string& term) {
    if (term == "content")
        // TRANSLATORS: the curves of the run window: how much of the loss is left of each.
        return _("Content");
    if (term == "style" || term == "matching")
        return _("Style");
    if (term == "variation")
        return _("Variation");
    return term;
}

void set_colour(cairo_t* cairo, const char* colour) {
    GdkRGBA colours{};
    gdk_rgba_parse(&colours, colour);
    gdk_cairo_set_source_rgba(cairo, &colours);
}

GtkWidget* make_legend() {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_widget_set_name(row, "loss-legend");
    return row;
}

struct Place {
    double left, top, width, height;
};

// A line and its number at the highest and the lowest power of ten, a line at those between.
void draw_decades(cairo_t* cairo, GtkWidget* area, const LossCurves& curves, const Place& place) {
    GdkRGBA ink{};
    GtkStyleContext* style = gtk_widget_get_style_context(area);
    gtk_style_context_get_color(style, gtk_style_context_get_state(style), &ink);
    cairo_set_line_width(cairo, 1);
    for (int decade = curves.lowest; decade <= curves.highest; ++decade) {
        const double y =
            place.top + place.height * (curves.highest - decade) / (curves.highest - curves.lowest);
        ink.alpha = 0.2;
        gdk_cairo_set_source_rgba(cairo, &ink);
        cairo_move_to(cairo, place.left, y);
        cairo_line_to(cairo, place.left + place.width, y);
        cairo_stroke(cairo);
        if (decade != curves.lowest && decade != curves.highest)
            continue;
        const ObjectPointer<PangoLayout> text(
            gtk_widget_create_pango_layout(area, power_of_ten_text(decade).c_str()));
        int width = 0;
        int height = 0;
        pango_layout_get_pixel_size(text.get(), &width, &height);
        ink.alpha = 0.7;
        gdk_cairo_set_source_rgba(cairo, &ink);
        cairo_move_to(cairo, place.left - small_gap - width, y - height / 2.0);
        pango_cairo_show_layout(cairo, text.get());
    }
}

void draw_curve(
    cairo_t* cairo, const std::vector<CurvePoint>& points, const Line& line, const Place& place) {
    set_colour(cairo, line.colour);
    cairo_set_line_width(cairo, line_width);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    // The first point is seen before there is a second one.
    cairo_set_line_cap(cairo, points.size() == 1 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    if (!points.empty())
        cairo_move_to(
            cairo, place.left + points.front().x * place.width,
            place.top + points.front().y * place.height);
    cairo_set_dash(cairo, line.dashes.data(), int(line.dashes.size()), 0);
    for (const CurvePoint& point : points)
        cairo_line_to(
            cairo, place.left + point.x * place.width, place.top + point.y * place.height);
    cairo_stroke(cairo);
}

} // namespace

LossView::LossView(CallbackGuard& guard) : area_(gtk_drawing_area_new()), legend_(make_legend()) {
    gtk_widget_set_name(area_, "loss-curve");
    gtk_widget_set_size_request(area_, natural_width, natural_height);
    gtk_widget_set_tooltip_text(
        area_, _("The loss of each term over the run, logarithmic: what falls is what the picture "
                 "still lacks"));
    AtkObject* accessible = gtk_widget_get_accessible(area_);
    atk_object_set_name(accessible, _("Curves of the losses"));
    atk_object_set_role(accessible, ATK_ROLE_IMAGE);
    connect<gboolean(cairo_t*)>(area_, "draw", guard, [this](cairo_t* cairo) {
        draw(cairo);
        return TRUE;
    });
}

void LossView::add(const Progress& progress) {
    const LossSample sample = loss_sample(progress);
    if (terms_.empty()) {
        for (const Loss& loss : sample.losses.terms)
            terms_.push_back(loss.name);
        show_legend();
    }
    history_.add(sample);
    gtk_widget_queue_draw(area_);
}

void LossView::show_legend() {
    for (std::size_t place = 0; place < terms_.size(); ++place) {
        GtkWidget* label = gtk_label_new(nullptr);
        const GlibText markup(g_markup_printf_escaped(
            "<span foreground=\"%s\">%s</span> %s", line_of(place).colour, line_of(place).sign,
            name_of(terms_[place]).c_str()));
        gtk_label_set_markup(GTK_LABEL(label), markup.get());
        gtk_widget_show(label);
        gtk_box_pack_start(GTK_BOX(legend_), label, FALSE, FALSE, 0);
    }
}

void LossView::draw(cairo_t* cairo) const {
    const LossCurves curves = loss_curves(history_.samples());
    if (curves.highest == curves.lowest)
        return;
    constexpr double numbers_width = 42;
    constexpr double half_number = 9;
    const Place place{
        numbers_width, half_number,
        gtk_widget_get_allocated_width(area_) - numbers_width - line_width,
        gtk_widget_get_allocated_height(area_) - 2 * half_number};
    draw_decades(cairo, area_, curves, place);
    for (std::size_t i = 0; i < curves.curves.size(); ++i)
        draw_curve(cairo, curves.curves[i].points, line_of(i), place);
}

} // namespace style_transfer
