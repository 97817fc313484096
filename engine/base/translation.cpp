// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/translation.h"

#include "engine/base/installation.h"

#include <algorithm>
#include <clocale>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <langinfo.h>

namespace style_transfer {

std::string formatted(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    std::string text(std::size_t(std::max(length, 0)) + 1, '\0');
    std::vsnprintf(text.data(), text.size(), format, again);
    va_end(again);
    text.pop_back();
    return text;
}

void use_catalogues() {
    std::setlocale(LC_MESSAGES, "");
    // What the system says of errors is to be in UTF-8, as are names and reports.
    if (!std::setlocale(LC_CTYPE, "") || std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        std::setlocale(LC_CTYPE, "C.UTF-8");
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    if (const std::string folder = catalogue_folder().string(); !folder.empty())
        bindtextdomain(GETTEXT_PACKAGE, folder.c_str());
}

} // namespace style_transfer
