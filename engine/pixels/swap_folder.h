// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer {

// Where GEGL, which has to be initialised, keeps what memory does not hold of pictures; empty where
// it keeps nothing.
std::filesystem::path swap_folder();

} // namespace style_transfer
