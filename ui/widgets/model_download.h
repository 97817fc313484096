// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/download_job.h"
#include "ui/state/model_offer.h"
#include "ui/widgets/callbacks.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace style_transfer {

// Offers VGG19 where it is not installed: what it is, a button that downloads it or stops that, and
// how far it is. A window that is closed meanwhile ends the download; the next one goes on with it.
class ModelDownload {
  public:
    // `installed` is called once it is there.
    ModelDownload(CallbackGuard& guard, std::function<void()> installed);

    GtkWidget* widget() const { return box_; } // hidden while there is nothing to offer

  private:
    void start();
    bool follow();
    void show_progress(const DownloadJob& job);
    void show_idle(const std::string& remark);

    CallbackGuard& guard_;
    std::function<void()> installed_;
    std::optional<PublishedModel> model_;
    std::unique_ptr<DownloadJob> job_;
    std::unique_ptr<Timer> looks_;
    std::chrono::steady_clock::time_point begin_;
    std::optional<std::uint64_t> first_; // bytes that were there when it began
    GtkWidget* box_;
    GtkWidget* remark_;
    GtkWidget* bar_;
    GtkWidget* button_;
};

} // namespace style_transfer
