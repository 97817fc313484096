// SPDX-License-Identifier: GPL-3.0-or-later
// Include in .cpp files only. The program around us binds the domain (UTF-8) to its catalogues.
#pragma once

#include "engine/base/translation.h"

#include <string>

namespace style_transfer {

// A sentence that takes one text of any content in the place of %s.
std::string with_text(const char* format, const std::string& text);

} // namespace style_transfer
