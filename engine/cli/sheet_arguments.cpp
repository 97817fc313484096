// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/sheet_arguments.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/cli/command_options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace style_transfer {

namespace {

constexpr const char* description = "Paints PHOTO many times, small, and writes one labelled "
                                    "picture of all: over the values of one\n"
                                    "or two settings, or after one painting each.";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer sheet photo.jpg starry_night -o sheet.png --vary "
    "content-weight=0.02,0.08,0.3\n"
    "  style-transfer sheet photo.jpg starry_night -o sheet.png --vary style-scale=0.5,1,2 "
    "--vary palette=style,photo\n"
    "  style-transfer sheet photo.jpg starry_night -o sheet.png --sheet layers\n"
    "  style-transfer sheet photo.jpg -o sheet.png --sheet paintings\n"
    "\n"
    "Exit codes: 0 all done, 1 some cells failed or nothing could be done, 2 wrong call, 130 "
    "interrupted.";

constexpr const char* sheet_of_paintings = "paintings";
constexpr int cell_side = 256; // pixels, unless a size is asked for

std::string sheet_names() {
    std::string names;
    for (const NamedSheet& sheet : named_sheets())
        names += std::string(sheet.name) + ", ";
    return names + sheet_of_paintings;
}

const NamedSheet& find_sheet(const std::string& name) {
    const auto found = std::ranges::find(named_sheets(), name, &NamedSheet::name);
    if (found == named_sheets().end())
        throw Error(
            ErrorCode::invalid_argument, formatted(
                                             _("%s: expected one of %s, found \"%s\"."), "sheet",
                                             sheet_names().c_str(), name.c_str()));
    return *found;
}

SheetAxis axis_of(const std::vector<StyleArgument>& styles) {
    SheetAxis axis;
    for (const StyleArgument& style : styles)
        axis.places.push_back({name_of(style), ""});
    return axis;
}

// The options that only sheets have.
struct Given {
    std::vector<std::string> styles; // named without an option
    std::string sheet;
    std::vector<std::string> varied;
    bool size = false; // asked for

    bool is_experiment() const { return !sheet.empty() && sheet != sheet_of_paintings; }
};

void take(
    SheetArguments& arguments, const Given& given, const StyleOptions& styles,
    const SettingsOptions& options) {
    std::vector<SheetAxis> axes;
    // The experiments are the published method's.
    Settings start;
    if (given.is_experiment()) {
        axes.push_back(read_sheet_axis(find_sheet(given.sheet).axis));
        start = published_settings();
    }
    if (given.sheet == sheet_of_paintings) {
        arguments.styles = styles.listed(given.styles);
        if (arguments.styles.empty())
            arguments.styles = bundled_paintings();
        axes.push_back(axis_of(arguments.styles));
    }
    if (arguments.styles.empty())
        arguments.styles = styles.styles(given.styles);
    for (const std::string& text : given.varied)
        axes.push_back(read_sheet_axis(text));
    if (axes.empty())
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("vary: expected a setting with its values such as content-weight=0.1,1, or "
                  "--sheet with one of %s."),
                sheet_names().c_str()));
    Settings settings = options.settings(start);
    if (!given.size) {
        settings.size = cell_side;
        settings.quality = Quality::custom;
    }
    arguments.sheet = make_proof_sheet(settings, std::move(axes));
}

} // namespace

std::variant<SheetArguments, int> parse_sheet_arguments(int count, const char* const* values) {
    SheetArguments arguments;
    std::string base, output, report;
    Given given;
    CLI::App app{description, "style-transfer sheet"};
    app.footer(footer);
    app.add_option("PHOTO", base, "Picture to paint")->required()->type_name("");
    app.add_option(
           "STYLE", given.styles,
           "Pictures whose strokes and colours are taken, together for each cell, or with --sheet "
           "paintings one for each [all that are bundled]")
        ->type_name("");
    app.add_option("-o,--output", output, "Picture to write")->required()->type_name("OUT");
    app.add_flag("--force", arguments.force, "Replace OUT where it exists");
    app.add_option("--sheet", given.sheet, "Sheet by name: " + sheet_names())->type_name("NAME");
    app.add_option(
           "--vary", given.varied,
           "Setting to go over, once for columns, or twice for rows and columns; numbers of a list "
           "with colons: style-layers=1:1:1:1:1,0:0:0:1:0")
        ->type_name("SETTING=VALUE,VALUE...")
        ->allow_extra_args(false);
    const StyleOptions styles(app);
    app.add_option("--report", report, "Write settings and losses of each cell as JSON")
        ->type_name("FILE");
    add_progress_options(app, arguments.progress, arguments.quiet);
    const SettingsOptions options(app);
    if (const auto code = parse(app, count, values, [&] {
            given.size = app.count("--size") > 0 || app.count("--quality") > 0;
            take(arguments, given, styles, options);
        }))
        return *code;
    arguments.base = base;
    arguments.settings_file = options.file();
    arguments.output = output;
    if (!report.empty())
        arguments.report = report;
    return arguments;
}

std::string name_of(const StyleArgument& style) {
    return style.file.stem().string();
}

} // namespace style_transfer
