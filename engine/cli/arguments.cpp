// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/arguments.h"

#include "engine/cli/completion.h"
#include "engine/cli/settings_file.h"
#include "engine/settings/parameters.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace style_transfer {

namespace {

constexpr const char* description =
    "Paints BASE in the style of STYLE and writes the picture to OUT, whose suffix chooses the\n"
    "format. OUT has the size of the working image, or with --quality that of BASE.\n"
    "With --style there can be several styles, which share the picture by their weights or have a\n"
    "region of it each.";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer photo.jpg painting.jpg -o result.png\n"
    "  style-transfer photo.jpg painting.jpg -o result.tif --size 1024 --style-weight 3\n"
    "  style-transfer photo.jpg --style oil.jpg:0.7 --style ink.jpg:0.3 -o result.png\n"
    "  style-transfer photo.jpg --style town.jpg --style sky.jpg --region sky-mask.png -o "
    "result.png\n"
    "  style-transfer photo.jpg painting.jpg -o same.png --iterations 0 --no-enhance "
    "--report losses.json\n"
    "\n"
    "Exit codes: 0 done, 1 error in what was asked for or read, 2 wrong call, 130 interrupted.";

const char* title_of(Group group) {
    switch (group) {
    case Group::look:
        return "Look";
    case Group::method:
        return "Method";
    case Group::computer:
        return "Computer";
    }
    return "";
}

// What stands for the value in the help.
struct Placeholder {
    const Parameter& parameter;

    std::string operator()(double Settings::*) const { return "F"; }
    std::string operator()(int Settings::*) const {
        const std::string unit = parameter.unit;
        return unit == "MiB" ? unit : "N";
    }
    std::string operator()(bool Settings::*) const { return ""; }
    std::string operator()(std::string Settings::*) const {
        return parameter.name == "model" ? "NAME|FILE" : "NAME";
    }
    std::string operator()(std::array<double, 5> Settings::*) const { return "a,b,c,d,e"; }
    std::string operator()(const Choice&) const { return "WORD"; }
};

bool is_switch(const Parameter& parameter) {
    return std::holds_alternative<bool Settings::*>(parameter.field);
}

std::string description_of(const Parameter& parameter) {
    std::string text = parameter.blurb;
    const char* separator = ": ";
    for (const std::string_view choice : choices_of(parameter)) {
        text += separator;
        text += choice;
        separator = ", ";
    }
    if (parameter.maximum > parameter.minimum)
        text += " (" + range_text(parameter) + ')';
    return text;
}

// One option per row of the table; switches become --NAME and --no-NAME. The texts are read later,
// by set_values, so that every front end refuses a value in the same words.
void add_settings(CLI::App& app, std::map<std::string, std::string>& texts) {
    for (const Parameter& parameter : parameters()) {
        const std::string name(parameter.name);
        if (is_switch(parameter)) {
            app.add_flag("--" + name + ",!--no-" + name, texts[name], parameter.blurb)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
                ->group(title_of(parameter.group));
            continue;
        }
        app.add_option("--" + name, texts[name], description_of(parameter))
            ->type_name(std::visit(Placeholder{parameter}, parameter.field))
            ->default_str(value_text(parameter, Settings{}))
            // So that a script's own defaults can stand before what its caller gives.
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(title_of(parameter.group));
    }
}

// The styles in the order in which they were given, each with the region that follows it.
std::vector<StyleArgument> styles_of(
    const CLI::App& app, const std::string& first, const std::vector<std::string>& others,
    const std::vector<std::string>& regions) {
    std::vector<StyleArgument> styles;
    if (!first.empty())
        styles.push_back({first});
    auto style = others.begin();
    auto region = regions.begin();
    const auto refused = [](const std::string& why) { return CLI::ValidationError(why); };
    for (const CLI::Option* option : app.parse_order()) {
        if (option->check_name("--style")) {
            styles.push_back(parse_style(*style++));
        } else if (option->check_name("--region")) {
            if (style == others.begin() || styles.back().region)
                throw refused("--region: " + *region + " must follow the --style that it is for");
            styles.back().region = *region++;
        }
    }
    if (styles.empty())
        throw refused("STYLE is required: name a picture, or more than one with --style");
    if (styles.size() > most_styles)
        throw refused(
            "--style: " + std::to_string(styles.size()) + " styles are given, at most " +
            std::to_string(most_styles) + " can be used");
    return styles;
}

} // namespace

std::variant<Arguments, int> parse_arguments(int count, const char* const* values) {
    Arguments arguments;
    std::map<std::string, std::string> texts;
    std::string base, style, output, report, settings;
    std::vector<std::string> styles, regions;
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
    app.add_option("STYLE", style, "Picture whose strokes and colours are taken")->type_name("");
    app.add_option("-o,--output", output, "Picture to write")->required()->type_name("OUT");
    app.add_option(
           "--style", styles,
           "A style, again for each further one; its share of the picture grows with its weight")
        ->type_name("FILE[:WEIGHT]")
        ->allow_extra_args(false);
    app.add_option(
           "--region", regions,
           "Picture of the shape of BASE that is white where the --style before it is painted; "
           "styles without one get the rest, and what is left stays")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--report", report, "Write settings, losses and times as JSON")
        ->type_name("FILE");
    const auto progress =
        app.add_flag("--progress", arguments.progress, "Show progress, also without a terminal");
    app.add_flag("--quiet", arguments.quiet, "Show nothing but errors")->excludes(progress);
    app.add_option(
           "--settings", settings,
           "Settings of a report, a preset or a layer's text; what is named beside it counts")
        ->type_name("FILE");
    add_settings(app, texts);

    // For the build, which installs what it prints.
    if (count == 3 && std::string_view(values[1]) == "--completions") {
        write_completion(std::cout, app, values[2]);
        return exit_done;
    }
    try {
        app.parse(count, values);
        arguments.styles = styles_of(app, style, styles, regions);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_done : exit_usage;
    }
    if (!settings.empty())
        arguments.settings = read_settings(settings);
    std::vector<NamedValue> given;
    for (const auto& [name, text] : texts)
        if (app.count("--" + name) > 0)
            given.push_back({find_parameter(name), text});
    set_values(arguments.settings, given);
    arguments.base = base;
    arguments.output = output;
    if (!report.empty())
        arguments.report = report;
    return arguments;
}

} // namespace style_transfer
