// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

// style-transfer model …: installs, imports, lists, verifies and removes networks. The answer is
// the exit code. Throws Error.
int run_model_command(int count, const char* const* values);

} // namespace style_transfer
