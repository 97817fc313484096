// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preset_bar.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "ui/state/calls.h"
#include "ui/widgets/clipboard.h"
#include "ui/widgets/data_files.h"
#include "ui/widgets/layout.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/thumbnail.h"

#include <algorithm>

namespace style_transfer {

namespace {

constexpr Size picture_size{96, 64};
constexpr int picture_columns = 3;
constexpr int remark_width = 12; // characters

// A line of text; nothing when the user cancels.
std::optional<std::string>
ask_name(GtkWindow* parent, const char* title, const char* accept, const std::string& start) {
    const WindowPointer dialog(gtk_dialog_new_with_buttons(
        title, parent, GTK_DIALOG_MODAL, _("_Cancel"), GTK_RESPONSE_CANCEL, accept, GTK_RESPONSE_OK,
        nullptr));
    gtk_widget_set_name(dialog.get(), "preset-name-dialog");
    gtk_dialog_set_default_response(GTK_DIALOG(dialog.get()), GTK_RESPONSE_OK);
    GtkWidget* entry = gtk_entry_new();
    gtk_widget_set_name(entry, "preset-name");
    gtk_entry_set_text(GTK_ENTRY(entry), start.c_str());
    gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
    gtk_entry_set_width_chars(GTK_ENTRY(entry), 30);
    GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap);
    gtk_container_set_border_width(GTK_CONTAINER(row), gap);
    gtk_box_pack_start(GTK_BOX(row), make_label(_("_Name"), entry), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), entry, TRUE, TRUE, 0);
    gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(dialog.get()))), row);
    gtk_widget_show_all(row);
    if (gtk_dialog_run(GTK_DIALOG(dialog.get())) != GTK_RESPONSE_OK)
        return std::nullopt;
    return gtk_entry_get_text(GTK_ENTRY(entry));
}

std::optional<std::string> ask_file(
    GtkWindow* parent, const char* title, GtkFileChooserAction action, const char* accept,
    const std::string& name = {}) {
    const WindowPointer dialog(gtk_file_chooser_dialog_new(
        title, parent, action, _("_Cancel"), GTK_RESPONSE_CANCEL, accept, GTK_RESPONSE_OK,
        nullptr));
    GtkFileChooser* chooser = GTK_FILE_CHOOSER(dialog.get());
    GtkFileFilter* filter = gtk_file_filter_new();
    gtk_file_filter_set_name(filter, _("Presets (JSON)"));
    gtk_file_filter_add_pattern(filter, "*.json");
    gtk_file_chooser_add_filter(chooser, filter);
    gtk_file_chooser_set_do_overwrite_confirmation(chooser, TRUE);
    if (!name.empty())
        gtk_file_chooser_set_current_name(chooser, name.c_str());
    if (gtk_dialog_run(GTK_DIALOG(dialog.get())) != GTK_RESPONSE_OK)
        return std::nullopt;
    const GlibText file(gtk_file_chooser_get_filename(chooser));
    return file ? std::optional<std::string>(file.get()) : std::nullopt;
}

} // namespace

PresetBar::PresetBar(
    const WindowContext& context, CallbackGuard& guard, DialogState& state,
    std::function<void()> changed, std::function<void(const std::string&)> complain)
    : context_(context), state_(state), changed_(std::move(changed)),
      complain_(std::move(complain)), own_(context.presets_folder),
      box_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, gap)),
      list_(guard, {"preset", "", picture_size, picture_columns}, [this] { return items(); }),
      remark_(make_remark()) {
    gtk_widget_set_size_request(list_.widget(), 150, -1);
    gtk_widget_set_tooltip_text(list_.widget(), _("Settings for a kind of picture"));
    gtk_widget_set_name(remark_, "preset-remark");
    gtk_widget_set_hexpand(remark_, TRUE);
    // It takes the width that there is, and asks for little.
    gtk_label_set_width_chars(GTK_LABEL(remark_), remark_width);
    gtk_label_set_max_width_chars(GTK_LABEL(remark_), remark_width);
    gtk_label_set_lines(GTK_LABEL(remark_), 2);
    gtk_label_set_ellipsize(GTK_LABEL(remark_), PANGO_ELLIPSIZE_END);

    GtkWidget* menu_button = gtk_menu_button_new();
    gtk_widget_set_name(menu_button, "preset-menu");
    gtk_widget_set_tooltip_text(menu_button, _("Save, share and copy settings"));
    atk_object_set_name(gtk_widget_get_accessible(menu_button), _("Preset menu"));
    gtk_button_set_image(
        GTK_BUTTON(menu_button),
        gtk_image_new_from_icon_name("open-menu-symbolic", GTK_ICON_SIZE_BUTTON));
    gtk_menu_button_set_popup(GTK_MENU_BUTTON(menu_button), make_menu(guard));

    gtk_box_pack_start(GTK_BOX(box_), make_label(_("Preset"), list_.widget()), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), list_.widget(), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), menu_button, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), remark_, TRUE, TRUE, 0);

    list_again();
}

GtkWidget* PresetBar::make_menu(CallbackGuard& guard) {
    GtkWidget* menu = gtk_menu_new();
    gtk_widget_set_name(menu, "preset-menu-items");
    const auto separate = [menu] {
        gtk_menu_shell_append(GTK_MENU_SHELL(menu), gtk_separator_menu_item_new());
    };
    if (!context_.presets_folder.empty()) {
        add_item(menu, guard, "preset-save", _("_Save As…"), [this] { save_as(); });
        rename_ = add_item(menu, guard, "preset-rename", _("_Rename…"), [this] { rename(); });
        remove_ = add_item(menu, guard, "preset-delete", _("_Delete"), [this] { remove(); });
        separate();
    }
    add_item(menu, guard, "preset-import", _("_Import…"), [this] { import_file(); });
    add_item(menu, guard, "preset-export", _("_Export…"), [this] { export_file(); });
    separate();
    add_item(menu, guard, "copy-script", _("Copy as Script-_Fu Call"), [this] {
        copy(script_fu_call(state_.choice(), context_.gimp_major));
    });
    add_item(menu, guard, "copy-command", _("Copy as _Command Line"), [this] {
        copy(command_line(state_.choice()));
    });
    gtk_widget_show_all(menu);
    return menu;
}

GtkWidget* PresetBar::add_item(
    GtkWidget* menu, CallbackGuard& guard, const char* name, const char* label,
    std::function<void()> action) {
    GtkWidget* item = gtk_menu_item_new_with_mnemonic(label);
    gtk_widget_set_name(item, name);
    connect<void()>(item, "activate", guard, [this, action = std::move(action)] {
        try {
            complain_({});
            action();
        } catch (const Error& error) {
            complain_(error.what());
        }
        changed_();
    });
    gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    return item;
}

void PresetBar::list_again() {
    presets_ = built_in_presets();
    if (!context_.presets_folder.empty())
        std::ranges::move(own_.list(), std::back_inserter(presets_));
}

std::vector<PictureItem> PresetBar::items() {
    const Preset* now = chosen();
    std::vector<PictureItem> items;
    for (const Preset& preset : presets_) {
        const std::string file =
            preset.own() ? own_picture(preset.file) : find_data_file(preset.picture);
        items.push_back(
            {preset.name, preset.description,
             [file](GtkImage* image) { show_thumbnail_later(image, file, picture_size); },
             [this, preset] { take(preset); }, &preset == now});
    }
    return items;
}

const Preset* PresetBar::chosen() const {
    const Settings now = state_.choice().settings;
    // The user's own first: one may hold what a built-in one holds.
    const auto found = std::find_if(presets_.rbegin(), presets_.rend(), [&](const Preset& preset) {
        return is_in_use(preset, now);
    });
    return found == presets_.rend() ? nullptr : &*found;
}

void PresetBar::refresh() {
    const Preset* preset = chosen();
    const std::string name = preset ? preset->name : _("Own settings");
    list_.set_text(name);
    // A screen reader says it after the label beside the button.
    atk_object_set_description(gtk_widget_get_accessible(list_.widget()), name.c_str());
    const std::string remark = preset ? preset->description : _("Settings of your own");
    set_label_text(remark_, remark);
    gtk_widget_set_tooltip_text(remark_, remark.c_str());
    for (GtkWidget* item : {rename_, remove_})
        if (item)
            gtk_widget_set_sensitive(item, preset && preset->own());
}

GtkWindow* PresetBar::window() const {
    return GTK_WINDOW(gtk_widget_get_toplevel(box_));
}

void PresetBar::take(const Preset& preset) {
    complain_({});
    state_.settings() = with_preset(state_.settings(), preset);
    changed_();
}

void PresetBar::save_as() {
    const Preset* now = chosen();
    const auto name =
        ask_name(window(), _("Save the Settings"), _("_Save"), now && now->own() ? now->name : "");
    if (!name)
        return;
    keep_picture(own_.save(*name, state_.choice().settings));
    list_again();
}

void PresetBar::rename() {
    const Preset* preset = chosen();
    if (!preset || !preset->own())
        return;
    const auto name = ask_name(window(), _("Rename the Preset"), _("_Rename"), preset->name);
    if (!name)
        return;
    own_.rename(*preset, *name);
    list_again();
}

void PresetBar::remove() {
    const Preset* preset = chosen();
    if (!preset || !preset->own())
        return;
    own_.remove(*preset);
    list_again();
}

void PresetBar::import_file() {
    const auto file =
        ask_file(window(), _("Import a Preset"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"));
    if (!file)
        return;
    const Preset preset = read_preset(*file);
    take(preset);
    if (context_.presets_folder.empty())
        return;
    own_.add(preset.name, preset.settings);
    list_again();
}

void PresetBar::export_file() {
    const Preset* now = chosen();
    const std::string name = now && now->own() ? now->name : _("My settings");
    const auto file = ask_file(
        window(), _("Export the Settings"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"),
        name + ".json");
    if (file)
        write_preset(*file, name, state_.choice().settings);
}

// Without one the list shows a neutral icon, so a failure is not worth a message.
void PresetBar::keep_picture(const std::filesystem::path& preset) const {
    const Image now = picture ? picture() : Image();
    if (!now.empty())
        cairo_surface_write_to_png(
            make_surface(now.view(), 2 * picture_size.width).get(), own_picture(preset).c_str());
}

void PresetBar::copy(const std::string& text) {
    copy_to_clipboard(box_, text);
}

} // namespace style_transfer
