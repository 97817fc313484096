// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/transfer_command.h"

#include "engine/api/engine.hpp"
#include "engine/cli/interruption.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/report.h"
#include "engine/pixels/atomic_file.h"
#include "engine/pixels/pixels.h"
#include "engine/pixels/working_images.h"

#include <algorithm>

namespace style_transfer {

namespace {

// `picture` (RGB) with the alpha of `base`, if that has one.
Image with_alpha_of(const Image& base, Image picture) {
    if (base.channels() == 3)
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

} // namespace

void run_transfer(const Arguments& arguments) {
    Interruption interruption;
    // Everything that can be wrong with the call comes before the long work.
    validate(arguments.settings);
    check_can_save(arguments.output);
    if (arguments.report)
        check_writable_place(*arguments.report, "report");
    const LoadedPicture base = load_picture(arguments.base);
    const LoadedPicture style = load_picture(arguments.style);
    const WorkingImages working =
        make_working_images(base.image.view(), style.image.view(), arguments.settings.size);

    Report report(
        arguments, base.image.size(), style.image.size(), working.base.size(),
        working.style.size());
    Session session(
        *style_transfer_engine_api(STE_ABI_VERSION), arguments.settings, working.base.view(),
        working.style.view());
    report.set_model(session);
    interruption.watch(&session);
    {
        ProgressLine line(ProgressLine::choose(arguments.progress, arguments.quiet));
        session.run([&](const Progress& progress) {
            line.show(progress);
            report.add(progress);
        });
    }
    interruption.watch(nullptr);

    const Image result = with_alpha_of(working.base, session.picture());
    interruption.check();
    save_picture(result.view(), base, arguments.output);
    if (arguments.report)
        report.write(*arguments.report);
}

} // namespace style_transfer
