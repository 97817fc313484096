// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/interruption.h"
#include "engine/client/paint_job.h"
#include "engine/picture_files/picture_file.h"

namespace style_transfer {

// load_picture() that an interruption ends. Throws Error.
LoadedPicture
load_unless_interrupted(const std::filesystem::path& file, const Interruption& interruption);

// One run with the installed engine, to its end. Throws Error, with code cancelled after an
// interruption.
PaintResult run_to_end(PaintWork work, const Interruption& interruption);

// The result's size that goes with the settings: with a quality level that of the base.
ResultSize result_size(const Settings& settings);
Size size_of_result(const Settings& settings, Size base);

} // namespace style_transfer
