// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences in the user's language. Include in .cpp files only. The program around us sets its
// locale and binds the domain to the catalogues, in UTF-8: use_catalogues(), or GIMP. Where none is
// bound, and in the confined reader, sentences are English.
#pragma once

#include <libintl.h>

#include <string>

#define _(msgid) dgettext(GETTEXT_PACKAGE, msgid)
#define N_(msgid) msgid // of a table; translated where it is used

namespace style_transfer {

// printf into a string.
__attribute__((format(printf, 1, 2))) std::string formatted(const char* format, ...);

// For a program of ours: the language of the environment, and the catalogues of this installation,
// or of $STYLE_TRANSFER_LOCALE. Numbers stay in the C locale's notation. Once, before threads.
void use_catalogues();

} // namespace style_transfer
