// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/settings_dialog.h"

#include "engine/base/translation.h"
#include "ui/jobs/estimate_job.h"
#include "ui/jobs/layers_job.h"
#include "ui/state/dialog_state.h"
#include "ui/state/texts.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/parameter_controls.h"
#include "ui/widgets/preset_bar.h"
#include "ui/widgets/preview_pane.h"
#include "ui/widgets/style_chooser.h"
#include "ui/windows/settings_pages.h"
#include "ui/windows/sheet_window.h"

#include <algorithm>

namespace style_transfer {

namespace {

class SettingsDialog {
  public:
    SettingsDialog(const WindowContext& context, const StyleChoice& choice, Size layer_size);
    // A dying window still calls back (it takes the focus away from an entry), so it goes first.
    ~SettingsDialog() { window_.reset(); }
    SettingsDialog(const SettingsDialog&) = delete;
    SettingsDialog& operator=(const SettingsDialog&) = delete;

    std::optional<StyleChoice> run();

  private:
    void add_reset_button();
    void add_sheet_button(GtkWidget* beside);
    void make_sheet();
    GtkWidget* make_body();
    void complain(const std::string& sentence);
    void refresh();
    void show_preview();
    void look_at_document();
    void grow();
    Area painted_area() const;
    void take_layers();
    void show_estimate();

    const WindowContext& context_;
    CallbackGuard guard_;
    const Size layer_size_;
    const Size screen_;
    DialogState state_;
    WindowPointer window_;
    MessageBar message_;
    ParameterControls controls_;
    StyleChooser style_;
    ModelChooser model_;
    PresetBar presets_;
    std::unique_ptr<PreviewPane> preview_;   // where there can be one
    std::unique_ptr<EstimateJob> estimates_; // where there is an engine
    std::unique_ptr<LayersJob> layers_;      // the same
    std::unique_ptr<Timer> looks_;
    std::unique_ptr<SettingsPages> pages_;
    GtkWidget* working_size_;
    GtkWidget* estimate_;
    GtkWidget* sheet_ = nullptr; // the button, where there is a preview
};

constexpr unsigned look_interval = 200; // milliseconds

// Points, as GTK counts: half of the pixels on a screen of twice the scale.
constexpr int largest_width = 1600;
constexpr int beside_window = 64;
constexpr int least_preview = 220;

// What windows may take of the screen.
Size screen_size() {
    GdkDisplay* display = gdk_display_get_default();
    GdkMonitor* monitor = gdk_display_get_primary_monitor(display);
    if (!monitor)
        monitor = gdk_display_get_monitor(display, 0);
    if (!monitor)
        return {1024, 768};
    GdkRectangle area{};
    gdk_monitor_get_workarea(monitor, &area);
    return {area.width, area.height};
}

GtkWidget* make_window() {
    GtkWidget* window = gtk_dialog_new_with_buttons(
        _("Style Transfer"), nullptr, GTK_DIALOG_MODAL, _("_Cancel"), GTK_RESPONSE_CANCEL, _("_OK"),
        GTK_RESPONSE_OK, nullptr);
    gtk_widget_set_name(window, "settings-dialog");
    gtk_dialog_set_default_response(GTK_DIALOG(window), GTK_RESPONSE_OK);
    return window;
}

SettingsDialog::SettingsDialog(
    const WindowContext& context, const StyleChoice& choice, Size layer_size)
    : context_(context), layer_size_(layer_size), screen_(screen_size()),
      state_(choice, layer_size), window_(make_window()), message_(guard_),
      controls_(guard_, state_, [this] { refresh(); }),
      style_(
          context, guard_, state_,
          {[this] { refresh(); }, [this] { show_preview(); },
           [this](const std::string& sentence) { complain(sentence); }}),
      model_(guard_, state_, [this] { refresh(); }),
      presets_(
          context, guard_, state_, [this] { refresh(); },
          [this](const std::string& sentence) { complain(sentence); }),
      working_size_(make_remark()), estimate_(make_remark()) {
    state_.set_has_colours(context.space.has_colours());
    gtk_widget_set_name(working_size_, "working-size");
    gtk_widget_set_name(estimate_, "estimate");
    guard_.on_exception = [this] {
        gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_CANCEL);
    };
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    gtk_box_pack_start(GTK_BOX(content), message_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), make_body(), TRUE, TRUE, 0);
    gtk_widget_show_all(content);
    add_reset_button();
    if (preview_) // which takes what the controls leave
        gtk_window_set_default_size(
            GTK_WINDOW(window_.get()), std::min(screen_.width - beside_window, largest_width), -1);
    if (context.engine) {
        estimates_ = std::make_unique<EstimateJob>(context.engine);
        layers_ = std::make_unique<LayersJob>(context.engine);
        looks_ = std::make_unique<Timer>(look_interval, guard_, [this] {
            take_layers();
            show_estimate();
            return true;
        });
    }
    // GIMP goes on beside this window: what it has may be another when the user comes back.
    connect<void(GParamSpec*)>(window_.get(), "notify::is-active", guard_, [this](GParamSpec*) {
        if (gtk_window_is_active(GTK_WINDOW(window_.get())))
            look_at_document();
    });
    refresh();
    pages_->fix_width(preview_ ? screen_.width - least_preview - 6 * gap : screen_.width - 6 * gap);
}

// Not an answer, so it is no button of the dialog's own: those end it.
void SettingsDialog::add_reset_button() {
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    GtkWidget* reset = gtk_button_new_with_mnemonic(_("_Reset"));
    gtk_widget_set_name(reset, "reset");
    gtk_widget_set_tooltip_text(reset, _("Give all settings their defaults; the style stays"));
    GtkWidget* buttons =
        gtk_widget_get_parent(gtk_dialog_get_widget_for_response(dialog, GTK_RESPONSE_OK));
    gtk_box_pack_start(GTK_BOX(buttons), reset, FALSE, TRUE, 0);
    gtk_button_box_set_child_secondary(GTK_BUTTON_BOX(buttons), reset, TRUE);
    gtk_widget_show(reset);
    align_buttons(dialog, reset);
    add_help_button(dialog, reset, guard_);
    if (preview_)
        add_sheet_button(reset);
    connect<void()>(reset, "clicked", guard_, [this] {
        complain({});
        state_.reset();
        refresh();
    });
}

void SettingsDialog::add_sheet_button(GtkWidget* beside) {
    GtkWidget* buttons = gtk_widget_get_parent(beside);
    // Its letter would have to differ from those of every page.
    GtkWidget* button = gtk_button_new_with_label(_("Proof Sheet…"));
    sheet_ = button;
    gtk_widget_set_name(button, "proof-sheet");
    gtk_widget_set_tooltip_text(
        button, _("Paints the picture small with several values or paintings, to choose from"));
    gtk_box_pack_start(GTK_BOX(buttons), button, FALSE, TRUE, 0);
    gtk_button_box_set_child_secondary(GTK_BUTTON_BOX(buttons), button, TRUE);
    // With long words five buttons of one width are too much for a small screen.
    for (GtkWidget* wide : {button, beside})
        gtk_button_box_set_child_non_homogeneous(GTK_BUTTON_BOX(buttons), wide, TRUE);
    gtk_widget_show(button);
    connect<void()>(button, "clicked", guard_, [this] { make_sheet(); });
}

void SettingsDialog::make_sheet() {
    controls_.commit();
    style_.commit();
    const auto answer = run_sheet_window(
        context_, GTK_WINDOW(window_.get()),
        {state_.choice().settings, painted_area(), style_.styles(), style_.paintings(),
         [this](const std::string& file) { return style_.picture_in(file); }});
    if (!answer)
        return;
    state_.settings() = answer->settings;
    if (!answer->painting.empty())
        style_.take_file(answer->painting);
    refresh();
}

GtkWidget* SettingsDialog::make_body() {
    GtkWidget* body = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_container_set_border_width(GTK_CONTAINER(body), gap);
    if (context_.engine && context_.load_base) {
        preview_ = std::make_unique<PreviewPane>(context_, guard_, painted_area());
        presets_.picture = [this] { return preview_->picture(); };
        gtk_box_pack_start(GTK_BOX(body), preview_->widget(), TRUE, TRUE, 0);
    }
    pages_ = std::make_unique<SettingsPages>(
        guard_, window_.get(), screen_,
        SettingsPages::Parts{controls_, model_, style_.widget(), working_size_, estimate_});
    GtkWidget* settings = make_column(gap);
    // Its children's wish for width is not its own: the preview gets what is left.
    gtk_widget_set_hexpand(settings, !preview_);
    gtk_box_pack_start(GTK_BOX(settings), presets_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(settings), pages_->widget(), TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(body), settings, !preview_, TRUE, 0);
    return body;
}

void SettingsDialog::complain(const std::string& sentence) {
    message_.show(sentence);
    grow();
}

// What has just appeared makes the window taller, as far as the screen allows.
void SettingsDialog::grow() {
    GtkWindow* window = GTK_WINDOW(window_.get());
    if (!gtk_widget_get_visible(window_.get()))
        return;
    GtkRequisition natural{};
    gtk_widget_get_preferred_size(window_.get(), nullptr, &natural);
    int width = 0;
    int height = 0;
    gtk_window_get_size(window, &width, &height);
    if (natural.height > height)
        gtk_window_resize(window, width, natural.height);
}

Area SettingsDialog::painted_area() const {
    return context_.painted_area ? context_.painted_area(state_.choice(), state_.layers())
                                 : Area{0, 0, layer_size_};
}

void SettingsDialog::refresh() {
    const Area painted = painted_area();
    state_.set_layer_size(painted.size);
    controls_.refresh();
    model_.refresh();
    presets_.refresh();
    show_preview();
    const std::string colours = state_.colours_text();
    set_label_text(
        working_size_, state_.working_size_text() + (colours.empty() ? "" : "\n" + colours));
    if (sheet_)
        gtk_widget_set_sensitive(sheet_, !style_.styles().empty());
    if (estimates_) {
        layers_->ask(state_.choice().settings.model);
        const StyleChoice choice = state_.choice();
        const auto regions = std::ranges::count_if(
            choice.styles, [](const ListedStyle& each) { return each.region != StyleRegion{}; });
        estimates_->ask(
            choice.settings, state_.layer_size(), int(choice.styles.size()), int(regions));
    }
    const std::string problem = state_.problem();
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    gtk_dialog_set_response_sensitive(dialog, GTK_RESPONSE_OK, problem.empty());
    gtk_widget_set_tooltip_text(
        gtk_dialog_get_widget_for_response(dialog, GTK_RESPONSE_OK),
        problem.empty() ? nullptr : problem.c_str());
    grow();
}

void SettingsDialog::show_preview() {
    if (preview_)
        preview_->show(state_.choice().settings, style_.styles(), painted_area());
}

void SettingsDialog::look_at_document() {
    style_.look_at_document();
    if (preview_)
        preview_->look_at_document();
    refresh();
    if (const std::string problem = state_.styles().missing_region_problem(); !problem.empty())
        complain(problem);
}

void SettingsDialog::take_layers() {
    const auto layers = layers_->answer();
    if (!layers || *layers == state_.layers())
        return;
    state_.set_layers(*layers);
    refresh();
}

// What does not fit stands out, with the size that does.
void SettingsDialog::show_estimate() {
    const RunEstimate estimate = estimates_->answer();
    const std::string text = estimate_text(estimate);
    if (estimate.state == RunEstimate::State::too_large) {
        const GlibText marked(
            g_markup_printf_escaped("<span foreground=\"#c01c28\">%s</span>", text.c_str()));
        if (text != gtk_label_get_text(GTK_LABEL(estimate_)))
            gtk_label_set_markup(GTK_LABEL(estimate_), marked.get());
    } else {
        set_label_text(estimate_, text);
    }
}

std::optional<StyleChoice> SettingsDialog::run() {
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    gtk_widget_realize(window_.get());
    if (context_.attach)
        context_.attach(GTK_WINDOW(window_.get()));
    for (;;) {
        const int response = gtk_dialog_run(dialog);
        guard_.rethrow();
        if (response != GTK_RESPONSE_OK)
            return std::nullopt;
        controls_.commit();
        style_.commit();
        if (state_.problem().empty())
            return state_.choice();
        complain(state_.problem());
    }
}

} // namespace

std::optional<StyleChoice>
run_settings_dialog(const WindowContext& context, const StyleChoice& choice, Size layer_size) {
    return SettingsDialog(context, choice, layer_size).run();
}

} // namespace style_transfer
