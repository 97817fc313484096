// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"
#include "engine/settings/settings.h"
#include "plugin/host.h"

#include <string>

namespace style_transfer {

// What a caller gave; used in non-interactive mode only.
struct CallArguments {
    std::string style_file; // as it stands; may be empty
    Settings settings;
    std::string styles{};      // beside it, see ui/state/style_list.h
    bool live_filters = false; // see StyleChoice
};

enum class Outcome { success, cancelled };

// All of it, the same in every GIMP: check the target, ask or take the settings, load, work on
// a thread of its own, and only then write the layer in one undo step. Throws Error with the
// sentence for the user; the document is untouched then and after Outcome::cancelled. An
// interactive run shows what the user can set right itself and asks again. The settings of a
// successful interactive run become the last values; a script leaves them alone. Main thread.
Outcome
run_procedure(Host& host, RunMode mode, const CallArguments& arguments, const EngineLoader& engine);

} // namespace style_transfer
