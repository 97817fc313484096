// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/painting.h"

#include "engine/client/engine_library.h"
#include "engine/pixels/working_images.h"

#include <chrono>
#include <utility>

namespace style_transfer {

namespace {

constexpr std::chrono::milliseconds look_interval{50}; // for an interruption

} // namespace

LoadedPicture
load_unless_interrupted(const std::filesystem::path& file, const Interruption& interruption) {
    try {
        return load_picture(file, interruption.token());
    } catch (const Error&) {
        interruption.check();
        throw;
    }
}

PaintResult run_to_end(PaintWork work, const Interruption& interruption) {
    PaintJob job(load_installed_engine, std::move(work));
    while (!job.wait_for(look_interval))
        interruption.check();
    return job.wait();
}

ResultSize result_size(const Settings& settings) {
    return settings.quality == Quality::custom ? ResultSize::working : ResultSize::base;
}

Size size_of_result(const Settings& settings, Size base) {
    return result_size(settings) == ResultSize::base
               ? base
               : working_base_size(base, working_size(settings, base.longer_side()));
}

} // namespace style_transfer
