// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/progress_window.h"

#include "engine/base/translation.h"
#include "ui/state/process_memory.h"
#include "ui/state/texts.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/loss_view.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/preferences.h"

#include <chrono>

namespace style_transfer {

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned look_interval = 100; // milliseconds
constexpr std::chrono::milliseconds report_interval{250};
constexpr Size natural_size{520, 340};
// Finer than any window; a larger picture is averaged down before it is handed to the screen.
constexpr int largest_picture_side = 2048;

struct LoopRelease {
    void operator()(GMainLoop* loop) const { g_main_loop_unref(loop); }
};

double seconds_between(Clock::time_point begin, Clock::time_point end) {
    return std::chrono::duration<double>(end - begin).count();
}

GtkWidget* make_text(const char* name, float alignment) {
    GtkWidget* label = gtk_label_new(nullptr);
    gtk_widget_set_name(label, name);
    gtk_label_set_xalign(GTK_LABEL(label), alignment);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(label, TRUE);
    return label;
}

class ProgressWindow {
  public:
    ProgressWindow(
        const WindowContext& context, PaintJob& job, const std::function<void(double)>& report);
    ~ProgressWindow() { window_.reset(); } // before what its callbacks use
    ProgressWindow(const ProgressWindow&) = delete;
    ProgressWindow& operator=(const ProgressWindow&) = delete;

    std::optional<FinishedRun> run();

  private:
    void add_texts(GtkWidget* column);
    void add_losses(GtkWidget* column);
    void add_accept_switch(GtkWidget* column);
    void add_buttons();
    void ask(Request request);
    void look();
    void show_picture(unsigned number);
    void report_progress(Clock::time_point now, double fraction);

    const WindowContext& context_;
    PaintJob& job_;
    const std::function<void(double)>& report_;
    CallbackGuard guard_;
    std::unique_ptr<GMainLoop, LoopRelease> loop_;
    WindowPointer window_;
    PictureView picture_;
    LossView losses_;
    GtkWidget* activity_;
    GtkWidget* loss_;
    GtkWidget* time_left_;
    GtkWidget* elapsed_;
    GtkWidget* memory_;
    GtkWidget* bar_;
    GtkWidget* accept_;
    GtkWidget* stop_ = nullptr;
    GtkWidget* cancel_ = nullptr;

    Request request_ = Request::none;
    unsigned shown_picture_ = 0;
    const Clock::time_point opened_ = Clock::now();
    int seen_evaluations_ = -1;
    Clock::time_point progress_came_ = opened_;
    std::optional<Clock::time_point> reported_;
};

ProgressWindow::ProgressWindow(
    const WindowContext& context, PaintJob& job, const std::function<void(double)>& report)
    : context_(context), job_(job), report_(report), loop_(g_main_loop_new(nullptr, FALSE)),
      window_(gtk_dialog_new()),
      picture_(guard_, natural_size, _("The picture as it is at the moment")), losses_(guard_),
      activity_(make_text("activity", 0)), loss_(make_text("loss", 0)),
      time_left_(make_text("time-left", 1)), elapsed_(make_text("elapsed", 1)),
      memory_(make_text("memory", 1)), bar_(gtk_progress_bar_new()),
      accept_(gtk_check_button_new_with_mnemonic(_("_Accept without asking"))) {
    guard_.on_exception = [this] { g_main_loop_quit(loop_.get()); };
    gtk_window_set_title(GTK_WINDOW(window_.get()), _("Style Transfer"));
    gtk_window_set_modal(GTK_WINDOW(window_.get()), TRUE);
    gtk_widget_set_name(window_.get(), "progress-window");
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    GtkWidget* column = make_column(gap);
    gtk_container_set_border_width(GTK_CONTAINER(column), gap);
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), picture_.widget());
    gtk_box_pack_start(GTK_BOX(column), frame, TRUE, TRUE, 0);
    add_texts(column);
    add_losses(column);
    add_accept_switch(column);
    gtk_box_pack_start(GTK_BOX(content), column, TRUE, TRUE, 0);
    add_buttons();
    connect<void(int)>(window_.get(), "response", guard_, [this](int response) {
        ask(response == GTK_RESPONSE_ACCEPT ? Request::stop : Request::cancel);
    });
    // Closing is answered by GtkDialog with a response; the window itself stays until the work has
    // really ended.
    connect<gboolean(GdkEvent*)>(
        window_.get(), "delete-event", guard_, [](GdkEvent*) { return TRUE; });
    gtk_widget_show_all(content);
}

void ProgressWindow::add_texts(GtkWidget* column) {
    atk_object_set_name(gtk_widget_get_accessible(bar_), _("Work done"));
    gtk_box_pack_start(GTK_BOX(column), bar_, FALSE, FALSE, 0);
    GtkWidget* grid = make_grid();
    gtk_grid_attach(GTK_GRID(grid), activity_, 0, 0, 1, 1);
    gtk_grid_attach(GTK_GRID(grid), time_left_, 1, 0, 1, 1);
    gtk_grid_attach(GTK_GRID(grid), loss_, 0, 1, 1, 1);
    gtk_grid_attach(GTK_GRID(grid), elapsed_, 1, 1, 1, 1);
    for (GtkWidget* quiet : {loss_, elapsed_})
        gtk_style_context_add_class(gtk_widget_get_style_context(quiet), GTK_STYLE_CLASS_DIM_LABEL);
    gtk_box_pack_start(GTK_BOX(column), grid, FALSE, FALSE, 0);
}

void ProgressWindow::add_losses(GtkWidget* column) {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_box_pack_start(GTK_BOX(row), losses_.legend(), FALSE, FALSE, 0);
    gtk_box_pack_end(GTK_BOX(row), memory_, TRUE, TRUE, 0);
    gtk_style_context_add_class(gtk_widget_get_style_context(memory_), GTK_STYLE_CLASS_DIM_LABEL);
    gtk_box_pack_start(GTK_BOX(column), row, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), losses_.widget(), FALSE, FALSE, 0);
}

// Here and not where the question is asked: whoever goes away for the minutes that a run takes
// wants to find the layer.
void ProgressWindow::add_accept_switch(GtkWidget* column) {
    gtk_widget_set_name(accept_, "accept-without-asking");
    gtk_widget_set_tooltip_text(
        accept_, _("Make a layer of the result as soon as it is finished, in later runs too"));
    gtk_toggle_button_set_active(
        GTK_TOGGLE_BUTTON(accept_),
        read_preferences(context_.preferences_file).accept_without_asking);
    gtk_box_pack_start(GTK_BOX(column), accept_, FALSE, FALSE, 0);
    connect<void()>(accept_, "toggled", guard_, [this] {
        Preferences preferences = read_preferences(context_.preferences_file);
        preferences.accept_without_asking =
            gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(accept_)) != FALSE;
        write_preferences(context_.preferences_file, preferences);
    });
}

void ProgressWindow::add_buttons() {
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    cancel_ = gtk_dialog_add_button(dialog, _("_Cancel"), GTK_RESPONSE_CANCEL);
    stop_ = gtk_dialog_add_button(dialog, _("_Stop and Keep"), GTK_RESPONSE_ACCEPT);
    align_buttons(dialog, cancel_);
    add_help_button(dialog, cancel_, guard_);
    gtk_widget_set_name(cancel_, "cancel");
    gtk_widget_set_name(stop_, "stop");
    gtk_widget_set_tooltip_text(cancel_, _("End without a result; the image stays as it is"));
    gtk_widget_set_tooltip_text(stop_, _("End now with the picture as it is at the moment"));
    gtk_widget_set_sensitive(stop_, FALSE);
}

void ProgressWindow::ask(Request request) {
    // Stopping can still take a moment, in which one may want out altogether.
    if (request_ == Request::cancel || request_ == request)
        return;
    request_ = request;
    if (request == Request::stop)
        job_.request_stop();
    else
        job_.request_cancel();
    look();
}

void ProgressWindow::look() {
    const PaintState state = job_.state();
    const Clock::time_point now = Clock::now();
    if (state.progress && state.progress->evaluations != seen_evaluations_) {
        seen_evaluations_ = state.progress->evaluations;
        progress_came_ = now;
        losses_.add(*state.progress);
    }
    if (state.picture_number != shown_picture_)
        show_picture(state.picture_number);
    const ProgressTexts texts = progress_texts(
        state, request_, seconds_between(opened_, now), seconds_between(progress_came_, now));
    set_label_text(activity_, texts.activity);
    set_label_text(loss_, texts.loss);
    set_label_text(time_left_, texts.time_left);
    set_label_text(elapsed_, texts.elapsed);
    set_label_text(memory_, memory_text(resident_memory()));
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar_), texts.fraction);
    gtk_widget_set_sensitive(stop_, state.picture_number > 0 && request_ == Request::none);
    gtk_widget_set_sensitive(cancel_, request_ != Request::cancel);
    report_progress(now, texts.fraction);
    if (state.phase != PaintState::Phase::loading && state.phase != PaintState::Phase::running)
        g_main_loop_quit(loop_.get());
}

void ProgressWindow::show_picture(unsigned number) {
    const Image image = job_.picture();
    if (image.empty())
        return;
    shown_picture_ = number;
    picture_.show(make_surface(image.view(), largest_picture_side));
}

void ProgressWindow::report_progress(Clock::time_point now, double fraction) {
    if (!report_ || (reported_ && now - *reported_ < report_interval))
        return;
    reported_ = now;
    report_(fraction);
}

std::optional<FinishedRun> ProgressWindow::run() {
    gtk_widget_realize(window_.get());
    if (context_.attach)
        context_.attach(GTK_WINDOW(window_.get()));
    gtk_widget_show(window_.get());
    {
        const Timer timer(look_interval, guard_, [this] {
            look();
            return true;
        });
        guard_.run([this] { look(); });
        if (!guard_.failed())
            g_main_loop_run(loop_.get());
    }
    const bool accepted = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(accept_)) != FALSE;
    window_.reset();
    if (guard_.failed())
        job_.request_cancel();
    try {
        return FinishedRun{job_.wait(), accepted};
    } catch (const Error& error) {
        guard_.rethrow();
        if (error.code() == ErrorCode::cancelled)
            return std::nullopt;
        throw;
    }
}

} // namespace

std::optional<FinishedRun> run_progress_window(
    const WindowContext& context, PaintJob& job,
    const std::function<void(double fraction)>& report) {
    return ProgressWindow(context, job, report).run();
}

} // namespace style_transfer
