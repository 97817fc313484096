// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody who looks for a fault has to know of the program and of the machine that it runs
// on.
#pragma once

#include "engine/client/engine.hpp"

#include <string>
#include <vector>

namespace style_transfer {

struct Finding {
    std::string name; // "memory"
    std::string text; // one line
    bool fault = false;
};

struct Diagnostics {
    std::vector<Finding> findings;

    bool fine() const;
    // To be pasted into a report, in English: a line that says whether all is fine, then one for
    // each finding. The home folder is shown as ~, and the user's name nowhere.
    std::string text() const;
};

// Versions, processor, threads, memory, the libraries in use, the networks with their checksums,
// what holds the reader of files back, whether folders can be written to, and with `test_run` the
// work itself on 64 × 64 pixels. Takes about a second, and loads the engine. Call gegl_init()
// before. Throws nothing: what fails is a finding.
Diagnostics diagnose(const EngineLoader& engine, bool test_run);

// `text` without what tells whose machine it is, see above. `home` and `user` may be empty.
std::string
without_personal_names(std::string text, const std::string& home, const std::string& user);

} // namespace style_transfer
