// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/sheet_window.h"

#include "engine/base/translation.h"
#include "engine/client/sheet_picture.h"
#include "ui/jobs/sheet_job.h"
#include "ui/widgets/help.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/picture_board.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/sheet_controls.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

constexpr unsigned look_interval = 100; // milliseconds
constexpr Size cell_room{168, 126};     // points
constexpr int name_width = 22;          // characters
constexpr int least_width = 560;
constexpr int least_height = 190;
constexpr int margin = 40; // of the dialog that stays in sight
constexpr int largest_width = 1000;

class SheetWindow {
  public:
    SheetWindow(const WindowContext& context, GtkWindow* parent, const SheetRequest& request);
    // Before what its callbacks use.
    ~SheetWindow() { window_.reset(); }
    SheetWindow(const SheetWindow&) = delete;
    SheetWindow& operator=(const SheetWindow&) = delete;

    std::optional<SheetAnswer> run();

  private:
    // Those that can be read.
    struct Paintings {
        std::vector<std::string> titles;
        std::vector<std::string> files;
        std::vector<std::shared_ptr<const Image>> pictures;
        std::string unreadable; // a sentence for each of the others
    };

    GtkWidget* make_body();
    void add_buttons();
    GtkWidget*
    add_button(GtkWidget* beside, const char* name, const char* text, std::function<void()> action);
    void paint();
    Paintings load_paintings() const;
    SheetWork make_work(ProofSheet sheet, Paintings paintings) const;
    void show_board();
    void show_cell(std::size_t index);
    void look();
    void take(std::size_t index);
    void open_image();
    void show_phase();

    const WindowContext& context_;
    const SheetRequest& request_;
    std::vector<std::string> painting_files_; // that the cells of `sheet_` count in
    CallbackGuard guard_;
    WindowPointer window_;
    MessageBar message_;
    SheetControls controls_;
    GtkWidget* bar_;
    GtkWidget* remark_;
    GtkWidget* scroller_;
    GtkWidget* paint_ = nullptr;
    GtkWidget* open_ = nullptr;
    ProofSheet sheet_;
    SheetState state_;
    std::vector<GtkImage*> images_; // of the cells
    std::unique_ptr<PictureBoard> board_;
    std::unique_ptr<SheetJob> job_;
    std::unique_ptr<Timer> looks_;
    std::optional<SheetAnswer> answer_;
};

SheetWindow::SheetWindow(
    const WindowContext& context, GtkWindow* parent, const SheetRequest& request)
    : context_(context), request_(request), window_(gtk_dialog_new()), message_(guard_),
      controls_(guard_, request.settings), bar_(gtk_progress_bar_new()), remark_(make_remark()),
      scroller_(gtk_scrolled_window_new(nullptr, nullptr)) {
    guard_.on_exception = [this] {
        gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_CLOSE);
    };
    gtk_window_set_title(GTK_WINDOW(window_.get()), _("Style Transfer: Proof Sheet"));
    gtk_window_set_modal(GTK_WINDOW(window_.get()), TRUE);
    gtk_window_set_transient_for(GTK_WINDOW(window_.get()), parent);
    gtk_widget_set_name(window_.get(), "sheet-window");
    GtkWidget* content = gtk_dialog_get_content_area(GTK_DIALOG(window_.get()));
    gtk_box_pack_start(GTK_BOX(content), message_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), make_body(), TRUE, TRUE, 0);
    gtk_widget_show_all(content);
    add_buttons();
    show_phase();
    if (!parent)
        return;
    // Within the dialog, and as large as that allows.
    int width = 0;
    int height = 0;
    gtk_window_get_size(parent, &width, &height);
    gtk_window_set_default_size(
        GTK_WINDOW(window_.get()), std::min(width - 2 * margin, largest_width),
        height - 2 * margin);
}

GtkWidget* SheetWindow::make_body() {
    gtk_widget_set_name(bar_, "sheet-progress");
    atk_object_set_name(gtk_widget_get_accessible(bar_), _("Progress of the sheet"));
    gtk_widget_set_name(remark_, "sheet-remark");
    GtkScrolledWindow* scroller = GTK_SCROLLED_WINDOW(scroller_);
    gtk_scrolled_window_set_policy(scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_min_content_width(scroller, least_width);
    gtk_scrolled_window_set_min_content_height(scroller, least_height);
    gtk_scrolled_window_set_shadow_type(scroller, GTK_SHADOW_IN);
    GtkWidget* column = make_column(gap);
    gtk_container_set_border_width(GTK_CONTAINER(column), gap);
    gtk_box_pack_start(GTK_BOX(column), controls_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), scroller_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(column), bar_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(column), remark_, FALSE, FALSE, 0);
    return column;
}

// Painting and opening are no answers, so they are no buttons of the dialog's own: those end it.
GtkWidget* SheetWindow::add_button(
    GtkWidget* beside, const char* name, const char* text, std::function<void()> action) {
    GtkWidget* button = gtk_button_new_with_mnemonic(text);
    gtk_widget_set_name(button, name);
    gtk_box_pack_end(GTK_BOX(gtk_widget_get_parent(beside)), button, FALSE, TRUE, 0);
    gtk_widget_show(button);
    connect<void()>(button, "clicked", guard_, std::move(action));
    return button;
}

void SheetWindow::add_buttons() {
    GtkDialog* dialog = GTK_DIALOG(window_.get());
    GtkWidget* close = gtk_dialog_add_button(dialog, _("_Close"), GTK_RESPONSE_CLOSE);
    paint_ = add_button(close, "sheet-paint", _("_Paint"), [this] { paint(); });
    gtk_widget_set_can_default(paint_, TRUE);
    gtk_window_set_default(GTK_WINDOW(window_.get()), paint_);
    if (context_.open_image) {
        open_ = add_button(close, "sheet-open", _("Open as _Image"), [this] { open_image(); });
        gtk_widget_set_tooltip_text(open_, _("Opens the sheet, with its labels, as a new image"));
    }
    align_buttons(dialog, close);
    add_help_button(dialog, close, guard_);
}

void SheetWindow::show_phase() {
    const bool paints = job_ != nullptr;
    gtk_button_set_label(GTK_BUTTON(paint_), paints ? _("S_top") : _("_Paint"));
    const bool has_cell = std::ranges::any_of(
        state_.cells, [](const SheetCellState& cell) { return cell.picture != nullptr; });
    if (open_)
        gtk_widget_set_sensitive(open_, has_cell && !paints);
    gtk_widget_set_sensitive(controls_.widget(), !paints);
    set_label_text(
        remark_, has_cell ? _("Click a cell to take its settings over into the dialog.")
                 : paints ? _("Painting the sheet…")
                          : _("Paints the picture many times, small, to compare."));
}

SheetWindow::Paintings SheetWindow::load_paintings() const {
    Paintings loaded;
    for (const StylePicture& painting : request_.paintings) {
        if (loaded.pictures.size() == most_sheet_cells)
            break;
        try {
            loaded.pictures.push_back(request_.load_painting(painting.file));
            loaded.titles.push_back(painting.title);
            loaded.files.push_back(painting.file);
        } catch (const Error& error) {
            loaded.unreadable +=
                (loaded.unreadable.empty() ? "" : "\n") + std::string(error.what());
        }
    }
    return loaded;
}

SheetWork SheetWindow::make_work(ProofSheet sheet, Paintings paintings) const {
    SheetWork work;
    const bool has_paintings = sheet.cells.front().style.has_value();
    work.sheet = std::move(sheet);
    work.base = std::make_shared<Image>(context_.load_base(request_.painted, sheet_cell_side));
    work.space = context_.space;
    if (has_paintings) {
        work.paintings = std::move(paintings.pictures);
        return work;
    }
    for (const ShownStyle& style : request_.styles)
        work.styles.push_back(
            {style.picture, style.weight,
             style.region == StyleRegion{}
                 ? nullptr
                 : std::make_shared<const Image>(
                       context_.load_region(style.region, request_.painted, sheet_cell_side))});
    return work;
}

void SheetWindow::paint() {
    if (job_) {
        job_->request_stop();
        return;
    }
    Paintings paintings;
    try {
        const SheetChoice choice = controls_.choice();
        if (choice.kind == sheet_of_paintings)
            paintings = load_paintings();
        SheetWork work =
            make_work(make_sheet(request_.settings, choice, paintings.titles), paintings);
        sheet_ = work.sheet;
        painting_files_ = paintings.files;
        state_ = {};
        state_.cells.resize(sheet_.cells.size());
        show_board();
        job_ = std::make_unique<SheetJob>(context_.engine, std::move(work));
        message_.show(paintings.unreadable);
    } catch (const Error& error) {
        message_.show(paintings.unreadable.empty() ? error.what() : paintings.unreadable);
        return;
    }
    looks_ = std::make_unique<Timer>(look_interval, guard_, [this] {
        look();
        return job_ != nullptr;
    });
    show_phase();
}

void SheetWindow::show_board() {
    images_.assign(sheet_.cells.size(), nullptr);
    GtkWidget* former = gtk_bin_get_child(GTK_BIN(scroller_));
    if (former)
        gtk_container_remove(GTK_CONTAINER(scroller_), former);
    board_ = std::make_unique<PictureBoard>(
        guard_, PictureBoard::Look{
                    "sheet-cells", cell_room, sheet_.columns, sheet_.columns, true, name_width});
    gtk_widget_set_valign(board_->widget(), GTK_ALIGN_START);
    atk_object_set_name(gtk_widget_get_accessible(board_->widget()), _("Cells of the sheet"));
    std::vector<PictureItem> items;
    for (std::size_t i = 0; i < sheet_.cells.size(); ++i) {
        const SheetCell& cell = sheet_.cells[i];
        const std::string name = cell.title + (cell.caption.empty() ? "" : _(", ") + cell.caption);
        items.push_back(
            {name, name,
             [this, i](GtkImage* image) {
                 images_[i] = image;
                 show_cell(i);
             },
             [this, i] { take(i); }});
    }
    board_->show(std::move(items));
    gtk_container_add(GTK_CONTAINER(scroller_), board_->widget());
    gtk_widget_show_all(scroller_);
}

void SheetWindow::show_cell(std::size_t index) {
    const SheetCellState& cell = state_.cells[index];
    GtkImage* image = images_[index];
    if (!image)
        return;
    if (!cell.error.empty())
        gtk_image_set_from_icon_name(image, "dialog-error-symbolic", GTK_ICON_SIZE_DND);
    if (!cell.picture)
        return;
    const int scale = gtk_widget_get_scale_factor(GTK_WIDGET(image));
    const Size size = cell.picture->size();
    const double fits =
        std::min(double(cell_room.width) / size.width, double(cell_room.height) / size.height);
    const int side = std::max(1, int(size.longer_side() * fits * scale));
    const SurfacePointer surface = make_surface(resized(*cell.picture, side).view(), side);
    cairo_surface_set_device_scale(surface.get(), scale, scale);
    gtk_image_set_from_surface(image, surface.get());
}

void SheetWindow::look() {
    const SheetState now = job_->state();
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar_), now.fraction);
    for (std::size_t i = 0; i < now.cells.size(); ++i) {
        if (now.cells[i] == state_.cells[i])
            continue;
        state_.cells[i] = now.cells[i];
        show_cell(i);
        if (!now.cells[i].error.empty())
            message_.show(now.cells[i].error);
    }
    if (now.ended)
        job_.reset();
    show_phase();
}

void SheetWindow::take(std::size_t index) {
    if (!state_.cells[index].picture)
        return;
    const SheetCell& cell = sheet_.cells[index];
    answer_ = {
        with_cell(request_.settings, cell),
        cell.style ? painting_files_[*cell.style] : std::string()};
    gtk_dialog_response(GTK_DIALOG(window_.get()), GTK_RESPONSE_ACCEPT);
}

void SheetWindow::open_image() {
    std::vector<SheetTexts> texts;
    Size largest;
    int channels = 3;
    for (std::size_t i = 0; i < sheet_.cells.size(); ++i) {
        texts.push_back({sheet_.cells[i].title, sheet_.cells[i].caption});
        if (const auto& picture = state_.cells[i].picture) {
            largest = picture->size();
            channels = picture->channels();
        }
    }
    SheetPicture picture(
        {_("Proof Sheet"), sheet_.common}, texts, sheet_.columns, largest, channels);
    for (std::size_t i = 0; i < sheet_.cells.size(); ++i) {
        const SheetCellState& cell = state_.cells[i];
        if (cell.picture)
            picture.show(i, cell.picture->view());
        else if (!cell.error.empty())
            picture.show_problem(i, cell.error);
    }
    try {
        context_.open_image(_("Proof Sheet"), picture.view());
    } catch (const Error& error) {
        message_.show(error.what());
        return;
    }
    set_label_text(remark_, _("The sheet is open as an image of its own."));
}

std::optional<SheetAnswer> SheetWindow::run() {
    gtk_widget_realize(window_.get());
    gtk_dialog_run(GTK_DIALOG(window_.get()));
    guard_.rethrow();
    return answer_;
}

} // namespace

std::optional<SheetAnswer>
run_sheet_window(const WindowContext& context, GtkWindow* parent, const SheetRequest& request) {
    return SheetWindow(context, parent, request).run();
}

} // namespace style_transfer
