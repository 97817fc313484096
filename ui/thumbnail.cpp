// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/thumbnail.h"

#include "engine/base/error.h"
#include "ui/texts.h"
#include "ui/translation.h"

namespace style_transfer {

namespace {

struct ErrorFree {
    void operator()(GError* error) const { g_error_free(error); }
};

// Picture, or why there is none.
struct PixbufResult {
    ObjectPointer<GdkPixbuf> pixbuf;
    std::string reason;
};

PixbufResult load_pixbuf(const std::string& file, int longer_side) {
    GError* error = nullptr;
    int width = 0;
    int height = 0;
    // Told apart from the loading because only pictures that are larger may be scaled.
    if (!gdk_pixbuf_get_file_info(file.c_str(), &width, &height))
        return {nullptr, _("it is not a picture of a kind that is known here")};
    const bool larger = width > longer_side || height > longer_side;
    ObjectPointer<GdkPixbuf> pixbuf(
        larger ? gdk_pixbuf_new_from_file_at_size(file.c_str(), longer_side, longer_side, &error)
               : gdk_pixbuf_new_from_file(file.c_str(), &error));
    const std::unique_ptr<GError, ErrorFree> owned(error);
    if (!pixbuf)
        return {nullptr, error ? error->message : ""};
    return {ObjectPointer<GdkPixbuf>(gdk_pixbuf_apply_embedded_orientation(pixbuf.get())), {}};
}

void check_readable(const std::string& file) {
    if (!g_file_test(file.c_str(), G_FILE_TEST_EXISTS))
        throw Error(ErrorCode::file, with_text(_("%s: there is no such file."), shown_name(file)));
    if (g_file_test(file.c_str(), G_FILE_TEST_IS_DIR))
        throw Error(
            ErrorCode::file,
            with_text(_("%s: expected a picture, found a folder."), shown_name(file)));
}

} // namespace

SurfacePointer
load_thumbnail(const WindowContext& context, const std::string& file, int longer_side) {
    check_readable(file);
    const PixbufResult loaded = load_pixbuf(file, longer_side);
    if (loaded.pixbuf)
        return SurfacePointer(
            gdk_cairo_surface_create_from_pixbuf(loaded.pixbuf.get(), 1, nullptr));
    if (!context.load_thumbnail)
        throw Error(
            ErrorCode::file, formatted(
                                 _("%s cannot be used as the style: %s."), shown_name(file).c_str(),
                                 loaded.reason.c_str()));
    return make_surface(context.load_thumbnail(file, longer_side).view(), longer_side);
}

std::string shown_name(const std::string& file) {
    const GlibText name(g_filename_display_basename(file.c_str()));
    return name.get();
}

} // namespace style_transfer
