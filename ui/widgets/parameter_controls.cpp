// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/parameter_controls.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "ui/state/look.h"
#include "ui/state/texts.h"
#include "ui/widgets/layout.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace style_transfer {

namespace {

const Parameter& parameter_named(std::string_view name) {
    const Parameter* parameter = find_parameter(name);
    if (!parameter)
        throw Error(
            ErrorCode::internal, "There is no setting named \"" + std::string(name) + "\".");
    return *parameter;
}

double number_of(const Settings& settings, const Parameter& parameter) {
    if (const auto* real = std::get_if<double Settings::*>(&parameter.field))
        return settings.*(*real);
    return settings.*std::get<int Settings::*>(parameter.field);
}

void set_number(Settings& settings, const Parameter& parameter, double value) {
    if (const auto* real = std::get_if<double Settings::*>(&parameter.field))
        settings.*(*real) = value;
    else
        settings.*std::get<int Settings::*>(parameter.field) = static_cast<int>(value);
}

// The first row below everything, so that callers just add one thing after the other.
int next_row(GtkWidget* grid) {
    int row = 0;
    GList* children = gtk_container_get_children(GTK_CONTAINER(grid));
    for (GList* child = children; child; child = child->next) {
        int top = 0;
        gtk_container_child_get(
            GTK_CONTAINER(grid), GTK_WIDGET(child->data), "top-attach", &top, nullptr);
        row = std::max(row, top + 1);
    }
    g_list_free(children);
    return row;
}

} // namespace

ParameterControls::ParameterControls(
    CallbackGuard& guard, DialogState& state, std::function<void()> changed)
    : guard_(guard), state_(state), changed_(std::move(changed)) {}

GtkWidget* ParameterControls::label_of(const std::string& text, GtkWidget* target) {
    GtkWidget* label = make_label(has_letters_ ? text : without_mnemonic(text), target);
    if (labels_)
        gtk_size_group_add_widget(labels_, label);
    return label;
}

void ParameterControls::add_row(
    GtkWidget* grid, const Parameter& parameter, const std::string& text,
    std::function<double()> value, std::function<void(double)> store) {
    auto control = std::make_unique<NumberControl>(
        guard_, parameter, NumberControl::Shape::row, without_mnemonic(text),
        [this, store = std::move(store)](double number) {
            store(number);
            if (!refreshing_)
                changed_();
        });
    GtkWidget* label = label_of(text, control->spin());
    gtk_widget_set_tooltip_text(label, _(parameter.blurb));
    const int row = next_row(grid);
    gtk_grid_attach(GTK_GRID(grid), label, 0, row, 1, 1);
    gtk_grid_attach(GTK_GRID(grid), control->slider(), 1, row, 1, 1);
    gtk_grid_attach(GTK_GRID(grid), control->spin(), 2, row, 1, 1);
    rows_.push_back({parameter, label, std::move(control), std::move(value)});
}

void ParameterControls::add_number(GtkWidget* grid, std::string_view name) {
    const Parameter& parameter = parameter_named(name);
    add_row(
        grid, parameter, _(parameter.label),
        [this, &parameter] { return number_of(state_.settings(), parameter); },
        [this, &parameter](double value) { set_number(state_.settings(), parameter, value); });
    gtk_widget_set_name(rows_.back().control->spin(), std::string(parameter.name).c_str());
}

void ParameterControls::add_look(GtkWidget* grid) {
    struct Control {
        Parameter parameter; // `field` is the one that it is written into
        double (*value)(const Settings&);
        void (*store)(Settings&, double);
    };
    static const Control controls[] = {
        {{"strength", Group::look, &Settings::content_weight, 0, 200, 0, 160, 0, N_("Stren_gth"),
          N_("How much of the style the picture takes, and how little of the photo stays"), "%"},
         strength,
         set_strength},
        {{"stroke-size", Group::look, &Settings::stroke_scale, 10, 400, 25, 200, 0,
          find_parameter("style-scale")->label,
          N_("How large the strokes are painted; twice the size at 200 %"), "%"},
         stroke_size,
         set_stroke_size},
        {{"smoothness", Group::look, &Settings::variation_weight, 0, 1000, 0, 300, 0,
          N_("S_moothness"), N_("How soft the picture becomes; 0 leaves every grain"), "%"},
         smoothness,
         set_smoothness}};
    for (const Control& control : controls) {
        add_row(
            grid, control.parameter, _(control.parameter.label),
            [this, &control] { return control.value(state_.settings()); },
            [this, &control](double value) { control.store(state_.settings(), value); });
        gtk_widget_set_name(
            rows_.back().control->spin(), std::string(control.parameter.name).c_str());
    }
}

GtkWidget* ParameterControls::make_style_layers() {
    const Parameter& parameter = parameter_named("style-layers");
    GtkWidget* grid = make_grid();
    gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
    gtk_grid_set_column_spacing(GTK_GRID(grid), small_gap);
    for (int index = 0; index < 5; ++index) {
        const auto layer = static_cast<std::size_t>(index);
        const std::string name = style_layer_name(layer);
        auto control = std::make_unique<NumberControl>(
            guard_, parameter, NumberControl::Shape::band, name, [this, layer](double value) {
                state_.settings().style_layers[layer] = value;
                if (!refreshing_)
                    changed_();
            });
        GtkWidget* label = gtk_label_new(nullptr);
        const GlibText small(g_markup_printf_escaped("<small>%s</small>", name.c_str()));
        gtk_label_set_markup(GTK_LABEL(label), small.get());
        gtk_label_set_mnemonic_widget(GTK_LABEL(label), control->spin());
        gtk_widget_set_name(control->spin(), name.c_str());
        gtk_grid_attach(GTK_GRID(grid), control->slider(), index, 0, 1, 1);
        gtk_grid_attach(GTK_GRID(grid), control->spin(), index, 1, 1, 1);
        gtk_grid_attach(GTK_GRID(grid), label, index, 2, 1, 1);
        rows_.push_back({parameter, label, std::move(control), [this, layer] {
                             return state_.settings().style_layers[layer];
                         }});
    }
    return grid;
}

GtkWidget* ParameterControls::add_list(GtkWidget* grid, const Parameter& parameter) {
    GtkWidget* list = gtk_combo_box_text_new();
    gtk_widget_set_name(list, std::string(parameter.name).c_str());
    gtk_widget_set_tooltip_text(list, _(parameter.blurb));
    gtk_widget_set_hexpand(list, TRUE);
    atk_object_set_name(
        gtk_widget_get_accessible(list), without_mnemonic(_(parameter.label)).c_str());
    GtkWidget* label = add_widget(grid, _(parameter.label), list);
    gtk_widget_set_tooltip_text(label, _(parameter.blurb));
    connect<void()>(list, "changed", guard_, [this, list, &parameter] {
        const char* chosen = gtk_combo_box_get_active_id(GTK_COMBO_BOX(list));
        if (refreshing_ || !chosen)
            return;
        // A method comes with its own defaults.
        set_values(state_.settings(), std::array{NamedValue{&parameter, chosen}});
        changed_();
    });
    lists_.push_back({parameter, label, list});
    return list;
}

void ParameterControls::add_choice(GtkWidget* grid, std::string_view name) {
    const Parameter& parameter = parameter_named(name);
    add_list(grid, parameter);
    const auto words = choices_of(parameter);
    offer(name, {words.begin(), words.end()});
}

void ParameterControls::offer(std::string_view name, const std::vector<std::string_view>& words) {
    const bool outer = std::exchange(refreshing_, true);
    for (const List& list : lists_) {
        if (list.parameter.name != name)
            continue;
        GtkComboBoxText* box = GTK_COMBO_BOX_TEXT(list.widget);
        gtk_combo_box_text_remove_all(box);
        for (const std::string_view word : words)
            gtk_combo_box_text_append(
                box, std::string(word).c_str(), choice_text(name, word).c_str());
    }
    refreshing_ = outer;
}

void ParameterControls::add_group(
    GtkWidget* grid, Group group, std::initializer_list<std::string_view> elsewhere) {
    for (const Parameter& parameter : parameters()) {
        if (parameter.group != group ||
            std::ranges::find(elsewhere, parameter.name) != elsewhere.end())
            continue;
        if (std::holds_alternative<Choice>(parameter.field))
            add_choice(grid, parameter.name);
        else
            add_number(grid, parameter.name);
    }
}

void ParameterControls::add_content_layer(GtkWidget* grid) {
    content_layer_ = add_list(grid, parameter_named("content-layer"));
}

GtkWidget*
ParameterControls::add_widget(GtkWidget* grid, const std::string& text, GtkWidget* widget) {
    const int row = next_row(grid);
    gtk_grid_attach(GTK_GRID(grid), widget, 1, row, 2, 1);
    if (text.empty())
        return nullptr;
    GtkWidget* label = label_of(text, widget);
    gtk_grid_attach(GTK_GRID(grid), label, 0, row, 1, 1);
    return label;
}

GtkWidget* ParameterControls::make_enhance_switch() {
    const Parameter& parameter = parameter_named("enhance");
    enhance_ = gtk_check_button_new_with_mnemonic(_(parameter.label));
    gtk_widget_set_name(enhance_, std::string(parameter.name).c_str());
    gtk_widget_set_tooltip_text(enhance_, _(parameter.blurb));
    connect<void()>(enhance_, "toggled", guard_, [this] {
        if (refreshing_)
            return;
        state_.settings().enhance = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(enhance_));
        changed_();
    });
    return enhance_;
}

void ParameterControls::refresh_content_layer() {
    const auto names = state_.content_layers();
    if (names != content_layers_) {
        content_layers_ = names;
        GtkComboBoxText* list = GTK_COMBO_BOX_TEXT(content_layer_);
        gtk_combo_box_text_remove_all(list);
        for (const std::string& name : names)
            gtk_combo_box_text_append(list, name.c_str(), name.c_str());
    }
}

void ParameterControls::refresh() {
    const bool outer = std::exchange(refreshing_, true);
    for (const Row& row : rows_) {
        row.control->show(row.value());
        const bool sensitive = state_.matters(row.parameter.name);
        row.control->set_sensitive(sensitive);
        gtk_widget_set_sensitive(row.label, sensitive);
    }
    if (content_layer_)
        refresh_content_layer();
    const Settings shown = state_.shown_settings();
    for (const List& list : lists_) {
        gtk_combo_box_set_active_id(
            GTK_COMBO_BOX(list.widget), value_text(list.parameter, shown).c_str());
        const bool sensitive = state_.matters(list.parameter.name);
        gtk_widget_set_sensitive(list.widget, sensitive);
        gtk_widget_set_sensitive(list.label, sensitive);
    }
    if (enhance_)
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(enhance_), state_.settings().enhance);
    refreshing_ = outer;
}

void ParameterControls::commit() {
    for (const Row& row : rows_)
        row.control->commit();
}

} // namespace style_transfer
