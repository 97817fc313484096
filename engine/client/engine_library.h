// SPDX-License-Identifier: GPL-3.0-or-later
// Finds and loads the engine when it is needed: GIMP starts fast, and a missing libtorch is a
// sentence instead of a menu entry that is not there.
#pragma once

#include "engine/api/style_transfer_engine.h"

#include <filesystem>
#include <vector>

namespace style_transfer {

// The files at which the engine may be, best first: $STYLE_TRANSFER_ENGINE alone when it is set,
// else beside this program and in the folders of its installation.
std::vector<std::filesystem::path> engine_candidates();

// Loads the first of `candidates` that exists and returns its table, which stays valid until the
// process ends. Throws Error(internal): not found, cannot be loaded, of another version. Any
// thread.
const ste_api& load_engine(const std::vector<std::filesystem::path>& candidates);

// Both in one: an EngineLoader for the worker.
inline const ste_api& load_installed_engine() {
    return load_engine(engine_candidates());
}

} // namespace style_transfer
