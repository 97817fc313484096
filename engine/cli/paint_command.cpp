// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/paint_command.h"

#include "engine/base/atomic_file.h"
#include "engine/cli/interruption.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/report.h"
#include "engine/client/engine_library.h"
#include "engine/client/paint_job.h"
#include "engine/picture_files/picture_file.h"

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds look_interval{50}; // for an interruption

bool is_same_file(const fs::path& one, const fs::path& other) {
    std::error_code ignored;
    // The second comparison is for files that are not there yet.
    return fs::equivalent(one, other, ignored) ||
           fs::weakly_canonical(fs::absolute(one), ignored) ==
               fs::weakly_canonical(fs::absolute(other), ignored);
}

void check_overwrites_none(const fs::path& file, const std::vector<fs::path>& others) {
    for (const fs::path& other : others)
        if (is_same_file(file, other))
            throw Error(
                ErrorCode::invalid_argument,
                "Writing \"" + file.string() + "\" would overwrite \"" + other.string() +
                    "\", which is another file of the same call; choose another name.");
}

// Everything that can be wrong with the call and takes no time to find out.
void check_call(const Arguments& arguments) {
    validate(arguments.settings);
    check_can_save(arguments.output);
    std::vector<fs::path> read{arguments.base};
    for (const StyleArgument& style : arguments.styles) {
        read.push_back(style.file);
        if (style.region)
            read.push_back(*style.region);
    }
    check_overwrites_none(arguments.output, read);
    if (!arguments.report)
        return;
    check_writable_place(*arguments.report, "report");
    read.push_back(arguments.output);
    check_overwrites_none(*arguments.report, read);
}

} // namespace

void paint(const Arguments& arguments) {
    const Interruption interruption;
    check_call(arguments);
    LoadedPicture base = load_picture(arguments.base);
    std::vector<Style> styles;
    for (const StyleArgument& style : arguments.styles) {
        styles.push_back(load_style(style, base.image.size()));
        interruption.check();
    }

    Report report(arguments);
    const PaintResult result = [&] {
        ProgressLine line(ProgressLine::choose(arguments.progress, arguments.quiet));
        PaintWork work;
        work.base = std::move(base.image);
        work.styles = std::move(styles);
        work.settings = arguments.settings;
        // With a quality level the result gets the size of the base.
        work.size =
            arguments.settings.quality == Quality::custom ? ResultSize::working : ResultSize::base;
        work.prepared = [&](const Session& session, const Canvas& canvas) {
            report.begin(session, canvas);
        };
        work.progress = [&](const Progress& progress) {
            line.show(progress);
            report.add(progress);
        };
        PaintJob job(load_installed_engine, std::move(work));
        while (!job.wait_for(look_interval))
            interruption.check();
        return job.wait();
    }();

    report.set_plan(result.session);
    if (const std::string notice = result.session.notice(); !notice.empty() && !arguments.quiet)
        std::fprintf(stderr, "style-transfer: %s\n", notice.c_str());
    const Image picture = result.finished();
    interruption.check();
    save_picture(picture.view(), base, arguments.output);
    if (arguments.report)
        report.write(*arguments.report);
}

} // namespace style_transfer
