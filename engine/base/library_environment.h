// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

// What libraries read from the environment, each once, when they are loaded or used first. Call at
// the beginning of main(), before GEGL, the engine or another thread starts. What the user has set
// stays.
void set_library_environment();

} // namespace style_transfer
