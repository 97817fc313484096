// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_view.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>

namespace style_transfer {
namespace {

std::uint32_t argb_at(cairo_surface_t* surface, int x, int y) {
    cairo_surface_flush(surface);
    std::uint32_t pixel = 0;
    std::memcpy(
        &pixel,
        cairo_image_surface_get_data(surface) +
            std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface) + std::ptrdiff_t{x} * 4,
        sizeof pixel);
    return pixel;
}

TEST(MakeSurface, ClipsRoundsAndPremultiplies) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    const std::array<float, 12> pixels{0.5F, 1.5F, -0.5F, 1, nan, 0.2F, 1, 2, 1, 0.5F, 0, 0.5F};
    const SurfacePointer surface = make_surface({pixels.data(), {3, 1}, 4, 12}, 100);
    EXPECT_EQ(cairo_image_surface_get_width(surface.get()), 3);
    EXPECT_EQ(cairo_image_surface_get_height(surface.get()), 1);
    EXPECT_EQ(argb_at(surface.get(), 0, 0), 0xff80ff00u);
    EXPECT_EQ(argb_at(surface.get(), 1, 0), 0xff0033ffu) << "opacity 2 is clipped, NaN is 0";
    EXPECT_EQ(argb_at(surface.get(), 2, 0), 0x80804000u) << "half transparent";
}

TEST(MakeSurface, AveragesDownByAWholeFactor) {
    // 5 × 3 at most 2 pixels long: blocks of 3 × 3, the last one of a row narrower.
    Image image = Image::create({5, 3}, 3);
    for (int y = 0; y < 3; ++y) {
        image.row(y)[0] = 1;         // red of the first column
        image.row(y)[4 * 3 + 2] = 1; // blue of the last one
    }
    const SurfacePointer surface = make_surface(image.view(), 2);
    EXPECT_EQ(cairo_image_surface_get_width(surface.get()), 2);
    EXPECT_EQ(cairo_image_surface_get_height(surface.get()), 1);
    EXPECT_EQ(argb_at(surface.get(), 0, 0), 0xff550000u) << "a third";
    EXPECT_EQ(argb_at(surface.get(), 1, 0), 0xff000080u) << "a half";
}

TEST(PictureView, FitsAndCentresThePictureInItsProportions) {
    CallbackGuard guard;
    PictureView view(guard, {100, 100}, "Picture");
    const WindowPointer window(gtk_offscreen_window_new());
    gtk_container_add(GTK_CONTAINER(window.get()), view.widget());
    Image image = Image::create({4, 2}, 3);
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 2; ++x)
            image.row(y)[x * 3] = 1; // left half red
        for (int x = 2; x < 4; ++x)
            image.row(y)[x * 3 + 2] = 1; // right half blue
    }
    view.show(make_surface(image.view(), 100));
    gtk_widget_show_all(window.get());
    while (gtk_events_pending())
        gtk_main_iteration();

    const SurfacePointer drawn(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 100, 100));
    cairo_t* cairo = cairo_create(drawn.get());
    gtk_widget_draw(view.widget(), cairo);
    cairo_destroy(cairo);
    guard.rethrow();
    EXPECT_EQ(argb_at(drawn.get(), 0, 26), 0xffff0000u);
    EXPECT_EQ(argb_at(drawn.get(), 20, 73), 0xffff0000u);
    EXPECT_EQ(argb_at(drawn.get(), 99, 26), 0xff0000ffu);
    EXPECT_EQ(argb_at(drawn.get(), 50, 23), 0u) << "nothing above";
    EXPECT_EQ(argb_at(drawn.get(), 50, 76), 0u) << "nothing below";
}

TEST(PictureView, UsesEveryPixelOfAFineScreen) {
    CallbackGuard guard;
    PictureView view(guard, {50, 50}, "Picture");
    const WindowPointer window(gtk_offscreen_window_new());
    gtk_container_add(GTK_CONTAINER(window.get()), view.widget());
    Image stripes = Image::create({100, 100}, 3);
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; x += 2)
            stripes.row(y)[x * 3] = 1;
    view.show(make_surface(stripes.view(), 100));
    gtk_widget_show_all(window.get());
    while (gtk_events_pending())
        gtk_main_iteration();

    const SurfacePointer drawn(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 100, 100));
    cairo_surface_set_device_scale(drawn.get(), 2, 2);
    cairo_t* cairo = cairo_create(drawn.get());
    gtk_widget_draw(view.widget(), cairo);
    cairo_destroy(cairo);
    guard.rethrow();
    for (int x = 0; x < 100; ++x)
        ASSERT_EQ(argb_at(drawn.get(), x, 50), x % 2 == 0 ? 0xffff0000u : 0xff000000u) << x;
}

} // namespace
} // namespace style_transfer
