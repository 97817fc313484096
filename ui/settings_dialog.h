// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/settings/settings.h"
#include "ui/open_picture.h"
#include "ui/transfer_job.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

typedef struct _GtkWindow GtkWindow;

namespace style_transfer {

// What the windows need from the program around them. GTK must be initialised; main thread only.
struct WindowContext {
    // Makes a realised window transient for the program's own; may be empty.
    std::function<void(GtkWindow*)> attach;
    // Loads a picture of any kind the program knows, no larger than `longer_side`, for a
    // thumbnail. Throws Error. May be empty: then only what GdkPixbuf reads has a thumbnail.
    std::function<Image(const std::string& file, int longer_side)> load_thumbnail;
    // Where the user's own presets are kept; empty: only those that come with the program.
    std::filesystem::path presets_folder{};
    // Of the program around: the dialect in which a call is copied for Script-Fu.
    int gimp_major = 3;
    // A part of the picture that is painted, scaled to `longer_side`, and the engine that paints
    // it: for the preview. Either may be empty: then there is none.
    std::function<Image(const Area& part, int longer_side)> load_base{};
    EngineLoader engine{};
    // Where the windows remember what the user likes; empty: nowhere.
    std::filesystem::path preferences_file{};
    // The other pictures that are open in the program, and one of them as it shows at the moment,
    // no larger than `longer_side`. The second throws Error when it is no longer open. Empty: a
    // style is always a file.
    std::function<std::vector<OpenPicture>()> open_pictures{};
    std::function<Image(int id, int longer_side)> load_open_picture{};
};

struct StyleChoice {
    Settings settings;
    std::string style_file; // absolute path in the file system's encoding; empty: none
    // The style instead of the file, which then holds the same picture or is empty.
    OpenPicture open_picture{};

    bool has_style() const { return !style_file.empty() || open_picture.id != 0; }
};

// Shows the settings dialog, starting with `choice`, for a layer of `layer_size` pixels. Nothing
// when the user cancels; else the settings are valid and the style file has been chosen.
std::optional<StyleChoice>
run_settings_dialog(const WindowContext& context, const StyleChoice& choice, Size layer_size);

// Shows one error sentence in a window with a Close button.
void show_error(const WindowContext& context, const std::string& sentence);

} // namespace style_transfer
