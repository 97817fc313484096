// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/dialog_state.h"
#include "ui/state/presets.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/picture_menu.h"
#include "ui/widgets/window_context.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// Chooses a preset, and keeps the user's own ones. The row shows the preset that the settings are
// at the moment, and none when they are of no preset; the list shows what each does to a picture.
class PresetBar {
  public:
    // `changed` is called when the state has changed, `complain` with a sentence to show or with
    // an empty one when there is nothing to complain about any more.
    PresetBar(
        const WindowContext& context, CallbackGuard& guard, DialogState& state,
        std::function<void()> changed, std::function<void(const std::string&)> complain);

    GtkWidget* widget() const { return box_; }

    void refresh();

    // What an own preset gets as its picture when it is saved; an empty one: none.
    std::function<Image()> picture;

  private:
    GtkWidget* make_menu(CallbackGuard& guard);
    GtkWidget* add_item(
        GtkWidget* menu, CallbackGuard& guard, const char* name, const char* label,
        std::function<void()> action);
    void list_again();
    std::vector<PictureItem> items();
    const Preset* chosen() const;
    GtkWindow* window() const;

    void take(const Preset& preset);
    void save_as();
    void rename();
    void remove();
    void import_file();
    void export_file();
    void keep_picture(const std::filesystem::path& preset) const;
    void copy(const std::string& text);

    const WindowContext& context_;
    DialogState& state_;
    std::function<void()> changed_;
    std::function<void(const std::string&)> complain_;
    OwnPresets own_;
    std::vector<Preset> presets_; // as the list shows them
    GtkWidget* box_;
    PictureMenu list_;
    GtkWidget* remark_;
    GtkWidget* rename_ = nullptr;
    GtkWidget* remove_ = nullptr;
};

} // namespace style_transfer
