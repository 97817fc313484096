// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

inline constexpr int exit_done = 0;
inline constexpr int exit_error = 1; // in what was asked for or read
inline constexpr int exit_usage = 2;
inline constexpr int exit_interrupted = 130; // 128 + SIGINT, as shells count

} // namespace style_transfer
