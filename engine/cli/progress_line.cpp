// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/progress_line.h"

#include "engine/base/translation.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace style_transfer {

std::string duration_text(double seconds) {
    const long whole = std::lround(seconds);
    char text[48];
    if (whole < 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    else
        std::snprintf(
            text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    return text;
}

void draw_bar(double fraction, const std::string& status) {
    constexpr int width = 24;
    const int filled = int(std::lround(fraction * width));
    const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
    // Erases to the end of the line: the former text may have been longer.
    std::fprintf(stderr, "\r[%s] %s\033[K", bar.c_str(), status.c_str());
    std::fflush(stderr);
}

namespace {

std::string status(const Progress& progress) {
    const std::string line = formatted(
        _("iteration %d of %d, loss %.4g"), progress.iteration, progress.iterations,
        progress.losses.total());
    if (progress.event == ProgressEvent::finished)
        return line + formatted(_(", took %s"), duration_text(progress.seconds).c_str());
    if (progress.seconds_left >= 0)
        return line + formatted(_(", %s left"), duration_text(progress.seconds_left).c_str());
    return line;
}

} // namespace

ProgressLine::Display ProgressLine::choose(bool progress, bool quiet) {
    if (quiet)
        return Display::none;
    if (isatty(STDERR_FILENO))
        return Display::bar;
    return progress ? Display::lines : Display::none;
}

ProgressLine::~ProgressLine() {
    if (drawn_)
        std::fputc('\n', stderr);
}

void ProgressLine::show(const Progress& progress) {
    if (display_ == Display::bar) {
        draw_bar(progress.fraction, status(progress));
        drawn_ = true;
    } else if (display_ == Display::lines && progress.event != ProgressEvent::evaluation) {
        std::fprintf(stderr, "%s\n", status(progress).c_str());
    }
}

} // namespace style_transfer
