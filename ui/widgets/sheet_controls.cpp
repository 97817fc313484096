// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sheet_controls.h"

#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/direction.h"
#include "ui/widgets/layout.h"

#include <algorithm>

namespace style_transfer {

namespace {

constexpr const char* first_parameter = "content-weight";

} // namespace

SheetControls::SheetControls(CallbackGuard& guard, const Settings& settings)
    : settings_(settings), grid_(make_grid()), kind_(gtk_combo_box_text_new()) {
    for (const SheetKind& kind : kinds_)
        gtk_combo_box_text_append(GTK_COMBO_BOX_TEXT(kind_), kind.id.c_str(), kind.text.c_str());
    gtk_widget_set_name(kind_, "sheet-kind");
    gtk_widget_set_hexpand(kind_, TRUE);
    atk_object_set_name(gtk_widget_get_accessible(kind_), _("What the sheet goes over"));
    gtk_grid_attach(GTK_GRID(grid_), make_label(_("_What"), kind_), 0, 0, 1, 1);
    gtk_grid_attach(GTK_GRID(grid_), kind_, 1, 0, 3, 1);
    first_ = add_axis(guard, 1, _("_Setting"), _("_Values"), "sheet-first", false);
    second_ = add_axis(guard, 2, _("S_econd setting"), _("V_alues"), "sheet-second", true);
    connect<void()>(
        kind_, "changed", guard, [this] { show_own(choice().kind == sheet_of_own_values); });
    gtk_combo_box_set_active(GTK_COMBO_BOX(kind_), 0);
}

SheetControls::Axis SheetControls::add_axis(
    CallbackGuard& guard, int row, const char* label, const char* values_label, const char* name,
    bool is_optional) {
    Axis axis{gtk_combo_box_text_new(), gtk_entry_new()};
    GtkComboBoxText* list = GTK_COMBO_BOX_TEXT(axis.setting);
    if (is_optional)
        gtk_combo_box_text_append(list, "none", _("None"));
    for (const Parameter* parameter : parameters_)
        gtk_combo_box_text_append(
            list, std::string(parameter->name).c_str(),
            without_mnemonic(_(parameter->label)).c_str());
    gtk_widget_set_name(axis.setting, name);
    atk_object_set_name(gtk_widget_get_accessible(axis.setting), without_mnemonic(label).c_str());
    gtk_widget_set_name(axis.values, (std::string(name) + "-values").c_str());
    gtk_widget_set_hexpand(axis.values, TRUE);
    gtk_entry_set_activates_default(GTK_ENTRY(axis.values), TRUE);
    write_rightwards(axis.values);
    gtk_widget_set_tooltip_text(
        axis.values, _("The values that the cells have, separated by spaces"));
    atk_object_set_name(
        gtk_widget_get_accessible(axis.values), without_mnemonic(values_label).c_str());
    int column = 0;
    for (GtkWidget* widget :
         {make_label(label, axis.setting), axis.setting, make_label(values_label, axis.values),
          axis.values}) {
        gtk_grid_attach(GTK_GRID(grid_), widget, column++, row, 1, 1);
        gtk_widget_set_no_show_all(widget, TRUE);
        own_.push_back(widget);
    }
    connect<void()>(axis.setting, "changed", guard, [this, axis] {
        const Parameter* parameter = parameter_of(axis);
        gtk_entry_set_text(
            GTK_ENTRY(axis.values),
            parameter ? suggested_values(*parameter, settings_).c_str() : "");
        gtk_widget_set_sensitive(axis.values, parameter != nullptr);
    });
    gtk_combo_box_set_active_id(
        GTK_COMBO_BOX(axis.setting), is_optional ? "none" : first_parameter);
    return axis;
}

const Parameter* SheetControls::parameter_of(const Axis& axis) const {
    return find_parameter(gtk_combo_box_get_active_id(GTK_COMBO_BOX(axis.setting)));
}

void SheetControls::show_own(bool own) const {
    for (GtkWidget* widget : own_)
        gtk_widget_set_visible(widget, own);
}

SheetChoice SheetControls::choice() const {
    return {
        gtk_combo_box_get_active_id(GTK_COMBO_BOX(kind_)), parameter_of(first_),
        parameter_of(second_), gtk_entry_get_text(GTK_ENTRY(first_.values)),
        gtk_entry_get_text(GTK_ENTRY(second_.values))};
}

} // namespace style_transfer
