// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libintl.h>

#include <cstdlib>

namespace style_transfer::testing {

// Windows in the locale's language, where $STYLE_TRANSFER_LOCALE names the folder of catalogues.
inline void bind_catalogues() {
    if (const char* folder = std::getenv("STYLE_TRANSFER_LOCALE")) {
        bindtextdomain(GETTEXT_PACKAGE, folder);
        bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    }
}

} // namespace style_transfer::testing
