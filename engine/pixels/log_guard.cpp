// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/log_guard.h"

#include <glib.h>

#include <mutex>
#include <string_view>

namespace style_transfer {

namespace {

// GEGL logs from its worker threads as well. The handler's data must outlive every call that is
// still under way when the guard goes, hence static.
struct Collected {
    std::mutex mutex;
    bool has_problem = false;
    std::string first_problem;
    GLogFunc previous = nullptr;
};
Collected collected;
std::mutex one_at_a_time; // held as long as a guard lives

bool is_of_a_toolkit(std::string_view domain) {
    const auto begins = [domain](std::string_view name) { return domain.starts_with(name); };
    return begins("Gtk") || begins("Gdk") || begins("Pango") || begins("Atk") || begins("dconf") ||
           begins("LibGimp");
}

void collect(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer user) {
    const bool lost = tells_of_lost_tiles(message);
    if (lost || level & G_LOG_LEVEL_ERROR) // which may end the process
        collected.previous(domain, level, message, user);
    if (domain && is_of_a_toolkit(domain)) {
        g_log_default_handler(domain, level, message, user);
        return;
    }
    if (!lost && !(level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
        return;
    const std::lock_guard lock(collected.mutex);
    if (collected.has_problem)
        return;
    collected.has_problem = true;
    std::string_view text = message ? message : "";
    while (!text.empty() && (text.back() == '.' || text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    collected.first_problem = text;
}

} // namespace

bool tells_of_lost_tiles(const char* message) {
    const std::string_view text = message ? message : "";
    return text.starts_with("unable to write tile data") ||
           text.starts_with("failed to resize swap file");
}

LogGuard::LogGuard() {
    one_at_a_time.lock();
    const std::lock_guard lock(collected.mutex);
    collected.has_problem = false;
    collected.first_problem.clear();
    collected.previous = g_log_set_default_handler(collect, nullptr);
}

LogGuard::~LogGuard() {
    g_log_set_default_handler(collected.previous, nullptr);
    one_at_a_time.unlock();
}

bool LogGuard::has_problem() const {
    const std::lock_guard lock(collected.mutex);
    return collected.has_problem;
}

std::string LogGuard::first_problem() const {
    const std::lock_guard lock(collected.mutex);
    return collected.first_problem;
}

} // namespace style_transfer
