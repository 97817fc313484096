// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/transfer_command.h"

#include "engine/base/atomic_file.h"
#include "engine/cli/interruption.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/report.h"
#include "engine/client/engine.hpp"
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/full_size.h"
#include "engine/pixels/working_images.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

// `picture` (RGB) with the alpha of `base`, if that has one.
Image with_alpha_of(const Image& base, Image picture) {
    if (base.empty() || base.channels() == 3)
        return picture;
    Image result = base.clone();
    for (int y = 0; y < result.size().height; ++y) {
        const float* source = picture.row(y);
        float* target = result.row(y);
        for (int x = 0; x < result.size().width; ++x, source += 3, target += 4)
            std::copy_n(source, 3, target);
    }
    return result;
}

const ste_api& engine_api() {
    const ste_api* api = style_transfer_engine_api(STE_ABI_VERSION);
    if (!api)
        throw Error(
            ErrorCode::internal, "The installed engine is of another version than this program; "
                                 "install both from the same release.");
    return *api;
}

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
    check_overwrites_none(arguments.output, {arguments.base, arguments.style});
    if (!arguments.report)
        return;
    check_writable_place(*arguments.report, "report");
    check_overwrites_none(*arguments.report, {arguments.base, arguments.style, arguments.output});
}

} // namespace

void run_transfer(const Arguments& arguments) {
    Interruption interruption;
    check_call(arguments);
    LoadedPicture base = load_picture(arguments.base);
    LoadedPicture style = load_picture(arguments.style);
    WorkingImages working =
        make_working_images(base.image.view(), style.image.view(), arguments.settings);
    // With a quality level the result gets the size of the base.
    const bool to_full_size =
        arguments.settings.quality != Quality::custom && working.base.size() != base.image.size();

    Report report(
        arguments, base.image.size(), style.image.size(), working.base.size(),
        working.style.size());
    // What is not needed from here on makes room.
    if (!to_full_size)
        base.image = Image();
    style.image = Image();
    interruption.check();

    Session session(engine_api());
    {
        const Interruption::Watch watch(session);
        session.prepare(arguments.settings, working.base.view(), working.style.view());
        report.set_model(session);
        working.style = Image(); // the session has its own
        if (!to_full_size && working.base.channels() == 3)
            working.base = Image(); // only its alpha would be asked for
        ProgressLine line(ProgressLine::choose(arguments.progress, arguments.quiet));
        session.run([&](const Progress& progress) {
            line.show(progress);
            report.add(progress);
        });
    }

    report.set_plan(session);
    if (const std::string notice = session.notice(); !notice.empty() && !arguments.quiet)
        std::fprintf(stderr, "style-transfer: %s\n", notice.c_str());

    const Image result =
        to_full_size
            ? with_alpha_of(
                  base.image,
                  at_full_size(session.picture().view(), working.base.view(), base.image.view()))
            : with_alpha_of(working.base, session.picture());
    interruption.check();
    save_picture(result.view(), base, arguments.output);
    if (arguments.report)
        report.write(*arguments.report);
}

} // namespace style_transfer
