// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/number_control.h"

#include "ui/texts.h"
#include "ui/translation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace style_transfer {

namespace {

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

} // namespace

NumberControl::NumberControl(
    CallbackGuard& guard, const Parameter& parameter, const std::string& name,
    std::function<void(double)> changed)
    : parameter_(parameter), changed_(std::move(changed)) {
    const auto [step, page] = steps_of(parameter);
    slider_ = gtk_scale_new(
        GTK_ORIENTATION_HORIZONTAL, gtk_adjustment_new(
                                        parameter.slider_minimum, parameter.slider_minimum,
                                        parameter.slider_maximum, step, page, 0));
    gtk_scale_set_draw_value(GTK_SCALE(slider_), FALSE);
    gtk_range_set_round_digits(GTK_RANGE(slider_), parameter.digits);
    gtk_widget_set_hexpand(slider_, TRUE);
    gtk_widget_set_size_request(slider_, 130, -1);
    name_for_accessibility(slider_, name);

    spin_ = gtk_spin_button_new(
        gtk_adjustment_new(parameter.minimum, parameter.minimum, parameter.maximum, step, page, 0),
        0, static_cast<guint>(parameter.digits));
    gtk_entry_set_width_chars(GTK_ENTRY(spin_), 8);
    gtk_entry_set_max_width_chars(GTK_ENTRY(spin_), 8);
    gtk_entry_set_alignment(GTK_ENTRY(spin_), 1);
    gtk_entry_set_activates_default(GTK_ENTRY(spin_), TRUE);
    // For fractions GTK would also refuse more decimals than it shows.
    gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(spin_), parameter.digits == 0);
    name_for_accessibility(spin_, name);

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
            take(tidied(gtk_range_get_value(GTK_RANGE(slider_))));
    });
}

// Text that is no number changes nothing; GTK would take it for 0. Bounds are GTK's work.
int NumberControl::read_text(double& value) const {
    const std::string text = gtk_entry_get_text(GTK_ENTRY(spin_));
    char* end = nullptr;
    const double number = g_strtod(text.c_str(), &end);
    const bool is_number = end != text.c_str() && *end == '\0' && std::isfinite(number);
    value = is_number ? number : gtk_spin_button_get_value(GTK_SPIN_BUTTON(spin_));
    return TRUE;
}

// GTK would round to a fixed number of decimals, and read the rounded text back at the next focus
// change: a weight of 0.0005 would become 0.
gboolean NumberControl::write_text() {
    const double value = gtk_spin_button_get_value(GTK_SPIN_BUTTON(spin_));
    const std::string text = formatted("%.*f", decimals_for(value, parameter_.digits), value);
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
    gtk_range_set_value(
        GTK_RANGE(slider_),
        std::clamp(value, parameter_.slider_minimum, parameter_.slider_maximum));
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
