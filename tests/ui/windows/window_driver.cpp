// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windows/window_driver.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace style_transfer::testing {

namespace {

constexpr unsigned look_interval = 20; // milliseconds
constexpr int most_looks = 500;

GtkWidget* shown_window(const std::string& name) {
    GtkWidget* found = nullptr;
    GList* windows = gtk_window_list_toplevels();
    for (GList* item = windows; item; item = item->next) {
        GtkWidget* window = GTK_WIDGET(item->data);
        if (name == gtk_widget_get_name(window) && gtk_widget_get_mapped(window))
            found = window;
    }
    g_list_free(windows);
    return found;
}

GtkWidget* slider_beside(GtkWidget* spin) {
    GtkWidget* grid = gtk_widget_get_parent(spin);
    int row = 0;
    int column = 0;
    gtk_container_child_get(
        GTK_CONTAINER(grid), spin, "top-attach", &row, "left-attach", &column, nullptr);
    // In an equaliser it stands above.
    GtkWidget* above = row > 0 ? gtk_grid_get_child_at(GTK_GRID(grid), column, row - 1) : nullptr;
    return GTK_IS_SCALE(above) ? above : gtk_grid_get_child_at(GTK_GRID(grid), 1, row);
}

} // namespace

User::User(std::string window, std::function<void(GtkWidget*)> script)
    : window_(std::move(window)), script_(std::move(script)),
      source_(g_timeout_add(look_interval, &User::look, this)) {}

User::~User() {
    g_source_remove(source_);
    EXPECT_TRUE(started_) << "the window " << window_ << " did not come";
}

gboolean User::look(gpointer self) {
    User& user = *static_cast<User*>(self);
    GtkWidget* window = shown_window(user.window_);
    if (++user.looks_ == most_looks) {
        ADD_FAILURE() << "the window " << user.window_ << " stayed open";
        if (window)
            gtk_window_close(GTK_WINDOW(window));
    }
    if (!window || user.started_)
        return G_SOURCE_CONTINUE;
    user.started_ = true;
    try {
        user.script_(window);
    } catch (const std::exception& exception) {
        ADD_FAILURE() << exception.what();
        gtk_window_close(GTK_WINDOW(window));
    }
    return G_SOURCE_CONTINUE;
}

std::vector<GtkWidget*> all_widgets(GtkWidget* root) {
    std::vector<GtkWidget*> widgets{root};
    if (!GTK_IS_CONTAINER(root))
        return widgets;
    gtk_container_forall(
        GTK_CONTAINER(root),
        [](GtkWidget* child, gpointer list) {
            for (GtkWidget* widget : all_widgets(child))
                static_cast<std::vector<GtkWidget*>*>(list)->push_back(widget);
        },
        &widgets);
    return widgets;
}

GtkWidget* find(GtkWidget* root, const std::string& name) {
    for (GtkWidget* widget : all_widgets(root))
        if (name == gtk_widget_get_name(widget))
            return widget;
    throw std::runtime_error("there is no widget " + name);
}

bool wait_for(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        if (!gtk_events_pending())
            g_usleep(2000);
        gtk_main_iteration_do(FALSE);
    }
    return true;
}

void press_key(GtkWidget* window, unsigned key, unsigned modifiers) {
    GdkEvent* event = gdk_event_new(GDK_KEY_PRESS);
    GdkDisplay* display = gtk_widget_get_display(window);
    event->key.window = GDK_WINDOW(g_object_ref(gtk_widget_get_window(window)));
    event->key.send_event = TRUE;
    event->key.keyval = key;
    event->key.state = modifiers;
    event->key.time = GDK_CURRENT_TIME;
    gdk_event_set_device(event, gdk_seat_get_keyboard(gdk_display_get_default_seat(display)));
    GdkKeymapKey* keys = nullptr;
    int count = 0;
    if (gdk_keymap_get_entries_for_keyval(
            gdk_keymap_get_for_display(display), key, &keys, &count)) {
        event->key.hardware_keycode = static_cast<guint16>(keys[0].keycode);
        g_free(keys);
    }
    gtk_main_do_event(event);
    gdk_event_free(event);
}

void double_click(GtkWidget* widget, double x, double y) {
    GdkDisplay* display = gtk_widget_get_display(widget);
    for (const GdkEventType type : {GDK_BUTTON_PRESS, GDK_BUTTON_PRESS, GDK_2BUTTON_PRESS}) {
        GdkEvent* event = gdk_event_new(type);
        event->button.window = GDK_WINDOW(g_object_ref(gtk_widget_get_window(widget)));
        event->button.button = GDK_BUTTON_PRIMARY;
        event->button.x = x * gtk_widget_get_allocated_width(widget);
        event->button.y = y * gtk_widget_get_allocated_height(widget);
        gdk_event_set_device(event, gdk_seat_get_pointer(gdk_display_get_default_seat(display)));
        gtk_widget_event(widget, event);
        gdk_event_free(event);
    }
}

void type_number(GtkWidget* window, const std::string& name, const std::string& text) {
    GtkWidget* spin = find(window, name);
    gtk_entry_set_text(GTK_ENTRY(spin), text.c_str());
    gtk_spin_button_update(GTK_SPIN_BUTTON(spin));
}

std::string shown_number(GtkWidget* window, const std::string& name) {
    return gtk_entry_get_text(GTK_ENTRY(find(window, name)));
}

void move_slider(GtkWidget* window, const std::string& name, double value) {
    gboolean handled = FALSE;
    g_signal_emit_by_name(
        slider_beside(find(window, name)), "change-value", GTK_SCROLL_JUMP, value, &handled);
}

void choose_file(GtkWidget* window, const std::string& name, const std::string& file) {
    GtkWidget* button = find(window, name);
    gtk_file_chooser_set_filename(GTK_FILE_CHOOSER(button), file.c_str());
    EXPECT_TRUE(wait_for([&] {
        char* chosen = gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(button));
        const bool there = chosen && file == chosen;
        g_free(chosen);
        return there;
    })) << file;
    g_signal_emit_by_name(button, "file-set");
}

std::vector<GtkWidget*> open_board(GtkWidget* window, const std::string& menu) {
    GtkWidget* button = find(window, menu);
    GtkWidget* popover = GTK_WIDGET(gtk_menu_button_get_popover(GTK_MENU_BUTTON(button)));
    // It fades away after it was used before.
    EXPECT_TRUE(wait_for([&] { return !gtk_widget_get_visible(popover); }));
    gtk_button_clicked(GTK_BUTTON(button));
    EXPECT_TRUE(wait_for([&] { return gtk_widget_get_mapped(popover) != FALSE; }));
    gtk_test_widget_wait_for_draw(popover);
    return pictures_of(popover, menu + "-items");
}

std::vector<GtkWidget*> pictures_of(GtkWidget* window, const std::string& board) {
    std::vector<GtkWidget*> pictures;
    GList* children = gtk_container_get_children(GTK_CONTAINER(find(window, board)));
    for (GList* item = children; item; item = item->next)
        pictures.push_back(GTK_WIDGET(item->data));
    g_list_free(children);
    EXPECT_TRUE(wait_for(
        [&] { return pictures.empty() || gtk_widget_get_allocated_width(pictures.back()) > 1; }));
    return pictures;
}

unsigned colour_of(GtkWidget* cell) {
    for (GtkWidget* image : all_widgets(cell)) {
        if (!GTK_IS_IMAGE(image))
            continue;
        EXPECT_TRUE(wait_for(
            [&] { return gtk_image_get_storage_type(GTK_IMAGE(image)) == GTK_IMAGE_SURFACE; }));
        cairo_surface_t* surface = nullptr;
        g_object_get(image, "surface", &surface, nullptr);
        if (!surface)
            return 0;
        const int width = cairo_image_surface_get_width(surface);
        const int height = cairo_image_surface_get_height(surface);
        cairo_surface_flush(surface);
        unsigned pixel = 0;
        std::memcpy(
            &pixel,
            cairo_image_surface_get_data(surface) +
                std::ptrdiff_t{height / 2} * cairo_image_surface_get_stride(surface) +
                std::ptrdiff_t{width / 2} * 4,
            sizeof pixel);
        cairo_surface_destroy(surface);
        return pixel & 0xffffff;
    }
    return 0;
}

void rest_on(GtkWidget* cell) {
    GtkWidget* board = gtk_widget_get_parent(cell);
    GtkAllocation place{};
    gtk_widget_get_allocation(cell, &place);
    GdkEvent* event = gdk_event_new(GDK_MOTION_NOTIFY);
    event->motion.window = GDK_WINDOW(g_object_ref(gtk_widget_get_window(board)));
    event->motion.x = place.x + place.width / 2.0;
    event->motion.y = place.y + place.height / 2.0;
    GdkDisplay* display = gtk_widget_get_display(board);
    gdk_event_set_device(event, gdk_seat_get_pointer(gdk_display_get_default_seat(display)));
    gtk_widget_event(board, event);
    gdk_event_free(event);
}

void leave(GtkWidget* board) {
    GdkEvent* event = gdk_event_new(GDK_LEAVE_NOTIFY);
    event->crossing.window = GDK_WINDOW(g_object_ref(gtk_widget_get_window(board)));
    event->crossing.detail = GDK_NOTIFY_ANCESTOR;
    gtk_widget_event(board, event);
    gdk_event_free(event);
}

std::string accessible_name(GtkWidget* widget) {
    const char* name = atk_object_get_name(gtk_widget_get_accessible(widget));
    return name ? name : "";
}

std::vector<std::string> names_of(const std::vector<GtkWidget*>& pictures) {
    std::vector<std::string> names;
    names.reserve(pictures.size());
    for (GtkWidget* picture : pictures)
        names.push_back(accessible_name(picture));
    return names;
}

GtkWidget* find_picture(const std::vector<GtkWidget*>& pictures, const std::string& name) {
    for (GtkWidget* picture : pictures)
        if (accessible_name(picture) == name)
            return picture;
    throw std::runtime_error("there is no picture " + name);
}

void click(GtkWidget* widget) {
    GtkAllocation place{};
    gtk_widget_get_allocation(widget, &place);
    const bool own = gtk_widget_get_has_window(widget);
    GdkSeat* seat = gdk_display_get_default_seat(gtk_widget_get_display(widget));
    for (const GdkEventType type : {GDK_BUTTON_PRESS, GDK_BUTTON_RELEASE}) {
        GdkEvent* event = gdk_event_new(type);
        event->button.window = GDK_WINDOW(g_object_ref(gtk_widget_get_window(widget)));
        event->button.send_event = TRUE;
        event->button.button = GDK_BUTTON_PRIMARY;
        event->button.state = type == GDK_BUTTON_RELEASE ? GDK_BUTTON1_MASK : GdkModifierType{};
        event->button.x = (own ? 0 : place.x) + place.width / 2.0;
        event->button.y = (own ? 0 : place.y) + place.height / 2.0;
        gdk_event_set_device(event, gdk_seat_get_pointer(seat));
        gtk_main_do_event(event);
        gdk_event_free(event);
    }
}

std::string label_text(GtkWidget* window, const std::string& name) {
    return gtk_label_get_text(GTK_LABEL(find(window, name)));
}

bool preview_settled(GtkWidget* window) {
    return wait_for(
        [&] { return label_text(window, "preview-state").find("finer") != std::string::npos; });
}

void respond(GtkWidget* window, int response) {
    gtk_dialog_response(GTK_DIALOG(window), response);
}

bool can_accept(GtkWidget* window) {
    return gtk_widget_is_sensitive(
        gtk_dialog_get_widget_for_response(GTK_DIALOG(window), GTK_RESPONSE_OK));
}

void accept(GtkWidget* window) {
    EXPECT_TRUE(wait_for([&] { return can_accept(window); }));
    gtk_button_clicked(
        GTK_BUTTON(gtk_dialog_get_widget_for_response(GTK_DIALOG(window), GTK_RESPONSE_OK)));
}

std::string message(GtkWidget* window) {
    GtkWidget* bar = find(window, "message");
    if (!gtk_widget_get_visible(bar))
        return {};
    for (GtkWidget* widget : all_widgets(bar))
        if (GTK_IS_LABEL(widget))
            return gtk_label_get_text(GTK_LABEL(widget));
    return "?";
}

bool style_is_shown(GtkWidget* window) {
    return wait_for([&] { return can_accept(window); });
}

} // namespace style_transfer::testing
