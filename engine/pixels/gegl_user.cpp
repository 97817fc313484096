// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/gegl_user.h"

#include "engine/base/machine.h"
#include "engine/base/translation.h"
#include "engine/pixels/log_guard.h"

#include <gegl.h>

#include <cstdio>
#include <string_view>
#include <unistd.h>

namespace style_transfer {

namespace {

constexpr int exit_failed = 1;
// After an error GLib stops the process as in a debugger: when memory has run out, most of all.
// There may be too little of it left for an exception on the way back through GEGL's threads.
void end_with_a_sentence(
    const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer user) {
    // Said when nobody reads the picture any more: see LogGuard.
    if (tells_of_lost_tiles(message))
        return;
    if (!(level & G_LOG_LEVEL_ERROR)) {
        g_log_default_handler(domain, level, message, user);
        return;
    }
    std::fputs("style-transfer: ", stderr);
    const char* text = message ? message : _("unknown reason");
    if (std::string_view(text).find("allocate") != std::string_view::npos)
        std::fprintf(
            stderr, _("There is not enough memory for this picture (%s): choose a smaller size."),
            text);
    else
        std::fprintf(stderr, _("GEGL cannot go on: %s."), text);
    std::fputc('\n', stderr);
    _exit(exit_failed);
}

// What GEGL says of a swap file that was full, while it closes it, was said of the picture already.
void end_quietly(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer user) {
    if (level & G_LOG_LEVEL_ERROR || !domain || std::string_view(domain) != "GEGL")
        end_with_a_sentence(domain, level, message, user);
}

} // namespace

GeglUser::GeglUser() {
    check_memory_to_start();
    g_log_set_default_handler(end_with_a_sentence, nullptr);
    gegl_init(nullptr, nullptr);
}

GeglUser::~GeglUser() {
    g_log_set_default_handler(end_quietly, nullptr);
    gegl_exit();
}

} // namespace style_transfer
