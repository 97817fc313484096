// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/settings.h"

#include <filesystem>

namespace style_transfer {

// The settings that a file holds: a report or a preset (JSON with an object "settings"), or the
// text that a layer of ours carries ("size=640 iterations=8"). What it does not name has its
// default. Throws Error(file) with the file's name for what cannot be read, for an unknown name,
// which a newer version may have, and for a value that is refused.
Settings read_settings(const std::filesystem::path& file);

} // namespace style_transfer
