// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace style_transfer::testing {

// The home that the tests have instead of the user's, empty at first: where results are saved, and
// the only one that they may take away.
const std::filesystem::path& own_home();

} // namespace style_transfer::testing
