// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/state/shown_style.h"
#include "ui/widgets/style_library.h"
#include "ui/widgets/window_context.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

typedef struct _GtkWindow GtkWindow;

namespace style_transfer {

// What a proof sheet is made of. `context` has a base and an engine.
struct SheetRequest {
    Settings settings;
    Area painted; // of the layer
    std::vector<ShownStyle> styles;
    std::vector<StylePicture> paintings; // that a sheet can go over
    // The picture of one of these, RGB; throws Error.
    std::function<std::shared_ptr<const Image>(const std::string& file)> load_painting;
};

struct SheetAnswer {
    Settings settings;
    std::string painting; // the file; empty: the styles stay as they are
};

// Paints proof sheets beside the settings dialog until the user takes over a cell or closes it:
// over the paintings, the values of one or two settings, or the published method's experiments.
// Cells show as they come, and the sheet can be opened as an image where the program can do that.
std::optional<SheetAnswer>
run_sheet_window(const WindowContext& context, GtkWindow* parent, const SheetRequest& request);

} // namespace style_transfer
