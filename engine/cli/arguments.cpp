// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/arguments.h"

#include "engine/settings/parameters.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace style_transfer {

namespace {

constexpr const char* description =
    "Paints BASE in the style of STYLE and writes the picture to OUT, whose suffix chooses the\n"
    "format. OUT has the size of the working image, or with --quality that of BASE.";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer photo.jpg painting.jpg -o result.png\n"
    "  style-transfer photo.jpg painting.jpg -o result.tif --size 1024 --style-weight 3\n"
    "  style-transfer photo.jpg painting.jpg -o same.png --iterations 0 --no-enhance "
    "--report losses.json\n"
    "\n"
    "Exit codes: 0 done, 1 error in what was asked for or read, 2 wrong call, 130 interrupted.";

// How an option stands in the help; everything else about it comes from the parameter table.
struct Presentation {
    std::string_view name;
    const char* group;
    const char* placeholder;
};
constexpr Presentation presentations[] = {
    {"content-weight", "Weights", "W"},
    {"style-weight", "Weights", "W"},
    {"variation-weight", "Weights", "W"},
    {"style-layers", "Weights", "a,b,c,d,e"},
    {"content-layer", "Weights", "NAME"},
    {"style-scale", "Weights", "F"},
    {"balance-size", "Weights", "N"},
    {"size", "Work", "N"},
    {"quality", "Work", "LEVEL"},
    {"schedule", "Work", "NAME"},
    {"iterations", "Work", "N"},
    {"evaluations", "Work", "N"},
    {"seed", "Work", "N"},
    {"enhance", "Enhancement", ""},
    {"brightness", "Enhancement", "F"},
    {"colour", "Enhancement", "F"},
    {"sharpness", "Enhancement", "F"},
    {"model", "Network and machine", "NAME|FILE"},
    {"threads", "Network and machine", "N"},
    {"memory", "Network and machine", "MiB"},
    {"precision", "Network and machine", "NAME"},
    {"device", "Network and machine", "NAME"},
};

Presentation presentation_of(std::string_view name) {
    const auto* const found = std::ranges::find(presentations, name, &Presentation::name);
    return found == std::end(presentations) ? Presentation{name, "Other settings", "VALUE"}
                                            : *found;
}

bool is_switch(const Parameter& parameter) {
    return std::holds_alternative<bool Settings::*>(parameter.field);
}

std::string description_of(const Parameter& parameter) {
    std::string text = parameter.blurb;
    const char* separator = ": ";
    for (const std::string& choice : choices_of(parameter)) {
        text += separator + choice;
        separator = ", ";
    }
    if (parameter.maximum > parameter.minimum)
        text += " (" + range_text(parameter) + ')';
    return text;
}

// One option per row of the table; switches are on by default and become --no-NAME. The texts
// are read later, by set_value, so that every front end refuses a value in the same words.
void add_settings(CLI::App& app, std::map<std::string, std::string>& texts, Settings& settings) {
    for (const Parameter& parameter : parameters()) {
        const std::string name(parameter.name);
        const Presentation presentation = presentation_of(parameter.name);
        if (is_switch(parameter)) {
            bool& value = settings.*std::get<bool Settings::*>(parameter.field);
            app.add_flag_callback(
                   "--no-" + name, [&value] { value = false; },
                   "Without this: " + std::string(parameter.blurb))
                ->group(presentation.group);
            continue;
        }
        app.add_option("--" + name, texts[name], description_of(parameter))
            ->type_name(presentation.placeholder)
            ->default_str(value_text(parameter, Settings{}))
            // So that a script's own defaults can stand before what its caller gives.
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(presentation.group);
    }
}

} // namespace

std::variant<Arguments, int> parse_arguments(int count, const char* const* values) {
    Arguments arguments;
    std::map<std::string, std::string> texts;
    std::string base, style, output, report;
    CLI::App app{description, "style-transfer"};
    app.footer(footer);
    app.get_formatter()->column_width(36);
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return std::string("style-transfer: ") + error.what() +
               "\nTry \"style-transfer --help\".\n";
    });
    app.set_version_flag("--version", std::string("style-transfer ") + STYLE_TRANSFER_VERSION);
    app.add_option("BASE", base, "Picture to paint: PNG, JPEG, TIFF, WebP, OpenEXR, PPM")
        ->required()
        ->type_name("");
    app.add_option("STYLE", style, "Picture whose strokes and colours are taken")
        ->required()
        ->type_name("");
    app.add_option("-o,--output", output, "Picture to write")->required()->type_name("OUT");
    app.add_option("--report", report, "Write settings, losses and times as JSON")
        ->type_name("FILE");
    const auto progress =
        app.add_flag("--progress", arguments.progress, "Show progress, also without a terminal");
    app.add_flag("--quiet", arguments.quiet, "Show nothing but errors")->excludes(progress);
    add_settings(app, texts, arguments.settings);

    try {
        app.parse(count, values);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_done : exit_usage;
    }
    for (const auto& [name, text] : texts)
        if (app.count("--" + name) > 0)
            set_value(arguments.settings, *find_parameter(name), text);
    arguments.base = base;
    arguments.style = style;
    arguments.output = output;
    if (!report.empty())
        arguments.report = report;
    return arguments;
}

} // namespace style_transfer
