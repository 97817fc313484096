// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/download_line.h"

#include "engine/base/translation.h"

#include <cinttypes>
#include <cstdio>

namespace style_transfer {

namespace {

constexpr std::chrono::milliseconds interval{200};
constexpr double settled = 2; // seconds, before which a rate tells nothing

} // namespace

double DownloadLine::seconds_left(std::uint64_t done, std::uint64_t bytes) const {
    const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    if (done <= first_ || seconds < settled)
        return -1;
    return seconds * double(bytes - done) / double(done - first_);
}

void DownloadLine::show(std::uint64_t done, std::uint64_t bytes) {
    const auto now = Clock::now();
    if (!begun_ || done < first_) {
        begun_ = true;
        first_ = done;
        begin_ = now;
    } else if (done == shown_ || (now - shown_at_ < interval && done < bytes)) {
        return;
    }
    shown_ = done;
    shown_at_ = now;
    if (display_ == ProgressLine::Display::lines) {
        // The plug-in reads it: the same in every language.
        std::fprintf(stderr, "%" PRIu64 " of %" PRIu64 " bytes\n", done, bytes);
    } else if (display_ == ProgressLine::Display::bar) {
        constexpr double megabyte = 1e6;
        const double left = seconds_left(done, bytes);
        draw_bar(
            double(done) / double(bytes),
            formatted(_("%.1f of %.1f MB"), double(done) / megabyte, double(bytes) / megabyte) +
                (left < 0 ? "" : formatted(_(", %s left"), duration_text(left).c_str())));
        drawn_ = true;
    }
}

void DownloadLine::tell(const std::string& sentence) {
    end();
    std::fprintf(stderr, "style-transfer: %s\n", sentence.c_str());
}

void DownloadLine::end() {
    if (drawn_)
        std::fputc('\n', stderr);
    drawn_ = false;
}

} // namespace style_transfer
