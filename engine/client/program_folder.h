// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer {

// The folder that this program's file lies in; translations are in locale/ there and the engine
// may be beside it. Empty when the system does not tell.
std::filesystem::path program_folder();

} // namespace style_transfer
