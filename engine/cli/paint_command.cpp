// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/paint_command.h"

#include "engine/cli/interruption.h"
#include "engine/cli/output_places.h"
#include "engine/cli/painting.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/report.h"
#include "engine/cli/streams.h"
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/colour_space.h"

#include <cstdio>
#include <string>
#include <utility>

namespace style_transfer {

namespace {

// Everything that can be wrong with the call and takes no time to find out.
void check_call(const Arguments& arguments) {
    validate(arguments.settings);
    std::vector<std::filesystem::path> inputs = files_of(arguments.styles, arguments.settings_file);
    inputs.push_back(arguments.base);
    check_outputs(arguments.output, arguments.report, std::move(inputs), arguments.force);
}

} // namespace

void paint(const Arguments& given) {
    const Interruption interruption;
    const Streams streams(given, interruption);
    const Arguments& arguments = streams.arguments();
    check_call(arguments);
    LoadedPicture base = load_unless_interrupted(arguments.base, interruption);
    std::vector<Style> styles = LoadedStyles(arguments.styles, interruption).for_base(base);
    interruption.check();
    check_can_hold(arguments.output, size_of_result(arguments.settings, base.image.size()));

    Report report(given);
    const PaintResult result = [&] {
        ProgressLine line(ProgressLine::choose(arguments.progress, arguments.quiet));
        PaintWork work;
        work.base = std::move(base.image);
        work.space = rgb_space_of(base.space);
        work.styles = std::move(styles);
        work.settings = arguments.settings;
        work.size = result_size(arguments.settings);
        work.prepared = [&](const Session& session, const Canvas& canvas) {
            check_overwrite_none(arguments.output, arguments.report, {session.model_file()});
            report.begin(session, canvas);
        };
        work.progress = [&](const Progress& progress) {
            line.show(progress);
            report.add(progress);
        };
        return run_to_end(std::move(work), interruption);
    }();

    report.set_plan(result.session);
    const auto tell = [&](const std::string& notice) {
        if (!notice.empty() && !arguments.quiet)
            std::fprintf(stderr, "style-transfer: %s\n", notice.c_str());
    };
    tell(result.session.notice());
    const Image picture = result.finished();
    interruption.check();
    tell(save_picture(picture.view(), base, arguments.output));
    streams.pass_on();
    if (arguments.report)
        report.write(*arguments.report);
}

} // namespace style_transfer
