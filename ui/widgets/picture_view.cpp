// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_view.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace style_transfer {

namespace {

std::uint32_t byte_of(float value) {
    if (!(value > 0))
        return 0;
    return value >= 1 ? 255U : static_cast<std::uint32_t>(value * 255 + 0.5F);
}

// The mean of a block of pixels, colour premultiplied with alpha as cairo wants it.
struct Mean {
    float red = 0;
    float green = 0;
    float blue = 0;
    float alpha = 0;

    void add(const float* pixel, int channels) {
        const float opacity = channels == 4 ? std::clamp(pixel[3], 0.0F, 1.0F) : 1.0F;
        const auto shown = [&](float value) {
            return value > 0 ? std::min(value, 1.0F) * opacity : 0.0F;
        };
        red += shown(pixel[0]);
        green += shown(pixel[1]);
        blue += shown(pixel[2]);
        alpha += opacity;
    }
    std::uint32_t argb(float count) const {
        return byte_of(alpha / count) << 24 | byte_of(red / count) << 16 |
               byte_of(green / count) << 8 | byte_of(blue / count);
    }
};

std::uint32_t block_mean(const ImageView& image, int left, int top, int right, int bottom) {
    Mean mean;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            mean.add(image.row(y) + std::ptrdiff_t{x} * image.channels, image.channels);
    return mean.argb(float(right - left) * float(bottom - top));
}

void paint_checkerboard(cairo_t* cairo, double x, double y, double width, double height) {
    constexpr double side = 8;
    cairo_save(cairo);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_clip(cairo);
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0.4, 0.4, 0.4);
    for (int row = 0; row * side < height; ++row)
        for (int column = row % 2; column * side < width; column += 2)
            cairo_rectangle(cairo, x + column * side, y + row * side, side, side);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

} // namespace

SurfacePointer make_surface(const ImageView& image, int largest_side) {
    const int factor = std::max((image.size.longer_side() + largest_side - 1) / largest_side, 1);
    const Size size{
        (image.size.width + factor - 1) / factor, (image.size.height + factor - 1) / factor};
    SurfacePointer surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size.width, size.height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        throw Error(ErrorCode::memory, _("There is not enough memory to show the picture."));
    unsigned char* bytes = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < size.height; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(bytes + std::ptrdiff_t{y} * stride);
        for (int x = 0; x < size.width; ++x)
            row[x] = block_mean(
                image, x * factor, y * factor, std::min((x + 1) * factor, image.size.width),
                std::min((y + 1) * factor, image.size.height));
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

Image read_surface(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    const bool opaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24;
    Image image = Image::create(
        {cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)}, 3);
    const unsigned char* bytes = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < image.size().height; ++y) {
        const auto* row =
            reinterpret_cast<const std::uint32_t*>(bytes + std::ptrdiff_t{y} * stride);
        for (int x = 0; x < image.size().width; ++x) {
            // Premultiplied: what is missing to opaque is added as white.
            const float white = opaque ? 0.0F : float(255 - (row[x] >> 24));
            float* pixel = image.row(y) + std::ptrdiff_t{x} * 3;
            pixel[0] = (float(row[x] >> 16 & 255) + white) / 255;
            pixel[1] = (float(row[x] >> 8 & 255) + white) / 255;
            pixel[2] = (float(row[x] & 255) + white) / 255;
        }
    }
    return image;
}

Image resized(const Image& image, int longer_side) {
    const Size size = scaled_to_longer_side(image.size(), longer_side);
    const SurfacePointer large = make_surface(image.view(), image.size().longer_side());
    const SurfacePointer small(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
    cairo_t* cairo = cairo_create(small.get());
    cairo_scale(
        cairo, double(size.width) / image.size().width, double(size.height) / image.size().height);
    cairo_set_source_surface(cairo, large.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
    const cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error(ErrorCode::memory, _("There is not enough memory to scale the picture."));
    return read_surface(small.get());
}

PictureView::PictureView(CallbackGuard& guard, Size natural, const std::string& name)
    : area_(gtk_drawing_area_new()) {
    gtk_widget_set_size_request(area_, natural.width, natural.height);
    AtkObject* accessible = gtk_widget_get_accessible(area_);
    atk_object_set_name(accessible, name.c_str());
    atk_object_set_role(accessible, ATK_ROLE_IMAGE);
    connect<gboolean(cairo_t*)>(area_, "draw", guard, [this](cairo_t* cairo) {
        draw(cairo);
        return TRUE;
    });
}

void PictureView::show(SurfacePointer surface) {
    surface_ = std::move(surface);
    gtk_widget_queue_draw(area_);
}

void PictureView::draw(cairo_t* cairo) const {
    if (!surface_)
        return;
    const double area_width = gtk_widget_get_allocated_width(area_);
    const double area_height = gtk_widget_get_allocated_height(area_);
    const double picture_width = cairo_image_surface_get_width(surface_.get());
    const double picture_height = cairo_image_surface_get_height(surface_.get());
    const double scale = std::min(area_width / picture_width, area_height / picture_height);
    const double width = std::max(std::round(picture_width * scale), 1.0);
    const double height = std::max(std::round(picture_height * scale), 1.0);
    const double left = std::floor((area_width - width) / 2);
    const double top = std::floor((area_height - height) / 2);
    paint_checkerboard(cairo, left, top, width, height);
    cairo_translate(cairo, left, top);
    cairo_scale(cairo, width / picture_width, height / picture_height);
    cairo_set_source_surface(cairo, surface_.get(), 0, 0);
    // Without this, the edges of an enlarged picture fade into the checkerboard.
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo, 0, 0, picture_width, picture_height);
    cairo_fill(cairo);
}

} // namespace style_transfer
