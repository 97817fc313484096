// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/log_guard.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/pixels/swap_folder.h"

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
    std::string first_loss;
    GLogFunc previous = nullptr;
};
Collected collected;
std::mutex one_at_a_time; // held as long as a guard lives

bool is_of_a_toolkit(std::string_view domain) {
    const auto begins = [domain](std::string_view name) { return domain.starts_with(name); };
    return begins("Gtk") || begins("Gdk") || begins("Pango") || begins("Atk") || begins("dconf") ||
           begins("LibGimp");
}

std::string without_full_stop(std::string_view text) {
    while (!text.empty() && (text.back() == '.' || text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    return std::string(text);
}

void collect(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer user) {
    if (level & G_LOG_LEVEL_ERROR) // which ends the process
        collected.previous(domain, level, message, user);
    if (domain && is_of_a_toolkit(domain)) {
        g_log_default_handler(domain, level, message, user);
        return;
    }
    const bool lost = tells_of_lost_tiles(message);
    if (!lost && !(level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
        return;
    const std::string text = without_full_stop(message ? message : "unknown reason");
    const std::lock_guard lock(collected.mutex);
    if (lost && collected.first_loss.empty())
        collected.first_loss = text;
    if (collected.has_problem)
        return;
    collected.has_problem = true;
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
    collected.first_loss.clear();
    collected.previous = g_log_set_default_handler(collect, nullptr);
}

LogGuard::~LogGuard() {
    g_log_set_default_handler(collected.previous, nullptr);
    one_at_a_time.unlock();
}

void LogGuard::check_nothing_lost() const {
    const std::lock_guard lock(collected.mutex);
    if (!collected.first_loss.empty())
        throw Error(
            ErrorCode::file,
            formatted(
                _("A picture is larger than memory, and the folder for what does not fit takes no "
                  "more "
                  "(%s): make room in \"%s\", or name another folder in the environment as "
                  "GEGL_SWAP."),
                collected.first_loss.c_str(), swap_folder().c_str()));
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
