// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/client/engine.hpp"
#include "engine/finishing/rgb_space.h"
#include "ui/state/style_choice.h"

#include <filesystem>
#include <functional>
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
    // What of the layer is painted with this choice by a network of these layers (none while they
    // are not known), in its pixels; empty: always all of it.
    std::function<Area(const StyleChoice&, const std::vector<NetworkLayer>&)> painted_area{};
    // A part of the layer, scaled to `longer_side`, and the engine that paints it: for the preview.
    // Either may be empty: then there is none.
    std::function<Image(const Area& part, int longer_side)> load_base{};
    RgbSpace space{}; // of the numbers of all pictures here
    EngineLoader engine{};
    // Where the windows remember what the user likes; empty: nowhere.
    std::filesystem::path preferences_file{};
    // The other pictures that are open in the program, and one of them as it shows at the moment,
    // no larger than `longer_side`. The second throws Error when it is no longer open. Empty: a
    // style is always a file.
    std::function<std::vector<OpenPicture>()> open_pictures{};
    std::function<Image(int id, int longer_side)> load_open_picture{};
    // What a report of a fault needs besides the error; empty: there is nothing to copy.
    std::function<std::string()> diagnostics{};
    // What the document has at the moment to paint a style in, and how much of each pixel of a part
    // of the layer that is, one channel of load_base()'s size. The second throws Error when the
    // document has it no longer. Both empty: a style is always for all of the picture.
    std::function<std::vector<StyleRegion>()> regions{};
    std::function<Image(const StyleRegion&, const Area& part, int longer_side)> load_region{};
    // Opens a picture in the numbers of load_base() as an image of its own, with a name for people.
    // Throws Error. Empty: the program has no images.
    std::function<void(const std::string& name, const ImageView&)> open_image{};
    // Whether the layer can keep brightness, colour, sharpness and opacity beside its pixels.
    // Empty: it never can.
    std::function<bool()> takes_live_filters{};
};

} // namespace style_transfer
