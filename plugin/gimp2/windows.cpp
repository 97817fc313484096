// SPDX-License-Identifier: GPL-3.0-or-later
// What gimp_ui_init() of GIMP's GTK 2 library does for other plug-ins, with GTK 3.
#include "plugin/gimp2/gimp2_host.h"
#include "plugin/procedure.h"
#include "ui/widgets/direction.h"

#include <gdk/gdkx.h>
#include <gtk/gtk.h>

#include <string>

namespace style_transfer {

bool Gimp2Host::begin_windows() {
    if (const gchar* display = gimp_display_name(); display && *display)
        g_setenv("DISPLAY", display, TRUE);
    // Without the time of the user's click a window manager may open our window behind GIMP's.
    if (const guint32 time = gimp_user_time())
        g_setenv("DESKTOP_STARTUP_ID", ("gimp_TIME" + std::to_string(time)).c_str(), TRUE);
    // GIMP's window is known by its X number only.
    gdk_set_allowed_backends("x11");
    g_set_prgname(procedure::program);
    if (!gtk_init_check(nullptr, nullptr))
        return false;
    gdk_set_program_class(gimp_wm_class());
    follow_direction_of_texts();
    return true;
}

void Gimp2Host::attach_window(GtkWindow* window) const {
    const guint32 number = gimp_progress_get_window_handle();
    GdkWindow* own = gtk_widget_get_window(GTK_WIDGET(window));
    if (number == 0 || !own)
        return;
    GdkWindow* parent = gdk_x11_window_foreign_new_for_display(gdk_display_get_default(), number);
    if (!parent)
        return;
    gdk_window_set_transient_for(own, parent);
    g_object_unref(parent);
}

} // namespace style_transfer
