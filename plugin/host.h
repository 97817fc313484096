// SPDX-License-Identifier: GPL-3.0-or-later
// The seam between the plug-in's flow (run_procedure) and one version of GIMP. An adapter
// implements Host and does nothing but translate: no decision about the work is taken there. Main
// thread.
#pragma once

#include "engine/base/image.h"
#include "engine/pixels/live_filters.h"
#include "plugin/settings_record.h"
#include "plugin/work_area.h"
#include "ui/state/open_picture.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

typedef struct _GeglBuffer GeglBuffer;
typedef struct _GtkWindow GtkWindow;

namespace style_transfer {

// Releases the reference when it goes; for a layer's buffer that is what writes it to GIMP.
struct BufferRelease {
    void operator()(GeglBuffer* buffer) const;
};
using BufferPointer = std::unique_ptr<GeglBuffer, BufferRelease>;

// A buffer of a part of `buffer`, sharing its pixels.
BufferPointer part_of(const BufferPointer& buffer, const Area& area);

enum class RunMode { interactive, non_interactive, with_last_values };

// What the procedure was called for; `kind` and the rest describe the drawable when it is just one.
struct Target {
    enum class Kind { layer, mask, channel };

    int drawables = 1;
    Kind kind = Kind::layer;         // a group is a layer that shows what is in it
    bool floating_selection = false; // the image has one, be it this drawable or not
    bool indexed = false;
    bool gray = false; // the image holds no colours
    Area place{};      // pixels of the image
    std::string name{};
    // With a selection: the bounds, in pixels of the drawable, of what it selects of it; of size
    // 0 × 0 when that is nothing.
    std::optional<Area> selection{};
    // Without a selection, of the photo of a painting (see choose_photo()): what that painting
    // covers, in pixels of the drawable.
    std::optional<Area> repainted{};
};

// A layer that was made here.
struct Painting {
    std::string record; // its parasite
    // Of the layer beneath it in its group that was not made here; empty: there is none.
    std::string photo{};
};

// Something of the document that says where a style is painted.
struct RegionSource {
    BufferPointer pixels;    // nullptr: the document has no such thing
    Area place{};            // pixels of the image
    bool by_alpha = false;   // its alpha says how much; otherwise it has one component, which does
    BufferPointer mask = {}; // of a layer: the mask in effect, of the same size; may be nullptr
};

// What is done to a layer beside its pixels, in this order.
struct LayerFinishing {
    std::vector<LiveFilter> filters;
    double opacity = 100; // per cent, of the numbers
};

class Host {
  public:
    virtual ~Host() = default;

    virtual Target target() const = 0;

    // What the drawable is when it was made here.
    virtual std::optional<Painting> painting() const = 0;

    // From now on the target is the photo beneath that painting. insert_layer() puts the new layer
    // directly above the painting, or with `replaces` in its place. Throws Error when the layer is
    // no longer there.
    virtual void choose_photo(bool replaces) = 0;

    // For reading: the picture that the drawable shows, with the effects that belong to it but
    // without its mask; then that mask, nullptr when there is none in effect, of one component
    // and the same size (with Target::repainted the painting's own); and the image's selection, of
    // one component and the image's size. They leave the document as it is. Throws Error.
    virtual BufferPointer target_buffer() const = 0;
    virtual BufferPointer target_mask() const = 0;
    virtual BufferPointer selection() const = 0;

    // What the document has at the moment to paint a style in: the selection when something is
    // selected, the target's mask, the channels and the other layers, also those in groups, in the
    // order of GIMP's lists; of several with one name the first.
    virtual std::vector<StyleRegion> regions() const = 0;

    // For reading: what a region of that kind, which is not the rest, and name is. The layer mask
    // is the target's, be it in effect or not.
    virtual RegionSource region(const StyleRegion& region) const = 0;

    // Opens `file` with GIMP's own loader and returns what is visible of it, in the colour space
    // of the target's image where GIMP can convert to that (a copy: nothing of the opened image
    // stays behind). Throws Error(file) naming the file and what GIMP says.
    virtual BufferPointer load_picture(const std::string& file) const = 0;

    // The images that are open beside the target's, with their names as GIMP shows them.
    virtual std::vector<OpenPicture> open_pictures() const = 0;

    // What is visible of one of them, as load_picture() gives it; the image stays as it is. Throws
    // Error(invalid_argument) when it is no longer open.
    virtual BufferPointer load_open_picture(int id) const = 0;

    // The same in a hurry: no larger than `longer_side`, with 8 bits, as it looks on the screen.
    virtual BufferPointer open_picture_thumbnail(int id, int longer_side) const = 0;

    // Opens a picture (RGB or RGBA, in the numbers of the target's image) as a new image that GIMP
    // shows under that name. Throws Error.
    virtual void open_image(const std::string& name, const ImageView& picture) const = 0;

    // Makes a layer in the image's own mode and precision that is not part of the document yet,
    // so that nobody sees it and a plug-in killed here leaves no trace. `area` is the part of the
    // target that it will cover. Returns its buffer for writing. Throws Error, also when the
    // target is no longer there.
    virtual BufferPointer create_layer(const std::string& name, const Area& area, bool alpha) = 0;

    // Gives that layer a mask and returns its buffer for writing. Throws Error.
    virtual BufferPointer create_mask() = 0;

    // Puts that layer into the document as one undo step: directly above the target in the same
    // group, over its part of the target, with `record` as parasite and that finishing. The buffers
    // must have been released. Throws Error; the document is then as it was.
    virtual void insert_layer(const std::string& record, const LayerFinishing& finishing) = 0;

    // Whether it can have one: the program keeps filters beside the pixels of a layer, and beneath
    // the new layer, for its opacity, is the target as it was read.
    virtual bool takes_live_filters() const = 0;

    // Drops a layer that was created and not inserted; does nothing when there is none.
    virtual void discard_layer() noexcept = 0;

    // What the user worked with last; no style file when there was no run yet. Throws Error when
    // that cannot be read, as after another version. Storing that fails loses a convenience only,
    // and so never throws.
    virtual SettingsRecord last_values() const = 0;
    virtual void store_last_values(const SettingsRecord& values) noexcept = 0;

    // GIMP's own progress bar, with `text` beside it; fraction in [0,1].
    virtual void begin_progress(const std::string& text) = 0;
    virtual void update_progress(double fraction) = 0;
    virtual void end_progress() noexcept = 0;

    // 2 or 3: the dialect of Script-Fu.
    virtual int gimp_major() const = 0;

    // Initialises GTK for windows beside GIMP's, in the direction of their language. False when
    // there is no display.
    virtual bool begin_windows() = 0;

    // Makes a realised window transient for GIMP's.
    virtual void attach_window(GtkWindow* window) const = 0;
};

} // namespace style_transfer
