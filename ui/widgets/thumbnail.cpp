// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/thumbnail.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "ui/state/texts.h"

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
        throw Error(
            ErrorCode::file, formatted(_("%s: there is no such file."), shown_name(file).c_str()));
    if (g_file_test(file.c_str(), G_FILE_TEST_IS_DIR))
        throw Error(
            ErrorCode::file,
            formatted(_("%s: expected a picture, found a folder."), shown_name(file).c_str()));
}

// A thumbnail on its way. It holds its widget, so that it may come after the window has gone.
struct LatePicture {
    ObjectPointer<GtkImage> image;
    Size box;

    int scale() const { return gtk_widget_get_scale_factor(GTK_WIDGET(image.get())); }
};

void show_pixbuf(GObject*, GAsyncResult* result, gpointer data) noexcept {
    const std::unique_ptr<LatePicture> late(static_cast<LatePicture*>(data));
    const ObjectPointer<GdkPixbuf> pixbuf(gdk_pixbuf_new_from_stream_finish(result, nullptr));
    if (!pixbuf)
        return;
    const ObjectPointer<GdkPixbuf> upright(gdk_pixbuf_apply_embedded_orientation(pixbuf.get()));
    const SurfacePointer surface(
        gdk_cairo_surface_create_from_pixbuf(upright.get(), late->scale(), nullptr));
    gtk_image_set_from_surface(late->image.get(), surface.get());
}

void read_stream(GObject* file, GAsyncResult* result, gpointer data) noexcept {
    std::unique_ptr<LatePicture> late(static_cast<LatePicture*>(data));
    const ObjectPointer<GFileInputStream> stream(g_file_read_finish(G_FILE(file), result, nullptr));
    if (!stream)
        return;
    const int scale = late->scale();
    const Size box = late->box;
    gdk_pixbuf_new_from_stream_at_scale_async(
        G_INPUT_STREAM(stream.get()), box.width * scale, box.height * scale, TRUE, nullptr,
        &show_pixbuf, late.release());
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

void show_thumbnail_later(GtkImage* image, const std::string& file, Size box) {
    const ObjectPointer<GFile> original(g_file_new_for_path(file.c_str()));
    const ObjectPointer<GFileInfo> info(g_file_query_info(
        original.get(), G_FILE_ATTRIBUTE_THUMBNAIL_PATH "," G_FILE_ATTRIBUTE_THUMBNAIL_IS_VALID,
        G_FILE_QUERY_INFO_NONE, nullptr, nullptr));
    const char* stored =
        info && g_file_info_get_attribute_boolean(info.get(), G_FILE_ATTRIBUTE_THUMBNAIL_IS_VALID)
            ? g_file_info_get_attribute_byte_string(info.get(), G_FILE_ATTRIBUTE_THUMBNAIL_PATH)
            : nullptr;
    const ObjectPointer<GFile> source(g_file_new_for_path(stored ? stored : file.c_str()));
    g_file_read_async(
        source.get(), G_PRIORITY_LOW, nullptr, &read_stream,
        new LatePicture{ObjectPointer<GtkImage>(GTK_IMAGE(g_object_ref(image))), box});
}

std::string shown_name(const std::string& file) {
    const GlibText name(g_filename_display_basename(file.c_str()));
    return name.get();
}

std::string full_name(const std::string& file) {
    const GlibText name(g_filename_display_name(file.c_str()));
    return name.get();
}

} // namespace style_transfer
