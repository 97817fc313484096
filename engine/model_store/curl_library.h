// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header. libcurl, loaded when it is needed.
#pragma once

#define CURL_DISABLE_TYPECHECK // a macro over the functions that are named here
#include <curl/curl.h>

namespace style_transfer {

struct CurlLibrary {
    decltype(&::curl_easy_init) easy_init = nullptr;
    decltype(&::curl_easy_setopt) easy_setopt = nullptr;
    decltype(&::curl_easy_perform) easy_perform = nullptr;
    decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&::curl_easy_strerror) easy_strerror = nullptr;

    // Loaded by the first call and kept. Throws Error(internal) where the system has none.
    static const CurlLibrary& get();
};

} // namespace style_transfer
