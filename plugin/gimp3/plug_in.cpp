// SPDX-License-Identifier: GPL-3.0-or-later
// The procedure as GIMP 3 sees it.
#include "engine/base/library_environment.h"
#include "engine/base/translation.h"
#include "engine/client/engine_library.h"
#include "plugin/answer.h"
#include "plugin/gimp/procedure_types.h"
#include "plugin/gimp3/config.h"
#include "plugin/gimp3/gimp3_host.h"
#include "plugin/procedure.h"

#include <libgimp/gimp.h>

struct StyleTransferPlugIn {
    GimpPlugIn parent;
};
struct StyleTransferPlugInClass {
    GimpPlugInClass parent;
};
static GType style_transfer_plug_in_get_type();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast" // the macro's own
G_DEFINE_TYPE(StyleTransferPlugIn, style_transfer_plug_in, GIMP_TYPE_PLUG_IN)
#pragma GCC diagnostic pop

namespace style_transfer {

namespace {

GList* query_procedures(GimpPlugIn*) {
    return g_list_append(nullptr, g_strdup(procedure::name));
}

// The catalogues are in locale/ of the plug-in's own folder.
gboolean set_i18n(GimpPlugIn*, const gchar*, gchar** domain, gchar**) {
    *domain = g_strdup(procedure::name);
    return TRUE;
}

GimpValueArray*
run(GimpProcedure* procedure, GimpRunMode gimp_mode, GimpImage* image, GimpDrawable** drawables,
    GimpProcedureConfig* config, gpointer) {
    const RunMode mode = run_mode_of(gimp_mode);
    GimpLayer* layer = nullptr;
    const Answer answer = answer_for(mode, [&] {
        Gimp3Host host(image, drawables, config);
        const CallArguments arguments =
            mode == RunMode::non_interactive ? read_config(config) : CallArguments{};
        const Outcome outcome = run_procedure(host, mode, arguments, load_installed_engine);
        layer = host.result();
        return outcome;
    });
    GError* error = answer.sentence.empty()
                        ? nullptr
                        : g_error_new_literal(GIMP_PLUG_IN_ERROR, 0, answer.sentence.c_str());
    GimpValueArray* values =
        gimp_procedure_new_return_values(procedure, status_of(answer.status), error);
    if (answer.status == Answer::Status::success)
        GIMP_VALUES_SET_LAYER(values, 1, layer);
    return values;
}

GimpProcedure* create_procedure(GimpPlugIn* plug_in, const gchar* name) {
    if (g_strcmp0(name, procedure::name) != 0)
        return nullptr;
    GimpProcedure* procedure =
        gimp_image_procedure_new(plug_in, name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
    gimp_procedure_set_image_types(procedure, procedure::image_types);
    gimp_procedure_set_sensitivity_mask(procedure, GIMP_PROCEDURE_SENSITIVE_DRAWABLE);
    gimp_procedure_set_menu_label(procedure, _(procedure::menu_label));
    gimp_procedure_add_menu_path(procedure, procedure::menu_path);
    gimp_procedure_set_documentation(
        procedure, _(procedure::blurb), _(procedure::help), procedure::name);
    gimp_procedure_set_attribution(
        procedure, procedure::authors, procedure::authors, procedure::year);
    add_arguments(procedure);
    gimp_procedure_add_layer_return_value(
        procedure, procedure::result_name, _(procedure::result_label), _(procedure::result_blurb),
        FALSE, G_PARAM_READWRITE);
    return procedure;
}

} // namespace

} // namespace style_transfer

static void style_transfer_plug_in_class_init(StyleTransferPlugInClass* type) {
    GimpPlugInClass* parent = GIMP_PLUG_IN_CLASS(type);
    parent->query_procedures = style_transfer::query_procedures;
    parent->create_procedure = style_transfer::create_procedure;
    parent->set_i18n = style_transfer::set_i18n;
}

static void style_transfer_plug_in_init(StyleTransferPlugIn*) {}

int main(int count, char** values) {
    style_transfer::set_library_environment();
    return gimp_main(style_transfer_plug_in_get_type(), count, values);
}
