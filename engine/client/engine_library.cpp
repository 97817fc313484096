// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/engine_library.h"

#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/sanitized.h"
#include "engine/base/translation.h"
#include "engine/client/mending.h"

#include <cstdlib>
#include <dlfcn.h>

namespace style_transfer {

namespace {

constexpr const char* file_name = "libstyle-transfer-engine.so";

[[noreturn]] void refuse_missing(const std::vector<std::filesystem::path>& candidates) {
    std::string places;
    for (const auto& candidate : candidates)
        places +=
            (places.empty() ? "\"" : _(" or ") + std::string("\"")) + candidate.string() + '"';
    throw Error(
        ErrorCode::internal,
        formatted(
            _("The engine of style transfer was not found: there is no %s."), places.c_str()) +
            " " + how_to_mend(candidates.front()));
}

// libtorch's symbols stay out of the way of GIMP's libraries (local), and those, or their instances
// of the C++ library's templates, do not stand in for what the engine brings (deep) - unless
// somebody has loaded something that is to stand in for everybody's, an allocator or a sanitizer.
int separation() {
    const bool alone = !is_sanitized && !std::getenv("LD_PRELOAD");
    return alone ? RTLD_LOCAL | RTLD_DEEPBIND : RTLD_LOCAL;
}

std::string loader_message() {
    const char* message = dlerror();
    return message ? message : _("unknown reason");
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
    const std::string sentence =
        formatted(_("The engine \"%s\" cannot be loaded (%s)."), file.c_str(), reason.c_str());
    // In the words of the loader, which has no codes.
    for (const char* words : {"failed to map segment", "annot allocate memory", "out of memory"})
        if (reason.find(words) != std::string::npos)
            throw Error(
                ErrorCode::memory, sentence + " " +
                                       _("There is not enough memory: close other programs, or "
                                         "raise the limit on the address space."));
    throw Error(ErrorCode::internal, sentence + " " + how_to_mend(file));
}

} // namespace

std::vector<std::filesystem::path> engine_candidates() {
    if (const char* file = std::getenv("STYLE_TRANSFER_ENGINE"); file && *file)
        return {file};
    std::vector<std::filesystem::path> files{program_folder() / file_name};
    for (const auto& folder : engine_folders())
        files.push_back(folder / file_name);
    return files;
}

const ste_api& load_engine(const std::vector<std::filesystem::path>& candidates) {
    for (const auto& file : candidates) {
        std::error_code error;
        if (!std::filesystem::exists(file, error))
            continue;
        // Never closed: libtorch keeps threads and static state.
        void* library = dlopen(file.c_str(), RTLD_NOW | separation());
        if (!library)
            refuse(file, loader_message());
        // dlsym hands out functions as object pointers; POSIX guarantees that this works.
        const auto entry = reinterpret_cast<ste_api_function>(dlsym(library, STE_API_SYMBOL));
        const ste_api* api = entry ? entry(STE_ABI_VERSION) : nullptr;
        if (!api || api->abi_version != STE_ABI_VERSION)
            throw Error(
                ErrorCode::internal,
                formatted(
                    _("The engine \"%s\" is of another version than the plug-in. Install both "
                      "from the same gimp-style-transfer package."),
                    file.c_str()));
        return *api;
    }
    refuse_missing(candidates);
}

} // namespace style_transfer
