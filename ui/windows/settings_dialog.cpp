// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/settings_dialog.h"

#include "engine/settings/parameters.h"
#include "ui/jobs/estimate_job.h"
#include "ui/jobs/layers_job.h"
#include "ui/state/dialog_state.h"
#include "ui/state/texts.h"
#include "ui/state/translation.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/model_chooser.h"
#include "ui/widgets/parameter_controls.h"
#include "ui/widgets/preset_bar.h"
#include "ui/widgets/preview_pane.h"
#include "ui/widgets/style_chooser.h"

#include <algorithm>
#include <initializer_list>

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
    GtkWidget* make_style_section();
    GtkWidget* make_look_section();
    GtkWidget* make_quality_section();
    GtkWidget* make_weights_section();
    GtkWidget* make_layers_section();
    GtkWidget* make_painting_section();
    GtkWidget* make_enhancement_section();
    GtkWidget* make_network_section();
    GtkWidget* make_computer_section();
    GtkWidget* make_column_of(std::initializer_list<GtkWidget* (SettingsDialog::*)()> sections);
    GtkWidget* make_pages();
    GtkWidget* make_body();
    GtkWidget* make_scroller(GtkWidget* child);
    void complain(const std::string& sentence);
    void refresh();
    void grow();
    Area painted_area() const;
    void take_layers();
    void show_estimate();

    const WindowContext& context_;
    CallbackGuard guard_;
    const Size layer_size_;
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
    GtkWidget* working_size_;
    GtkWidget* estimate_;
};

constexpr unsigned look_interval = 200; // milliseconds
constexpr int default_width = 1280;     // pixels; a notebook's screen has 1366

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
    : context_(context), layer_size_(layer_size), state_(choice, layer_size),
      window_(make_window()), message_(guard_), controls_(guard_, state_, [this] { refresh(); }),
      style_(
          context, guard_, state_, [this] { refresh(); },
          [this](const std::string& sentence) { complain(sentence); }),
      model_(guard_, state_, [this] { refresh(); }),
      presets_(
          context, guard_, state_, [this] { refresh(); },
          [this](const std::string& sentence) { complain(sentence); }),
      working_size_(make_remark()), estimate_(make_remark()) {
    guard_.on_exception = [this] {
        gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_CANCEL);
    };
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    gtk_box_pack_start(GTK_BOX(content), message_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), make_scroller(make_body()), TRUE, TRUE, 0);
    gtk_widget_show_all(content);
    add_reset_button();
    if (preview_) // which takes what the controls leave
        gtk_window_set_default_size(GTK_WINDOW(window_.get()), default_width, -1);
    if (context.engine) {
        estimates_ = std::make_unique<EstimateJob>(context.engine);
        layers_ = std::make_unique<LayersJob>(context.engine);
        looks_ = std::make_unique<Timer>(look_interval, guard_, [this] {
            take_layers();
            show_estimate();
            return true;
        });
    }
    refresh();
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
    connect<void()>(reset, "clicked", guard_, [this] {
        complain({});
        state_.reset();
        refresh();
    });
}

GtkWidget* SettingsDialog::make_style_section() {
    return make_section(_("Style"), style_.widget());
}

GtkWidget* SettingsDialog::make_look_section() {
    GtkWidget* grid = make_grid();
    controls_.add_look(grid);
    controls_.add_choice(grid, "palette");
    return make_section(_("Look"), grid);
}

GtkWidget* SettingsDialog::make_quality_section() {
    GtkWidget* grid = make_grid();
    controls_.add_choice(grid, "quality");
    gtk_widget_set_name(working_size_, "working-size");
    controls_.add_widget(grid, {}, working_size_);
    gtk_widget_set_name(estimate_, "estimate");
    controls_.add_widget(grid, {}, estimate_);
    return make_section(_("Size and time"), grid);
}

GtkWidget* SettingsDialog::make_weights_section() {
    GtkWidget* grid = make_grid();
    for (const char* name : {"content-weight", "style-weight", "variation-weight"})
        controls_.add_number(grid, name);
    controls_.add_content_layer(grid);
    return make_section(_("Weights"), grid);
}

GtkWidget* SettingsDialog::make_layers_section() {
    return make_section(
        _("Style layers, from fine grain to large forms"), controls_.make_style_layers());
}

GtkWidget* SettingsDialog::make_painting_section() {
    GtkWidget* grid = make_grid();
    controls_.add_group(grid, Group::method, {"quality"});
    return make_section(_("Painting"), grid);
}

GtkWidget* SettingsDialog::make_enhancement_section() {
    GtkWidget* grid = make_grid();
    for (const char* name : {"brightness", "colour", "sharpness"})
        controls_.add_number(grid, name);
    return make_section(controls_.make_enhance_switch(), grid);
}

GtkWidget* SettingsDialog::make_network_section() {
    GtkWidget* grid = make_grid();
    controls_.add_widget(grid, _(find_parameter("model")->label), model_.kind());
    controls_.add_widget(grid, {}, model_.file());
    return make_section(_("Network"), grid);
}

GtkWidget* SettingsDialog::make_computer_section() {
    GtkWidget* grid = make_grid();
    controls_.add_group(grid, Group::computer, {"model"});
    return make_section(_("Computer"), grid);
}

GtkWidget*
SettingsDialog::make_column_of(std::initializer_list<GtkWidget* (SettingsDialog::*)()> sections) {
    const ObjectPointer<GtkSizeGroup> labels(gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL));
    controls_.align_labels(labels.get());
    GtkWidget* column = make_column(section_gap);
    for (const auto& make : sections)
        gtk_box_pack_start(GTK_BOX(column), (this->*make)(), FALSE, FALSE, 0);
    controls_.align_labels(nullptr);
    return column;
}

// Pages over the same settings: what every user wants to set, what belongs to the method, and what
// to the machine.
GtkWidget* SettingsDialog::make_pages() {
    GtkWidget* pages = gtk_notebook_new();
    gtk_widget_set_name(pages, "pages");
    const auto add = [&](const char* title, std::initializer_list<GtkWidget*> columns) {
        GtkWidget* page = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2 * gap);
        gtk_container_set_border_width(GTK_CONTAINER(page), gap);
        for (GtkWidget* column : columns)
            gtk_box_pack_start(GTK_BOX(page), column, TRUE, TRUE, 0);
        gtk_notebook_append_page(GTK_NOTEBOOK(pages), page, gtk_label_new(title));
    };
    add(_("Basic"),
        {make_column_of({&SettingsDialog::make_style_section}),
         make_column_of(
             {&SettingsDialog::make_look_section, &SettingsDialog::make_quality_section})});
    add(_("Advanced"),
        {make_column_of(
             {&SettingsDialog::make_weights_section, &SettingsDialog::make_layers_section}),
         make_column_of(
             {&SettingsDialog::make_painting_section, &SettingsDialog::make_enhancement_section})});
    add(_("Computer"), {make_column_of({&SettingsDialog::make_network_section}),
                        make_column_of({&SettingsDialog::make_computer_section})});
    // A notebook itself hears these keys only while the focus is in it.
    connect<gboolean(GdkEventKey*)>(
        window_.get(), "key-press-event", guard_, [pages](GdkEventKey* event) -> gboolean {
            if ((event->state & GDK_CONTROL_MASK) == 0)
                return FALSE;
            if (event->keyval == GDK_KEY_Page_Down)
                gtk_notebook_next_page(GTK_NOTEBOOK(pages));
            else if (event->keyval == GDK_KEY_Page_Up)
                gtk_notebook_prev_page(GTK_NOTEBOOK(pages));
            else
                return FALSE;
            return TRUE;
        });
    return pages;
}

GtkWidget* SettingsDialog::make_body() {
    GtkWidget* body = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_container_set_border_width(GTK_CONTAINER(body), gap);
    if (context_.engine && context_.load_base) {
        preview_ = std::make_unique<PreviewPane>(context_, guard_, painted_area());
        presets_.picture = [this] { return preview_->picture(); };
        gtk_box_pack_start(GTK_BOX(body), preview_->widget(), TRUE, TRUE, 0);
    }
    GtkWidget* settings = make_column(gap);
    gtk_box_pack_start(GTK_BOX(settings), presets_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(settings), make_pages(), TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(body), settings, !preview_, TRUE, 0);
    return body;
}

// On a screen that is too low the dialog scrolls instead of losing its buttons.
GtkWidget* SettingsDialog::make_scroller(GtkWidget* child) {
    GtkWidget* scroller = gtk_scrolled_window_new(nullptr, nullptr);
    gtk_scrolled_window_set_policy(
        GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scroller), TRUE);
    GdkMonitor* monitor = gdk_display_get_primary_monitor(gdk_display_get_default());
    if (!monitor)
        monitor = gdk_display_get_monitor(gdk_display_get_default(), 0);
    if (monitor) {
        GdkRectangle area{};
        gdk_monitor_get_workarea(monitor, &area);
        constexpr int title_and_buttons = 120;
        gtk_scrolled_window_set_max_content_height(
            GTK_SCROLLED_WINDOW(scroller), std::max(area.height - title_and_buttons, 200));
    }
    gtk_container_add(GTK_CONTAINER(scroller), child);
    return scroller;
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
    return context_.painted_area ? context_.painted_area(state_.settings(), state_.layers())
                                 : Area{0, 0, layer_size_};
}

void SettingsDialog::refresh() {
    const Area painted = painted_area();
    state_.set_layer_size(painted.size);
    controls_.refresh();
    model_.refresh();
    presets_.refresh();
    if (preview_)
        preview_->show(state_.settings(), style_.picture(), painted);
    set_remark(working_size_, state_.working_size_text());
    if (estimates_) {
        layers_->ask(state_.choice().settings.model);
        estimates_->ask(state_.choice().settings, state_.layer_size());
    }
    const std::string problem = state_.problem();
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    gtk_dialog_set_response_sensitive(dialog, GTK_RESPONSE_OK, problem.empty());
    gtk_widget_set_tooltip_text(
        gtk_dialog_get_widget_for_response(dialog, GTK_RESPONSE_OK),
        problem.empty() ? nullptr : problem.c_str());
    grow();
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
        set_remark(estimate_, text);
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
