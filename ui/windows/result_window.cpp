// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/result_window.h"

#include "ui/state/changed_settings.h"
#include "ui/state/texts.h"
#include "ui/state/translation.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/split_view.h"

#include <string>

namespace style_transfer {

namespace {

constexpr Size natural_size{520, 390};
// Finer than any window; a larger picture is averaged down before it is handed to the screen.
constexpr int largest_picture_side = 2048;
constexpr int thumbnail_side = 96;

class ResultWindow {
  public:
    ResultWindow(const WindowContext& context, const std::vector<ShownResult>& results);
    ~ResultWindow() { window_.reset(); } // before what its callbacks use
    ResultWindow(const ResultWindow&) = delete;
    ResultWindow& operator=(const ResultWindow&) = delete;

    ResultAnswer run();

  private:
    GtkWidget* make_choice();
    GtkWidget* make_thumbnail(std::size_t index) const;
    void add_buttons();
    void show(std::size_t index);

    const WindowContext& context_;
    const std::vector<ShownResult>& results_;
    CallbackGuard guard_;
    WindowPointer window_;
    SplitView view_;
    std::size_t shown_;
};

ResultWindow::ResultWindow(const WindowContext& context, const std::vector<ShownResult>& results)
    : context_(context), results_(results), window_(gtk_dialog_new()),
      view_(guard_, natural_size, _("The result, with the layer as it is left of the line")),
      shown_(results.size() - 1) {
    guard_.on_exception = [this] {
        gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_CANCEL);
    };
    gtk_window_set_title(GTK_WINDOW(window_.get()), _("Style Transfer: Result"));
    gtk_window_set_modal(GTK_WINDOW(window_.get()), TRUE);
    gtk_widget_set_name(window_.get(), "result-window");
    gtk_widget_set_name(view_.widget(), "result");
    gtk_widget_set_tooltip_text(
        view_.widget(), _("Left of the line the layer as it is; the line can be moved with the "
                          "mouse or with the arrow keys"));
    view_.set_split(0); // the result alone, until the line is moved
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    GtkWidget* column = make_column(gap);
    gtk_container_set_border_width(GTK_CONTAINER(column), gap);
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    gtk_box_pack_start(GTK_BOX(column), frame, TRUE, TRUE, 0);
    if (results.size() > 1)
        gtk_box_pack_start(GTK_BOX(column), make_choice(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), column, TRUE, TRUE, 0);
    add_buttons();
    show(shown_);
    gtk_widget_show_all(content);
}

// One button for each result, of which one is pressed.
GtkWidget* ResultWindow::make_choice() {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
    const std::vector<std::string> changes = [this] {
        std::vector<StyleChoice> choices;
        for (const ShownResult& result : results_)
            choices.push_back(result.choice);
        return changed_settings(choices);
    }();
    GtkWidget* first = nullptr;
    for (std::size_t i = 0; i < results_.size(); ++i) {
        GtkWidget* button =
            gtk_radio_button_new_from_widget(first ? GTK_RADIO_BUTTON(first) : nullptr);
        first = first ? first : button;
        gtk_toggle_button_set_mode(GTK_TOGGLE_BUTTON(button), FALSE);
        gtk_widget_set_name(button, ("result-" + std::to_string(i + 1)).c_str());
        const std::string text = changes[i].empty() ? _("The same settings") : changes[i];
        const std::string title = formatted(_("Result _%d"), int(i) + 1);
        GtkWidget* heading = make_label(title, button);
        gtk_label_set_xalign(GTK_LABEL(heading), 0.5F);
        GtkWidget* label = make_remark();
        set_remark(label, text);
        gtk_label_set_xalign(GTK_LABEL(label), 0.5F);
        gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
        gtk_label_set_lines(GTK_LABEL(label), 3);
        gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
        GtkWidget* column = make_column(small_gap);
        gtk_box_pack_start(GTK_BOX(column), make_thumbnail(i), FALSE, FALSE, 0);
        gtk_box_pack_start(GTK_BOX(column), heading, FALSE, FALSE, 0);
        gtk_box_pack_start(GTK_BOX(column), label, FALSE, FALSE, 0);
        gtk_container_add(GTK_CONTAINER(button), column);
        gtk_widget_set_tooltip_text(button, text.c_str());
        AtkObject* accessible = gtk_widget_get_accessible(button);
        atk_object_set_name(accessible, without_mnemonic(title).c_str());
        atk_object_set_description(accessible, text.c_str());
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), i == shown_);
        connect<void()>(button, "toggled", guard_, [this, button, i] {
            if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(button)))
                show(i);
        });
        gtk_box_pack_start(GTK_BOX(row), button, TRUE, TRUE, 0);
    }
    return row;
}

GtkWidget* ResultWindow::make_thumbnail(std::size_t index) const {
    const int scale = gtk_widget_get_scale_factor(window_.get());
    const SurfacePointer surface = make_surface(results_[index].after, thumbnail_side * scale);
    cairo_surface_set_device_scale(surface.get(), scale, scale);
    return gtk_image_new_from_surface(surface.get());
}

void ResultWindow::add_buttons() {
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    GtkWidget* discard = gtk_dialog_add_button(dialog, _("_Discard"), GTK_RESPONSE_CANCEL);
    GtkWidget* back = gtk_dialog_add_button(dialog, _("_Back to the Settings"), GTK_RESPONSE_NO);
    GtkWidget* accept = gtk_dialog_add_button(dialog, _("_Accept"), GTK_RESPONSE_ACCEPT);
    align_buttons(dialog, discard);
    add_help_button(dialog, discard, guard_);
    gtk_widget_set_name(discard, "discard");
    gtk_widget_set_name(back, "back");
    gtk_widget_set_name(accept, "accept");
    gtk_widget_set_tooltip_text(discard, _("End without a layer; the image stays as it is"));
    gtk_widget_set_tooltip_text(
        back, _("Try other settings; the last three results stay to be compared"));
    gtk_widget_set_tooltip_text(accept, _("Make a layer of the result that is shown"));
    gtk_dialog_set_default_response(dialog, GTK_RESPONSE_ACCEPT);
    gtk_widget_grab_focus(accept);
}

void ResultWindow::show(std::size_t index) {
    shown_ = index;
    view_.show_before(make_surface(results_[index].before, largest_picture_side));
    view_.show_after(make_surface(results_[index].after, largest_picture_side));
}

ResultAnswer ResultWindow::run() {
    gtk_widget_realize(window_.get());
    if (context_.attach)
        context_.attach(GTK_WINDOW(window_.get()));
    const int response = gtk_dialog_run(GTK_DIALOG(window_.get()));
    guard_.rethrow();
    switch (response) {
    case GTK_RESPONSE_ACCEPT:
        return {Decision::accept, shown_};
    case GTK_RESPONSE_NO:
        return {Decision::back, shown_};
    default:
        return {Decision::discard, shown_};
    }
}

} // namespace

ResultAnswer
run_result_window(const WindowContext& context, const std::vector<ShownResult>& results) {
    return ResultWindow(context, results).run();
}

} // namespace style_transfer
