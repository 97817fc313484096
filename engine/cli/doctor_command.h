// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

// `style-transfer doctor`: prints what a report of a fault needs, see engine/diagnostics. The
// answer is the exit code: exit_error when something is at fault. Throws Error.
int run_doctor(int count, const char* const* values);

} // namespace style_transfer
