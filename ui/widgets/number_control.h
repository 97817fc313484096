// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/parameters.h"
#include "ui/widgets/callbacks.h"

#include <functional>
#include <string>

namespace style_transfer {

// One number of a parameter as a slider and a spin button that move together: the slider over the
// useful range, the spin button, with the unit, over the legal one. Neither changes a number that
// the user leaves alone, however many decimals it has.
class NumberControl {
  public:
    // In a row: the slider lies. As a band of an equaliser: it stands, in decibels (ten times the
    // logarithm of the number) from 0 at the bottom to 100 000, and the spin button is narrow.
    enum class Shape { row, band };

    // `name` is what a screen reader says. `changed` is called when the user changes the number.
    NumberControl(
        CallbackGuard& guard, const Parameter& parameter, Shape shape, const std::string& name,
        std::function<void(double)> changed);
    NumberControl(const NumberControl&) = delete;
    NumberControl& operator=(const NumberControl&) = delete;

    GtkWidget* slider() const { return slider_; }
    GtkWidget* spin() const { return spin_; }

    void show(double value); // without calling `changed`
    void set_sensitive(bool sensitive);

    // Takes what is typed into the spin button but not confirmed yet.
    void commit();

  private:
    void make_slider(const std::string& name);
    void make_spin(const std::string& name);
    void take(double value);
    double position_of(double value) const; // of the slider
    double value_at(double position) const;
    int read_text(double& value) const;
    gboolean write_text();

    const Parameter& parameter_;
    Shape shape_;
    std::function<void(double)> changed_;
    GtkWidget* slider_;
    GtkWidget* spin_;
    bool showing_ = false; // a change comes from here, not from the user
};

} // namespace style_transfer
