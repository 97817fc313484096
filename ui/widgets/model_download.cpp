// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/model_download.h"

#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/translation.h"
#include "ui/state/texts.h"
#include "ui/widgets/layout.h"

#include <utility>

namespace style_transfer {

namespace {

constexpr unsigned look_interval = 200; // milliseconds
constexpr int longest_line = 50;        // characters
constexpr double settled = 2;           // seconds, before which a rate tells nothing

} // namespace

ModelDownload::ModelDownload(CallbackGuard& guard, std::function<void()> installed)
    : guard_(guard), installed_(std::move(installed)), model_(model_offer()),
      box_(make_column(small_gap)), remark_(make_remark()), bar_(gtk_progress_bar_new()),
      button_(gtk_button_new()) {
    gtk_widget_set_name(remark_, "download-remark");
    gtk_widget_set_name(bar_, "download-progress");
    gtk_widget_set_name(button_, "download");
    gtk_label_set_max_width_chars(GTK_LABEL(remark_), longest_line);
    gtk_progress_bar_set_show_text(GTK_PROGRESS_BAR(bar_), TRUE);
    atk_object_set_name(gtk_widget_get_accessible(bar_), _("Download"));
    gtk_widget_set_halign(button_, GTK_ALIGN_START);
    for (GtkWidget* part : {remark_, bar_, button_})
        gtk_box_pack_start(GTK_BOX(box_), part, FALSE, FALSE, 0);
    gtk_widget_show_all(box_);
    gtk_widget_set_no_show_all(box_, TRUE);
    connect<void()>(button_, "clicked", guard, [this] {
        if (job_)
            job_->stop();
        else
            start();
    });
    if (model_)
        show_idle(offer_text(*model_));
    gtk_widget_set_visible(box_, model_.has_value());
}

void ModelDownload::start() {
    try {
        job_ = std::make_unique<DownloadJob>(command_line_program(), model_->name);
    } catch (const Error& error) {
        show_idle(error.what());
        return;
    }
    begin_ = std::chrono::steady_clock::now();
    first_.reset();
    gtk_button_set_label(GTK_BUTTON(button_), _("Stop the Download"));
    gtk_widget_show(bar_);
    show_progress(*job_);
    looks_ = std::make_unique<Timer>(look_interval, guard_, [this] { return follow(); });
}

bool ModelDownload::follow() {
    const DownloadJob::State state = job_->look();
    if (state == DownloadJob::State::running) {
        show_progress(*job_);
        return true;
    }
    const std::string sentence = job_->sentence();
    job_.reset();
    if (state == DownloadJob::State::installed) {
        gtk_widget_hide(box_);
        installed_();
    } else if (state == DownloadJob::State::stopped) {
        show_idle(_("Stopped. What has come is kept, and the next download goes on with it."));
    } else {
        show_idle(sentence.empty() ? _("The download has failed; try again.") : sentence);
    }
    return false;
}

void ModelDownload::show_progress(const DownloadJob& job) {
    GtkProgressBar* bar = GTK_PROGRESS_BAR(bar_);
    gtk_progress_bar_set_text(bar, download_text(job.done(), job.bytes()).c_str());
    double left = -1;
    if (job.bytes() > 0) {
        const std::uint64_t first = first_ ? *first_ : first_.emplace(job.done());
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
        if (seconds > settled && job.done() > first && job.done() < job.bytes())
            left = seconds * double(job.bytes() - job.done()) / double(job.done() - first);
        gtk_progress_bar_set_fraction(bar, double(job.done()) / double(job.bytes()));
    }
    // A source that was given up is worth knowing while nothing else is known.
    set_label_text(remark_, left < 0 ? job.sentence() : time_left_text(left));
}

void ModelDownload::show_idle(const std::string& remark) {
    set_label_text(remark_, remark);
    gtk_button_set_label(GTK_BUTTON(button_), _("Download VGG19"));
    gtk_widget_hide(bar_);
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar_), 0);
}

} // namespace style_transfer
