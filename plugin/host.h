// SPDX-License-Identifier: GPL-3.0-or-later
// The seam between the plug-in's flow (run_session) and one version of GIMP. An adapter implements
// Host and does nothing but translate: no decision about the work is taken there.
#pragma once

#include "engine/base/image.h"

#include <memory>
#include <string>

typedef struct _GeglBuffer GeglBuffer;
typedef struct _GtkWindow GtkWindow;

namespace style_transfer {

// Releases the reference when it goes; for a layer's buffer that is what writes it to GIMP.
struct BufferRelease {
    void operator()(GeglBuffer* buffer) const;
};
using BufferPointer = std::unique_ptr<GeglBuffer, BufferRelease>;

enum class RunMode { interactive, non_interactive, with_last_values };

// The drawable that the procedure was called for.
struct Target {
    enum class Kind { layer, group, mask, channel, floating_selection };

    Kind kind = Kind::layer;
    bool indexed = false;
    bool has_alpha = false;
    Size size;        // pixels
    int offset_x = 0; // of the top left corner in the image
    int offset_y = 0;
};

class Host {
  public:
    virtual ~Host() = default;

    virtual Target target() const = 0;

    // The pixels of the drawable, for reading.
    virtual BufferPointer target_buffer() const = 0;

    // Opens `file` with GIMP's own loader and returns its merged pixels (a copy: nothing of the
    // opened image stays behind). Throws Error(file) naming the file and what GIMP says.
    virtual BufferPointer load_picture(const std::string& file) const = 0;

    // Opens one undo step, inserts a layer of the target's size, offsets and type (with alpha if
    // `alpha`) directly above the target in the same group, and returns its buffer for writing.
    virtual BufferPointer begin_layer(const std::string& name, bool alpha) = 0;

    // Closes the undo step: attaches `settings_text` as parasite, updates the displays. The buffer
    // must have been released.
    virtual void end_layer(const std::string& settings_text) = 0;

    // Settings text and style file of the last run, empty when there was none.
    struct LastValues {
        std::string settings_text;
        std::string style_file;
    };
    virtual LastValues last_values() const = 0;
    virtual void store_last_values(const LastValues& values) = 0;

    // GIMP's own progress bar, with `text` beside it; fraction in [0,1].
    virtual void begin_progress(const std::string& text) = 0;
    virtual void update_progress(double fraction) = 0;
    virtual void end_progress() = 0;

    // Initialises GTK for windows beside GIMP's. False when there is no display.
    virtual bool begin_windows() = 0;
    virtual void attach_window(GtkWindow* window) const = 0;
};

} // namespace style_transfer
