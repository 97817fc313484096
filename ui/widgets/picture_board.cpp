// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_board.h"

#include "ui/widgets/layout.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

// Milliseconds until it is not just passed on the way to another one.
constexpr unsigned resting_time = 250;

GtkWidget* make_flow_box(const PictureBoard::Look& look) {
    GtkWidget* board = gtk_flow_box_new();
    gtk_widget_set_name(board, look.name.c_str());
    gtk_flow_box_set_row_spacing(GTK_FLOW_BOX(board), small_gap);
    gtk_flow_box_set_column_spacing(GTK_FLOW_BOX(board), small_gap);
    gtk_flow_box_set_homogeneous(GTK_FLOW_BOX(board), TRUE);
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(board), GTK_SELECTION_SINGLE);
    gtk_flow_box_set_activate_on_single_click(GTK_FLOW_BOX(board), TRUE);
    gtk_widget_add_events(board, GDK_POINTER_MOTION_MASK | GDK_LEAVE_NOTIFY_MASK);
    return board;
}

std::optional<std::size_t> place_of(GtkFlowBoxChild* child) {
    if (!child)
        return std::nullopt;
    return std::size_t(gtk_flow_box_child_get_index(child));
}

} // namespace

PictureBoard::PictureBoard(CallbackGuard& guard, const Look& look)
    : guard_(guard), look_(look), board_(make_flow_box(look)) {
    connect<void(GtkFlowBoxChild*)>(
        board_, "child-activated", guard, [this](GtkFlowBoxChild* child) {
            // A copy: it may show other pictures.
            const auto choose = items_.at(std::size_t(gtk_flow_box_child_get_index(child))).choose;
            if (on_choose)
                on_choose();
            choose();
        });
    follow_pointer();
}

void PictureBoard::follow_pointer() {
    connect<gboolean(GdkEventMotion*)>(
        board_, "motion-notify-event", guard_, [this](GdkEventMotion* event) -> gboolean {
            look_soon(place_of(
                gtk_flow_box_get_child_at_pos(GTK_FLOW_BOX(board_), int(event->x), int(event->y))));
            return FALSE;
        });
    connect<gboolean(GdkEventCrossing*)>(
        board_, "leave-notify-event", guard_, [this](GdkEventCrossing* event) -> gboolean {
            if (event->detail != GDK_NOTIFY_INFERIOR) // into a picture
                look_soon(std::nullopt);
            return FALSE;
        });
    // The keyboard's focus comes and goes.
    connect<void(GtkWidget*)>(board_, "set-focus-child", guard_, [this](GtkWidget* child) {
        look_soon(child ? place_of(GTK_FLOW_BOX_CHILD(child)) : std::nullopt);
    });
}

void PictureBoard::look_soon(std::optional<std::size_t> place) {
    if (place == looked_at_)
        return;
    looked_at_ = place;
    rests_ = std::make_unique<Timer>(resting_time, guard_, [this] {
        const auto look_at = looked_at_ && *looked_at_ < items_.size() ? items_[*looked_at_].look_at
                                                                       : std::function<void()>();
        if (look_at)
            look_at();
        else if (on_look_away)
            on_look_away();
        return false;
    });
}

void PictureBoard::show(std::vector<PictureItem> items) {
    gtk_container_foreach(
        GTK_CONTAINER(board_), [](GtkWidget* child, gpointer) { gtk_widget_destroy(child); },
        nullptr);
    items_ = std::move(items);
    pictures_.clear();
    loaded_ = 0;
    loads_.reset();
    if (items_.empty())
        return;
    const auto columns = [&](int wanted) {
        return std::min(unsigned(wanted), unsigned(items_.size()));
    };
    gtk_flow_box_set_min_children_per_line(GTK_FLOW_BOX(board_), columns(look_.fewest_columns));
    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(board_), columns(look_.most_columns));
    for (const PictureItem& item : items_) {
        GtkWidget* child = add(item);
        if (item.current)
            gtk_flow_box_select_child(GTK_FLOW_BOX(board_), GTK_FLOW_BOX_CHILD(child));
    }
    gtk_widget_show_all(board_);
    loads_ = std::make_unique<Timer>(0, guard_, [this] {
        load_next();
        return loaded_ < items_.size();
    });
}

void PictureBoard::mark(std::optional<std::size_t> place) {
    GtkFlowBox* board = GTK_FLOW_BOX(board_);
    GtkFlowBoxChild* child = place ? gtk_flow_box_get_child_at_index(board, int(*place)) : nullptr;
    if (child)
        gtk_flow_box_select_child(board, child);
    else
        gtk_flow_box_unselect_all(board);
}

GtkWidget* PictureBoard::add(const PictureItem& item) {
    GtkWidget* picture =
        gtk_image_new_from_icon_name("image-x-generic-symbolic", GTK_ICON_SIZE_DND);
    gtk_widget_set_size_request(picture, look_.picture.width, look_.picture.height);
    GtkWidget* cell = make_column(2);
    gtk_box_pack_start(GTK_BOX(cell), picture, FALSE, FALSE, 0);
    if (look_.names) {
        GtkWidget* name = gtk_label_new(item.name.c_str());
        gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_MIDDLE);
        gtk_label_set_max_width_chars(GTK_LABEL(name), look_.name_width);
        gtk_box_pack_start(GTK_BOX(cell), name, FALSE, FALSE, 0);
    }
    GtkWidget* child = gtk_flow_box_child_new();
    // Enter chooses it and is not the default button of the window around.
    gtk_widget_set_receives_default(child, TRUE);
    gtk_container_add(GTK_CONTAINER(child), cell);
    if (!item.tooltip.empty())
        gtk_widget_set_tooltip_text(child, item.tooltip.c_str());
    atk_object_set_name(gtk_widget_get_accessible(child), item.name.c_str());
    gtk_flow_box_insert(GTK_FLOW_BOX(board_), child, -1);
    pictures_.push_back(picture);
    return child;
}

void PictureBoard::load_next() {
    const std::size_t index = loaded_++;
    items_.at(index).load(GTK_IMAGE(pictures_.at(index)));
}

} // namespace style_transfer
