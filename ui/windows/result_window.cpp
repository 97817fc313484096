// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/result_window.h"

#include "engine/base/translation.h"
#include "ui/state/changed_settings.h"
#include "ui/state/dialog_state.h"
#include "ui/state/finishing.h"
#include "ui/state/magnified_place.h"
#include "ui/state/texts.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/parameter_controls.h"
#include "ui/widgets/split_view.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>

namespace style_transfer {

namespace {

constexpr Size natural_size{520, 390};
// Finer than most windows, and as large as can be finished while a slider moves.
constexpr int overview_side = 1024;
constexpr int thumbnail_side = 96;

class ResultWindow {
  public:
    ResultWindow(const WindowContext& context, const std::vector<ShownResult>& results);
    ~ResultWindow() { window_.reset(); } // before what its callbacks use
    ResultWindow(const ResultWindow&) = delete;
    ResultWindow& operator=(const ResultWindow&) = delete;

    ResultAnswer run();

  private:
    GtkWidget* make_pictures();
    GtkWidget* make_zoom();
    GtkWidget* make_choice();
    GtkWidget* make_thumbnail(std::size_t index) const;
    GtkWidget* make_finishing();
    GtkWidget* make_live_filters();
    FinishedPicture::Ending ending() const;
    GtkWidget* make_section_of(const char* title, std::initializer_list<const char*> numbers);
    void add_buttons();
    void show(std::size_t index);
    void magnify(bool magnified);
    void scroll(double right, double down);
    Area magnified_area() const;
    void load_part();
    void look_again();
    void finish();

    const WindowContext& context_;
    const std::vector<ShownResult>& results_;
    CallbackGuard guard_;
    WindowPointer window_;
    SplitView view_;
    GtkWidget* zoom_;
    std::size_t shown_;
    std::vector<Settings> edited_; // of each result, see with_open_enhancement()
    DialogState state_;            // has those of the result that is shown
    ParameterControls controls_;
    GtkWidget* live_filters_ = nullptr; // none where the layer takes none
    bool magnified_ = false;
    double place_x_ = 0.5; // of what is magnified, in [0,1]
    double place_y_ = 0.5;
    std::optional<FinishedPicture::Part> part_; // that is shown, without finishing
    // One after all that happens at once: a slider has moved, a part is wanted.
    std::unique_ptr<Timer> finishes_;
    bool waits_ = false;
};

ResultWindow::ResultWindow(const WindowContext& context, const std::vector<ShownResult>& results)
    : context_(context), results_(results), window_(gtk_dialog_new()),
      view_(guard_, natural_size, _("The result, with the layer as it is left of the line")),
      zoom_(gtk_toggle_button_new_with_label(without_mnemonic(_("_100 %")).c_str())),
      shown_(results.size() - 1), state_(results.back().choice, results.back().picture.size()),
      controls_(guard_, state_, [this] { look_again(); }) {
    guard_.on_exception = [this] {
        gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_CANCEL);
    };
    state_.set_has_colours(context.space.has_colours());
    for (const ShownResult& result : results)
        edited_.push_back(with_open_enhancement(result.choice.settings));
    gtk_window_set_title(GTK_WINDOW(window_.get()), _("Style Transfer: Result"));
    gtk_window_set_modal(GTK_WINDOW(window_.get()), TRUE);
    gtk_widget_set_name(window_.get(), "result-window");
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_container_set_border_width(GTK_CONTAINER(row), gap);
    gtk_box_pack_start(GTK_BOX(row), make_pictures(), TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(row), make_finishing(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), row, TRUE, TRUE, 0);
    add_buttons();
    show(shown_);
    gtk_widget_show_all(content);
}

GtkWidget* ResultWindow::make_pictures() {
    gtk_widget_set_name(view_.widget(), "result");
    gtk_widget_set_tooltip_text(
        view_.widget(), _("Left of the line the layer as it is; the line can be moved with the "
                          "mouse or with the arrow keys. A double click magnifies the place"));
    view_.set_split(0); // the result alone, until the line is moved
    view_.on_double_click = [this](double x, double y) {
        if (!magnified_) {
            place_x_ = x;
            place_y_ = y;
        }
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(zoom_), !magnified_);
    };
    view_.on_scroll = [this](double right, double down) { scroll(right, down); };
    connect<void(GdkRectangle*)>(view_.widget(), "size-allocate", guard_, [this](GdkRectangle*) {
        if (magnified_) {
            part_.reset();
            look_again();
        }
    });
    GtkWidget* column = make_column(small_gap);
    GtkWidget* frame = gtk_frame_new(nullptr);
    gtk_container_add(GTK_CONTAINER(frame), view_.widget());
    gtk_box_pack_start(GTK_BOX(column), frame, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column), make_zoom(), FALSE, FALSE, 0);
    if (results_.size() > 1)
        gtk_box_pack_start(GTK_BOX(column), make_choice(), FALSE, FALSE, 0);
    return column;
}

GtkWidget* ResultWindow::make_zoom() {
    gtk_widget_set_name(zoom_, "zoom");
    gtk_widget_set_tooltip_text(
        zoom_,
        _("Shows a part of the layer as it will be, pixel by pixel; the mouse wheel and Ctrl "
          "with the arrow keys move it"));
    gtk_widget_set_halign(zoom_, GTK_ALIGN_END);
    connect<void()>(zoom_, "toggled", guard_, [this] {
        magnify(gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(zoom_)) != FALSE);
    });
    return zoom_;
}

// One button for each result, of which one is pressed.
GtkWidget* ResultWindow::make_choice() {
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, small_gap);
    gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
    const std::vector<std::string> changes = [this] {
        std::vector<StyleChoice> choices;
        for (const ShownResult& result : results_)
            choices.push_back(result.choice);
        std::vector<Preset> presets = built_in_presets();
        std::ranges::move(OwnPresets(context_.presets_folder).list(), std::back_inserter(presets));
        return changed_settings(choices, presets);
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
        set_label_text(label, text);
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
    const ShownResult& result = results_[index];
    const Image small = result.picture.finished(
        result.picture.overview(thumbnail_side * scale), result.choice.settings);
    const SurfacePointer surface = make_surface(small.view(), thumbnail_side * scale);
    cairo_surface_set_device_scale(surface.get(), scale, scale);
    return gtk_image_new_from_surface(surface.get());
}

GtkWidget*
ResultWindow::make_section_of(const char* title, std::initializer_list<const char*> numbers) {
    GtkWidget* grid = make_grid();
    for (const char* name : numbers)
        controls_.add_number(grid, name);
    return make_section(title, grid);
}

// What takes no painting again.
GtkWidget* ResultWindow::make_finishing() {
    const ObjectPointer<GtkSizeGroup> labels(gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL));
    controls_.align_labels(labels.get());
    controls_.leave_letters_out(); // the buttons have most of them
    GtkWidget* column = make_column(section_gap);
    GtkWidget* painting = make_grid();
    controls_.add_number(painting, "opacity");
    controls_.add_choice(painting, "palette");
    for (GtkWidget* section :
         {make_section(_("Painting"), painting),
          make_section_of(
              _("The photo's detail"), {"detail", "fine-detail", "medium-detail", "coarse-detail"}),
          make_section_of(_("Light and colour"), {"brightness", "colour", "sharpness"})})
        gtk_box_pack_start(GTK_BOX(column), section, FALSE, FALSE, 0);
    controls_.align_labels(nullptr);
    if (context_.takes_live_filters && context_.takes_live_filters())
        gtk_box_pack_start(GTK_BOX(column), make_live_filters(), FALSE, FALSE, 0);
    GtkWidget* reset = gtk_button_new_with_mnemonic(_("As _Painted"));
    gtk_widget_set_name(reset, "as-painted");
    gtk_widget_set_tooltip_text(reset, _("Takes back all that was changed in this window"));
    gtk_widget_set_halign(reset, GTK_ALIGN_END);
    gtk_box_pack_start(GTK_BOX(column), reset, FALSE, FALSE, 0);
    connect<void()>(reset, "clicked", guard_, [this] {
        state_.settings() = with_open_enhancement(results_[shown_].painted_with);
        controls_.refresh();
        look_again();
    });
    return column;
}

GtkWidget* ResultWindow::make_live_filters() {
    live_filters_ = gtk_check_button_new_with_mnemonic(_("Keep _editable on the layer"));
    gtk_widget_set_name(live_filters_, "live-filters");
    gtk_widget_set_tooltip_text(
        live_filters_,
        _("Brightness, colour and sharpness become live filters, and the opacity is the layer's "
          "own: they can still be changed there. The filters work in linear light and look a "
          "little different"));
    gtk_toggle_button_set_active(
        GTK_TOGGLE_BUTTON(live_filters_), results_.back().choice.live_filters);
    connect<void()>(live_filters_, "toggled", guard_, [this] { look_again(); });
    return live_filters_;
}

// Where a style leaves parts of the photo as they are, filters of the layer would change those too.
FinishedPicture::Ending ResultWindow::ending() const {
    const bool live = live_filters_ && results_[shown_].picture.is_painted_all_over() &&
                      gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(live_filters_));
    return live ? FinishedPicture::Ending::by_filters : FinishedPicture::Ending::of_numbers;
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
    edited_[shown_] = shown_ == index ? edited_[shown_] : state_.settings();
    shown_ = index;
    state_.settings() = edited_[index];
    const auto palettes = possible_palettes(results_[index].painted_with);
    controls_.offer("palette", palettes);
    if (live_filters_)
        gtk_widget_set_sensitive(live_filters_, results_[index].picture.is_painted_all_over());
    controls_.refresh();
    part_.reset();
    look_again();
}

void ResultWindow::magnify(bool magnified) {
    magnified_ = magnified;
    view_.set_enlarges(!magnified);
    part_.reset();
    look_again();
}

void ResultWindow::scroll(double right, double down) {
    if (!magnified_)
        return;
    const Size seen = magnified_area().size, whole = results_[shown_].picture.size();
    place_x_ = scrolled_place(place_x_, right, seen.width, whole.width);
    place_y_ = scrolled_place(place_y_, down, seen.height, whole.height);
    part_.reset();
    look_again();
}

// As much of the picture as there is room for, pixel by pixel.
Area ResultWindow::magnified_area() const {
    const Size whole = results_[shown_].picture.size();
    const int scale = gtk_widget_get_scale_factor(view_.widget());
    const auto fitting = [&](int room, int all) { return std::clamp(room * scale, 1, all); };
    const Size size{
        fitting(gtk_widget_get_allocated_width(view_.widget()), whole.width),
        fitting(gtk_widget_get_allocated_height(view_.widget()), whole.height)};
    return {
        begin_of_magnified(place_x_, size.width, whole.width),
        begin_of_magnified(place_y_, size.height, whole.height), size};
}

void ResultWindow::load_part() {
    const FinishedPicture& picture = results_[shown_].picture;
    part_ = magnified_ ? picture.part(magnified_area()) : picture.overview(overview_side);
    view_.show_before(make_surface(part_->asked_photo(), part_->inner.size.longer_side()));
}

void ResultWindow::look_again() {
    if (waits_)
        return;
    waits_ = true;
    finishes_ = std::make_unique<Timer>(0, guard_, [this] {
        waits_ = false;
        finish();
        return false;
    });
}

void ResultWindow::finish() {
    if (!part_)
        load_part();
    const Image finished = results_[shown_].picture.finished(*part_, state_.settings(), ending());
    view_.show_after(make_surface(finished.view(), finished.size().longer_side()));
}

ResultAnswer ResultWindow::run() {
    gtk_widget_realize(window_.get());
    if (context_.attach)
        context_.attach(GTK_WINDOW(window_.get()));
    const int response = gtk_dialog_run(GTK_DIALOG(window_.get()));
    guard_.rethrow();
    controls_.commit();
    edited_[shown_] = state_.settings();
    ResultAnswer answer{
        response == GTK_RESPONSE_ACCEPT ? Decision::accept
        : response == GTK_RESPONSE_NO   ? Decision::back
                                        : Decision::discard,
        shown_};
    for (std::size_t i = 0; i < results_.size(); ++i)
        answer.finished.push_back(with_closed_enhancement(edited_[i], results_[i].painted_with));
    answer.live_filters =
        live_filters_ && gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(live_filters_));
    return answer;
}

} // namespace

ResultAnswer
run_result_window(const WindowContext& context, const std::vector<ShownResult>& results) {
    return ResultWindow(context, results).run();
}

} // namespace style_transfer
