// SPDX-License-Identifier: GPL-3.0-or-later
// The procedure as GIMP 2.10 sees it. Its settings are one text, "iterations=10 size=600 …", so
// that scripts keep working when a setting is added.
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/library_environment.h"
#include "engine/base/translation.h"
#include "engine/client/engine_library.h"
#include "engine/settings/parameters.h"
#include "plugin/answer.h"
#include "plugin/gimp/procedure_types.h"
#include "plugin/gimp2/gimp2_host.h"
#include "plugin/procedure.h"

#include <libintl.h>

#include <array>
#include <clocale>
#include <cstdlib>
#include <string>

namespace style_transfer {

namespace {

constexpr int arguments_of_a_user = 3;   // run mode, image, drawable
constexpr int arguments_of_a_script = 5; // and style file, settings

// libgimp's tables take writable strings and do not write to them.
gchar* text(const char* constant) {
    return const_cast<gchar*>(constant);
}

std::string locale_folder() {
    if (const char* folder = std::getenv("STYLE_TRANSFER_LOCALE"))
        return folder;
    return (program_folder() / "locale").string();
}

void query() {
    static const std::array<GimpParamDef, arguments_of_a_script> arguments{{
        {GIMP_PDB_INT32, text("run-mode"),
         text("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
              "RUN-WITH-LAST-VALS (2) }")},
        {GIMP_PDB_IMAGE, text("image"), text("The image")},
        {GIMP_PDB_DRAWABLE, text("drawable"), text("The layer to paint from")},
        {GIMP_PDB_STRING, text(procedure::style_file_name), text(procedure::style_file_blurb)},
        {GIMP_PDB_STRING, text("settings"),
         text("Settings that differ from the defaults, such as \"iterations=10 size=600\"; may be "
              "empty")},
    }};
    static const std::array<GimpParamDef, 1> results{{
        {GIMP_PDB_LAYER, text(procedure::result_name), text(procedure::result_blurb)},
    }};
    gimp_plugin_domain_register(procedure::name, locale_folder().c_str());
    std::string help = std::string(procedure::help) + "\n\nSettings and their defaults: ";
    help += to_text(Settings{}) + ".\n\nThe style file may be a list: ";
    help += procedure::styles_blurb;
    gimp_install_procedure(
        procedure::name, procedure::blurb, help.c_str(), procedure::authors, procedure::authors,
        procedure::year, procedure::menu_label, procedure::image_types, GIMP_PLUGIN,
        arguments.size(), results.size(), arguments.data(), results.data());
    gimp_plugin_menu_register(procedure::name, procedure::menu_path);
}

CallArguments call_arguments(RunMode mode, int count, const GimpParam* parameters) {
    if (mode != RunMode::non_interactive)
        return {};
    if (count != arguments_of_a_script)
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("A non-interactive call takes run mode, image, drawable, style file and "
                  "settings, but there are %d arguments."),
                count));
    CallArguments arguments;
    if (const char* file = parameters[3].data.d_string)
        arguments.styles = file;
    if (const char* settings = parameters[4].data.d_string)
        apply_text(arguments.settings, settings);
    return arguments;
}

void run(
    const gchar*, gint count, const GimpParam* parameters, gint* result_count,
    GimpParam** results) {
    // libgimp reads them after this function has returned.
    static std::array<GimpParam, 2> values;
    static Answer answer;

    const bool callable = count >= arguments_of_a_user;
    const RunMode mode =
        callable ? run_mode_of(GimpRunMode(parameters[0].data.d_int32)) : RunMode::non_interactive;
    gint32 layer = gimp::none;
    answer = answer_for(mode, [&] {
        if (!callable)
            throw Error(
                ErrorCode::invalid_argument, _("Run mode, image and drawable are missing."));
        // Without it GIMP would hand out every picture with 8 bits.
        gimp_plugin_enable_precision();
        // The first windows and sentences come before the toolkit would do it.
        std::setlocale(LC_ALL, "");
        bindtextdomain(procedure::name, locale_folder().c_str());
        bind_textdomain_codeset(procedure::name, "UTF-8");
        textdomain(procedure::name);
        const gint32 drawable = parameters[2].data.d_drawable;
        Gimp2Host host(gimp_item_get_image(drawable), 1, drawable);
        const Outcome outcome = run_procedure(
            host, mode, call_arguments(mode, count, parameters), load_installed_engine);
        layer = host.result();
        return outcome;
    });

    values[0].type = GIMP_PDB_STATUS;
    values[0].data.d_status = status_of(answer.status);
    *results = values.data();
    *result_count = 1;
    if (answer.status == Answer::Status::success) {
        values[1].type = GIMP_PDB_LAYER;
        values[1].data.d_layer = layer;
        *result_count = 2;
    } else if (!answer.sentence.empty()) {
        values[1].type = GIMP_PDB_STRING;
        values[1].data.d_string = answer.sentence.data();
        *result_count = 2;
    }
}

} // namespace

} // namespace style_transfer

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, nullptr, style_transfer::query, style_transfer::run};

int main(int count, char** values) {
    style_transfer::set_library_environment();
    return gimp_main(&PLUG_IN_INFO, count, values);
}
