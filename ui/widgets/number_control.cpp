// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_control.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/direction.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

namespace style_transfer {

namespace {

// Of the slider of a band. The lowest place stands for 0.
constexpr double least_decibels = -40;
constexpr double largest_decibels = 50;

struct Steps {
    double step;
    double page;
};

Steps steps_of(const Parameter& parameter) {
    const double range = parameter.slider_maximum - parameter.slider_minimum;
    const double step = parameter.digits == 0 ? 1 : range / 100;
    return {step, std::max(range / 10, step)};
}

void name_for_accessibility(GtkWidget* widget, const std::string& name) {
    atk_object_set_name(gtk_widget_get_accessible(widget), name.c_str());
}

// Five of them side by side have no room for + and −; the slider and the arrow keys do their work.
void hide_steppers(GtkWidget* spin) {
    static const bool styled = [] {
        GtkCssProvider* provider = gtk_css_provider_new();
        gtk_css_provider_load_from_data(
            provider,
            "spinbutton.style-transfer-band, spinbutton.style-transfer-band entry { padding: 0 "
            "3px; }"
            "spinbutton.style-transfer-band button { min-width: 0; padding: 0; border: none;"
            " margin: 0 -8px; opacity: 0; -gtk-icon-transform: scale(0); }",
            -1, nullptr);
        gtk_style_context_add_provider_for_screen(
            gdk_screen_get_default(), GTK_STYLE_PROVIDER(provider),
            GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
        g_object_unref(provider);
        return true;
    }();
    (void)styled;
    gtk_style_context_add_class(gtk_widget_get_style_context(spin), "style-transfer-band");
}

} // namespace

void NumberControl::make_slider(const std::string& name) {
    if (shape_ == Shape::band) {
        slider_ =
            gtk_scale_new_with_range(GTK_ORIENTATION_VERTICAL, least_decibels, largest_decibels, 1);
        gtk_range_set_inverted(GTK_RANGE(slider_), TRUE);
        gtk_range_set_round_digits(GTK_RANGE(slider_), 0);
        gtk_widget_set_size_request(slider_, -1, 120);
    } else {
        const auto [step, page] = steps_of(parameter_);
        slider_ = gtk_scale_new(
            GTK_ORIENTATION_HORIZONTAL, gtk_adjustment_new(
                                            parameter_.slider_minimum, parameter_.slider_minimum,
                                            parameter_.slider_maximum, step, page, 0));
        gtk_range_set_round_digits(GTK_RANGE(slider_), parameter_.digits);
        gtk_widget_set_hexpand(slider_, TRUE);
        gtk_widget_set_size_request(slider_, 90, -1);
    }
    gtk_scale_set_draw_value(GTK_SCALE(slider_), FALSE);
    name_for_accessibility(slider_, name);
}

void NumberControl::make_spin(const std::string& name) {
    const auto [step, page] = steps_of(parameter_);
    spin_ = gtk_spin_button_new(
        gtk_adjustment_new(
            parameter_.minimum, parameter_.minimum, parameter_.maximum, step, page, 0),
        0, static_cast<guint>(parameter_.digits));
    const int width = shape_ == Shape::band ? 5 : 8;
    gtk_entry_set_width_chars(GTK_ENTRY(spin_), width);
    gtk_entry_set_max_width_chars(GTK_ENTRY(spin_), width);
    gtk_entry_set_alignment(GTK_ENTRY(spin_), 1);
    write_rightwards(spin_);
    gtk_entry_set_activates_default(GTK_ENTRY(spin_), TRUE);
    // For fractions GTK would also refuse more decimals than it shows, and a unit always.
    gtk_spin_button_set_numeric(
        GTK_SPIN_BUTTON(spin_), parameter_.digits == 0 && !*parameter_.unit);
    if (shape_ == Shape::band)
        hide_steppers(spin_);
    name_for_accessibility(spin_, name);
}

NumberControl::NumberControl(
    CallbackGuard& guard, const Parameter& parameter, Shape shape, const std::string& name,
    std::function<void(double)> changed)
    : parameter_(parameter), shape_(shape), changed_(std::move(changed)) {
    make_slider(name);
    make_spin(name);
    const std::string blurb = _(parameter.blurb);
    gtk_widget_set_tooltip_text(slider_, blurb.c_str());
    gtk_widget_set_tooltip_text(spin_, blurb.c_str());

    connect<int(double*)>(
        spin_, "input", guard, [this](double* value) { return read_text(*value); });
    connect<gboolean()>(spin_, "output", guard, [this] { return write_text(); });
    connect<void()>(spin_, "value-changed", guard, [this] {
        if (!showing_)
            take(tidied(gtk_spin_button_get_value(GTK_SPIN_BUTTON(spin_))));
    });
    connect<void()>(slider_, "value-changed", guard, [this] {
        if (!showing_)
            take(value_at(gtk_range_get_value(GTK_RANGE(slider_))));
    });
}

double NumberControl::position_of(double value) const {
    if (shape_ == Shape::row)
        return std::clamp(value, parameter_.slider_minimum, parameter_.slider_maximum);
    return value > 0 ? std::clamp(10 * std::log10(value), least_decibels, largest_decibels)
                     : least_decibels;
}

double NumberControl::value_at(double position) const {
    if (shape_ == Shape::row)
        return tidied(position);
    return position <= least_decibels ? 0 : with_digits(std::pow(10, position / 10), 2);
}

// Text that is no number changes nothing; GTK would take it for 0. Bounds are GTK's work.
int NumberControl::read_text(double& value) const {
    const std::string text = gtk_entry_get_text(GTK_ENTRY(spin_));
    char* end = nullptr;
    const double number = g_strtod(text.c_str(), &end);
    const std::string_view rest = std::string_view(end).substr(std::strspn(end, " "));
    const bool is_number = end != text.c_str() && (rest.empty() || rest == _(parameter_.unit)) &&
                           std::isfinite(number);
    value = is_number ? number : gtk_spin_button_get_value(GTK_SPIN_BUTTON(spin_));
    return TRUE;
}

// GTK would round to a fixed number of decimals, and read the rounded text back at the next focus
// change: a weight of 0.0005 would become 0.
gboolean NumberControl::write_text() {
    const double value = gtk_spin_button_get_value(GTK_SPIN_BUTTON(spin_));
    std::string text = formatted("%.*f", decimals_for(value, parameter_.digits), value);
    if (*parameter_.unit)
        text += std::string(" ") + _(parameter_.unit);
    if (text != gtk_entry_get_text(GTK_ENTRY(spin_)))
        gtk_entry_set_text(GTK_ENTRY(spin_), text.c_str());
    return TRUE;
}

void NumberControl::take(double value) {
    show(value);
    changed_(value);
}

void NumberControl::show(double value) {
    const bool outer = std::exchange(showing_, true);
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin_), value);
    gtk_range_set_value(GTK_RANGE(slider_), position_of(value));
    showing_ = outer;
}

void NumberControl::set_sensitive(bool sensitive) {
    gtk_widget_set_sensitive(slider_, sensitive);
    gtk_widget_set_sensitive(spin_, sensitive);
}

void NumberControl::commit() {
    gtk_spin_button_update(GTK_SPIN_BUTTON(spin_));
}

} // namespace style_transfer
