// SPDX-License-Identifier: GPL-3.0-or-later
// Include in .cpp files only. The program around us binds the domain (UTF-8) to its catalogues.
#pragma once

#include <libintl.h>

#include <string>

#define _(msgid) dgettext(GETTEXT_PACKAGE, msgid)
#define N_(msgid) msgid // of a table; translated where it is used

namespace style_transfer {

// printf into a string.
__attribute__((format(printf, 1, 2))) std::string formatted(const char* format, ...);

// A sentence that takes one text of any content in the place of %s.
std::string with_text(const char* format, const std::string& text);

} // namespace style_transfer
