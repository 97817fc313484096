// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/gegl_user.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/pixels/log_guard.h"

#include <gegl.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr int exit_failed = 1;
constexpr std::size_t least_memory = std::size_t{512} << 20; // bytes; the engine takes more

std::string swap_folder;

// What gegl_exit() would do, which waits for the very threads that may be calling.
void remove_swap_files() {
    const std::string own = "gegl-swap-" + std::to_string(getpid()) + "-";
    std::error_code error;
    for (fs::directory_iterator entry(swap_folder, error), end; !error && entry != end;
         entry.increment(error))
        if (std::error_code ignored; entry->path().filename().string().starts_with(own))
            fs::remove(entry->path(), ignored);
}

// After an error GLib stops the process as in a debugger: when memory has run out, most of all.
// There may be too little of it left for an exception on the way back through GEGL's threads.
void end_with_a_sentence(
    const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer user) {
    const bool lost = tells_of_lost_tiles(message);
    if (!lost && !(level & G_LOG_LEVEL_ERROR)) {
        g_log_default_handler(domain, level, message, user);
        return;
    }
    std::fputs("style-transfer: ", stderr);
    const char* text = message ? message : _("unknown reason");
    if (lost)
        std::fprintf(
            stderr,
            _("A picture is larger than memory, and the folder for what does not fit takes no more "
              "(%s): make room in \"%s\", or name another folder in the environment as "
              "GEGL_SWAP."),
            text, swap_folder.c_str());
    else if (std::string_view(text).find("allocate") != std::string_view::npos)
        std::fprintf(
            stderr, _("There is not enough memory for this picture (%s): choose a smaller size."),
            text);
    else
        std::fprintf(stderr, _("GEGL cannot go on: %s."), text);
    std::fputc('\n', stderr);
    if (lost)
        remove_swap_files();
    _exit(exit_failed);
}

// babl writes to what it did not get while it starts.
void check_memory() {
    void* place =
        mmap(nullptr, least_memory, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED)
        throw Error(
            ErrorCode::memory, _("There is not enough memory to start: close other programs, or "
                                 "raise the limit on the address space."));
    munmap(place, least_memory);
}

} // namespace

GeglUser::GeglUser() {
    check_memory();
    g_log_set_default_handler(end_with_a_sentence, nullptr);
    gegl_init(nullptr, nullptr);
    gchar* folder = nullptr;
    g_object_get(gegl_config(), "swap", &folder, nullptr);
    swap_folder = folder ? folder : "";
    g_free(folder);
}

GeglUser::~GeglUser() {
    gegl_exit();
}

} // namespace style_transfer
