// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp3/config.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "engine/settings/presets.h"
#include "plugin/procedure.h"

#include <memory>

namespace style_transfer {

namespace {

using FilePointer = std::unique_ptr<GFile, decltype(&g_object_unref)>;
using List = std::array<double, 5>;

constexpr GParamFlags flags = G_PARAM_READWRITE;

std::string name_of(const Parameter& parameter) {
    return std::string(parameter.name);
}

struct ArgumentAdder {
    GimpProcedure* procedure;
    const Parameter& parameter;
    std::string name = name_of(parameter);
    const char* label = _(parameter.label);
    const char* blurb = _(parameter.blurb);
    Settings defaults{};

    // All numbers: of what is beyond its range GLib would let a program in Python know by a warning
    // alone, and keep the default.
    void operator()(double Settings::*field) const {
        gimp_procedure_add_double_argument(
            procedure, name.c_str(), label, with_range().c_str(), -G_MAXDOUBLE, G_MAXDOUBLE,
            defaults.*field, flags);
    }
    void operator()(int Settings::*field) const {
        gimp_procedure_add_int_argument(
            procedure, name.c_str(), label, with_range().c_str(), G_MININT, G_MAXINT,
            defaults.*field, flags);
    }
    void operator()(bool Settings::*field) const {
        gimp_procedure_add_boolean_argument(
            procedure, name.c_str(), label, blurb, defaults.*field, flags);
    }
    void operator()(std::string Settings::*) const { add_text(); }
    void operator()(List Settings::*) const { add_text(); }
    void operator()(const Choice&) const { add_text(); }
    std::string with_range() const {
        return std::string(blurb) + " (" + range_text(parameter) + ')';
    }
    void add_text() const {
        gimp_procedure_add_string_argument(
            procedure, name.c_str(), label, blurb, value_text(parameter, defaults).c_str(), flags);
    }
};

struct ValueReader {
    GimpProcedureConfig* config;
    const Parameter& parameter;
    Settings& settings;

    template <typename Value>
    Value get() const {
        Value value{};
        g_object_get(config, name_of(parameter).c_str(), &value, nullptr);
        return value;
    }
    void operator()(double Settings::*field) const { settings.*field = get<gdouble>(); }
    void operator()(int Settings::*field) const { settings.*field = get<gint>(); }
    void operator()(bool Settings::*field) const { settings.*field = get<gboolean>() != FALSE; }
    void operator()(std::string Settings::*) const { read_text(); }
    void operator()(List Settings::*) const { read_text(); }
    void operator()(const Choice&) const { read_text(); }
    void read_text() const {
        const std::unique_ptr<gchar, decltype(&g_free)> text(get<gchar*>(), &g_free);
        set_value(settings, parameter, text ? text.get() : "");
    }
};

struct ValueWriter {
    GimpProcedureConfig* config;
    const Parameter& parameter;
    const Settings& settings;

    template <typename Value>
    void set(Value value) const {
        g_object_set(config, name_of(parameter).c_str(), value, nullptr);
    }
    void operator()(double Settings::*field) const { set(gdouble(settings.*field)); }
    void operator()(int Settings::*field) const { set(gint(settings.*field)); }
    void operator()(bool Settings::*field) const { set(gboolean(settings.*field)); }
    void operator()(std::string Settings::*) const { write_text(); }
    void operator()(List Settings::*) const { write_text(); }
    void operator()(const Choice&) const { write_text(); }
    void write_text() const { set(value_text(parameter, settings).c_str()); }
};

std::string style_path(GimpProcedureConfig* config) {
    GFile* file = nullptr;
    g_object_get(config, procedure::style_file_name, &file, nullptr);
    if (!file)
        return {};
    const FilePointer owner(file, &g_object_unref);
    if (const char* path = g_file_peek_path(file)) // 3.2's last values: with a slash too many
        return path + (path[0] == '/' && path[1] == '/');
    const std::unique_ptr<gchar, decltype(&g_free)> address(g_file_get_uri(file), &g_free);
    throw Error(
        ErrorCode::file,
        formatted(
            _("The style picture \"%s\" is not on this computer. Save it in a folder here first."),
            address.get()));
}

std::string text_of(GimpProcedureConfig* config, const char* name) {
    gchar* text = nullptr;
    g_object_get(config, name, &text, nullptr);
    const std::unique_ptr<gchar, decltype(&g_free)> owner(text, &g_free);
    return text ? text : "";
}

} // namespace

void add_arguments(GimpProcedure* procedure) {
    gimp_procedure_add_file_argument(
        procedure, procedure::style_file_name, _(procedure::style_file_label),
        _(procedure::style_file_blurb), GIMP_FILE_CHOOSER_ACTION_ANY, TRUE, nullptr, flags);
    gimp_procedure_add_string_argument(
        procedure, procedure::styles_name, _(procedure::styles_label), _(procedure::styles_blurb),
        "", flags);
    for (const Parameter& parameter : parameters())
        std::visit(ArgumentAdder{procedure, parameter}, parameter.field);
    gimp_procedure_add_string_argument(
        procedure, procedure::preset_name, _(procedure::preset_label), _(procedure::preset_blurb),
        "", flags);
    gimp_procedure_add_boolean_argument(
        procedure, procedure::live_filters_name, _(procedure::live_filters_label),
        _(procedure::live_filters_blurb), FALSE, flags);
}

CallArguments read_config(GimpProcedureConfig* config) {
    CallArguments values;
    values.style_file = style_path(config);
    values.styles = text_of(config, procedure::styles_name);
    gboolean live_filters = FALSE;
    g_object_get(config, procedure::live_filters_name, &live_filters, nullptr);
    values.live_filters = live_filters != FALSE;
    for (const Parameter& parameter : parameters())
        std::visit(ValueReader{config, parameter, values.settings}, parameter.field);
    if (const std::string preset = text_of(config, procedure::preset_name); !preset.empty())
        values.settings = preset_beside(preset, values.settings);
    return values;
}

void write_config(GimpProcedureConfig* config, const CallArguments& values) {
    // None: the style was an image without a file.
    GFile* file =
        values.style_file.empty() ? nullptr : g_file_new_for_path(values.style_file.c_str());
    g_object_set(config, procedure::style_file_name, file, nullptr);
    g_clear_object(&file);
    g_object_set(
        config, procedure::styles_name, values.styles.c_str(), procedure::preset_name, "",
        procedure::live_filters_name, gboolean(values.live_filters), nullptr);
    for (const Parameter& parameter : parameters())
        std::visit(ValueWriter{config, parameter, values.settings}, parameter.field);
}

} // namespace style_transfer
