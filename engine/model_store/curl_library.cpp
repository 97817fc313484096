// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_store/curl_library.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <dlfcn.h>

#include <string>

namespace style_transfer {

namespace {

// Debian's second one is built with GnuTLS.
constexpr const char* names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

void* load() {
    for (const char* name : names)
        if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL))
            return library;
    throw Error(
        ErrorCode::internal,
        _("Downloading takes libcurl, and this system has no libcurl.so.4; on Debian and Ubuntu, "
          "apt install libcurl4 brings it."));
}

template <class Function>
void find(Function& function, void* library, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (!function)
        throw Error(
            ErrorCode::internal,
            formatted(_("The libcurl of this system has no function %s."), name));
}

CurlLibrary loaded() {
    void* library = load();
    CurlLibrary curl;
    decltype(&::curl_global_init) global_init = nullptr;
    find(global_init, library, "curl_global_init");
    find(curl.easy_init, library, "curl_easy_init");
    find(curl.easy_setopt, library, "curl_easy_setopt");
    find(curl.easy_perform, library, "curl_easy_perform");
    find(curl.easy_getinfo, library, "curl_easy_getinfo");
    find(curl.easy_cleanup, library, "curl_easy_cleanup");
    find(curl.easy_strerror, library, "curl_easy_strerror");
    if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        throw Error(ErrorCode::internal, _("The libcurl of this system cannot be started."));
    return curl;
}

} // namespace

const CurlLibrary& CurlLibrary::get() {
    static const CurlLibrary curl = loaded();
    return curl;
}

} // namespace style_transfer
