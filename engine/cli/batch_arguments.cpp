// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_arguments.h"

#include "engine/cli/command_options.h"

#include <CLI/CLI.hpp>

namespace style_transfer {

namespace {

constexpr const char* description =
    "Paints each FILE in the style of one picture. A FILE may be a pattern in quotes (\"*.jpg\");\n"
    "its result has the same name in the folder DIR.";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer batch photos/*.jpg --style painting.jpg --output-dir painted\n"
    "  style-transfer batch \"photos/*\" --style painting.jpg --output-dir painted --resume "
    "--quality full\n"
    "\n"
    "Exit codes: 0 all done, 1 some failed or nothing could be done, 2 wrong call, 130 "
    "interrupted.";

} // namespace

std::variant<BatchArguments, int> parse_batch_arguments(int count, const char* const* values) {
    BatchArguments arguments;
    std::string folder, report;
    CLI::App app{description, "style-transfer batch"};
    app.footer(footer);
    app.add_option("FILE", arguments.patterns, "Pictures to paint, or patterns of their names")
        ->required()
        ->type_name("");
    const StyleOptions styles(app);
    app.add_option("--output-dir", folder, "Folder of the results; made where there is none")
        ->required()
        ->type_name("DIR");
    app.add_option(
           "--format", arguments.format, "Suffix of the results, such as png [that of each FILE]")
        ->type_name("SUFFIX");
    const auto resume = app.add_flag(
        "--resume", arguments.resume, "Leave out what has a whole result already; paint the rest");
    app.add_flag("--force", arguments.force, "Replace results that exist")->excludes(resume);
    app.add_option("--report", report, "Write what became of each file as JSON")->type_name("FILE");
    add_progress_options(app, arguments.progress, arguments.quiet);
    const SettingsOptions options(app);
    if (const auto code = parse(app, count, values, [&] {
            arguments.styles = styles.styles();
            arguments.settings = options.settings();
        }))
        return *code;
    arguments.output_folder = folder;
    arguments.settings_file = options.file();
    if (!report.empty())
        arguments.report = report;
    return arguments;
}

} // namespace style_transfer
