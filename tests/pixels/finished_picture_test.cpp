// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/finished_picture.h"

#include "engine/finishing/enhancement.h"
#include "engine/pixels/resample.h"
#include "engine/settings/parameters.h"
#include "tests/support/images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace style_transfer {
namespace {

using namespace testing;

// Colours that nothing else has, two of them out of range.
Image painted(Size size) {
    Image image = Image::create(size, 3);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < size.width * 3; ++i)
            image.row(y)[i] = 0.01F * float(i % 90);
    image.row(0)[0] = -1;
    image.row(0)[1] = 2;
    return image;
}

Settings with(const std::string& text, int size = 20) {
    Settings settings;
    settings.size = size;
    apply_text(settings, text);
    return settings;
}

Canvas canvas_of(const Image& base, int size, ResultSize result) {
    Canvas canvas(base.clone(), one_style(fading_waves({60, 30}, 3)), with("", size), result);
    canvas.release(true);
    return canvas;
}

void expect_near(const Image& found, const Image& expected, float tolerance) {
    ASSERT_EQ(found.size(), expected.size());
    ASSERT_EQ(found.channels(), expected.channels());
    for (int y = 0; y < found.size().height; ++y)
        for (int i = 0; i < found.row_stride(); ++i)
            ASSERT_NEAR(found.row(y)[i], expected.row(y)[i], tolerance) << i << ", " << y;
}

TEST(FinishedPicture, AtWorkingSizeThePaintingIsTheResult) {
    Canvas canvas(
        fading_waves({80, 40}, 3), one_style(fading_waves({60, 30}, 3)), with(""),
        ResultSize::working);
    canvas.release(false); // nothing of the photo is there any more
    const Image painting = painted({20, 10});
    Image expected = painting.clone();
    expected.row(0)[0] = 0;
    expected.row(0)[1] = 1;
    const FinishedPicture picture(canvas, painting.view());
    expect_near(picture.whole(with("")), expected, 0);
    enhance(expected.span(), {});
    expect_near(picture.whole(with("enhance=yes")), expected, 0);
}

TEST(FinishedPicture, HasTheAlphaOfTheBase) {
    const Image base = fading_waves({80, 40}, 4);
    for (const int size : {20, 80}) {
        const Canvas canvas = canvas_of(base, size, ResultSize::base);
        const Image painting = painted({size, size / 2});
        const Image result =
            FinishedPicture(canvas, painting.view()).whole(with("enhance=yes opacity=50"));
        ASSERT_EQ(result.size(), (Size{80, 40}));
        ASSERT_EQ(result.channels(), 4);
        for (int x = 0; x < 80; ++x)
            ASSERT_EQ(result.row(7)[x * 4 + 3], base.row(7)[x * 4 + 3]) << "exactly";
    }
    // At working size it is that of the working image.
    const Canvas canvas = canvas_of(base, 20, ResultSize::working);
    const Image working = resample(base.view(), {20, 10});
    const Image painting = painted({20, 10});
    const Image result = FinishedPicture(canvas, painting.view()).whole(with(""));
    ASSERT_EQ(result.size(), (Size{20, 10}));
    for (int x = 0; x < 20; ++x)
        EXPECT_EQ(result.row(3)[x * 4 + 3], working.row(3)[x * 4 + 3]);
    EXPECT_EQ(result.row(3)[5 * 4 + 1], 0.01F * 16) << "the colours are the painted ones";
}

TEST(FinishedPicture, OpacityZeroIsTheBaseAtItsOwnSize) {
    const Image base = fading_waves({80, 40}, 3);
    const Canvas canvas = canvas_of(base, 20, ResultSize::base);
    const Image painting = painted({20, 10});
    expect_near(FinishedPicture(canvas, painting.view()).whole(with("opacity=0")), base, 0);
}

// The base's detail comes back where what was painted is the base itself, as much as is wanted.
TEST(FinishedPicture, TheAmountOfDetailIsASetting) {
    const Image base = fading_waves({160, 80}, 3, 1.7);
    const Canvas canvas = canvas_of(base, 40, ResultSize::base);
    const Image painting = resample(base.view(), {40, 20});
    const FinishedPicture picture(canvas, painting.view());
    double last = mean_difference(picture.whole(with("detail=0")), base);
    EXPECT_GT(last, 0.02) << "there is detail to lose";
    for (const char* amount : {"detail=25", "detail=50", "detail=75", "detail=100"}) {
        const double now = mean_difference(picture.whole(with(amount)), base);
        EXPECT_LT(now, last) << amount;
        last = now;
    }
}

TEST(FinishedPicture, PartsAreThoseOfTheWhole) {
    const Image base = fading_waves({600, 400}, 4);
    const Image painting = fading_waves({150, 100}, 3, 1.1);
    const Canvas canvas = canvas_of(base, 150, ResultSize::base);
    const FinishedPicture picture(canvas, painting.view());
    const Settings settings =
        with("fine-detail=40 palette=photo enhance=yes sharpness=1.8 opacity=80");
    const Image whole = picture.whole(settings);
    for (const Area& area :
         {Area{0, 0, {90, 70}}, Area{510, 330, {90, 70}}, Area{211, 250, {80, 60}}}) {
        const Image part = picture.finished(picture.part(area), settings);
        ASSERT_EQ(part.size(), area.size);
        for (int y = 0; y < area.size.height; ++y)
            for (int i = 0; i < 4 * area.size.width; ++i)
                ASSERT_NEAR(part.row(y)[i], whole.row(area.y + y)[4 * area.x + i], 1e-5);
    }
}

TEST(FinishedPicture, TheOverviewIsTheWholeFromFartherAway) {
    const Image base = fading_waves({600, 400}, 3, 0.05);
    const Settings settings =
        with("coarse-detail=60 palette=toned enhance=yes brightness=1.1 opacity=80");
    for (const int size : {75, 600}) { // the window's picture is larger than what was painted
        const Canvas canvas = canvas_of(base, size, ResultSize::base);
        const Image painting = fading_waves({size, size * 2 / 3}, 3, 30.0 / size);
        const FinishedPicture picture(canvas, painting.view());
        const Image shown = picture.finished(picture.overview(150), settings);
        const Image wanted = area_means(picture.whole(settings).view(), {150, 100});
        EXPECT_LT(mean_difference(shown, wanted), 1.5 / 255) << size;
    }
}

// The base is smaller than what was worked on.
TEST(FinishedPicture, APaintingThatIsLargerIsMadeSmaller) {
    const Image base = fading_waves({80, 40}, 3);
    const Canvas canvas = canvas_of(base, 160, ResultSize::base);
    const Image painting = resample(base.view(), {160, 80});
    const Image result = FinishedPicture(canvas, painting.view()).whole(with(""));
    ASSERT_EQ(result.size(), base.size());
    EXPECT_LT(mean_difference(result, base), 0.01);
}

// Wider than GEGL scales to.
TEST(FinishedPicture, WideLayers) {
    const Image base = fading_waves({12000, 30}, 3, 0.01);
    const Canvas canvas = canvas_of(base, 1200, ResultSize::base);
    const Image painting = resample(base.view(), {1200, 3});
    const Image result = FinishedPicture(canvas, painting.view()).whole(with(""));
    ASSERT_EQ(result.size(), base.size());
    EXPECT_LT(mean_difference(result, base), 0.1);
}

// Where no region is, the photo; half of each where half is covered. In whole, in parts and small.
TEST(FinishedPicture, LeavesWhatNoRegionCovers) {
    const Image base = fading_waves({80, 40}, 4);
    std::vector<Style> styles = one_style(fading_waves({60, 30}, 3));
    styles.front().region = Image::create({80, 40}, 1);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 80; ++x)
            styles.front().region.row(y)[x] = x < 20 ? 1.0F : x < 40 ? 0.5F : 0.0F;
    Canvas canvas(base.clone(), std::move(styles), with("", 80), ResultSize::base);
    canvas.release(/*keeps_photo=*/false);
    Image painting = Image::create({80, 40}, 3);
    std::fill_n(painting.row(0), 80 * 40 * 3, 0.9F);
    const FinishedPicture finished(canvas, painting.view());
    const Image whole = finished.whole(with(""));
    ASSERT_EQ(whole.channels(), 4);
    for (const int x : {0, 19, 20, 39, 40, 79}) {
        const float covered = x < 20 ? 1.0F : x < 40 ? 0.5F : 0.0F;
        const float photo = base.row(11)[4 * x + 1];
        EXPECT_NEAR(whole.row(11)[4 * x + 1], covered * 0.9F + (1 - covered) * photo, 1e-6) << x;
        EXPECT_EQ(whole.row(11)[4 * x + 3], base.row(11)[4 * x + 3]);
    }
    const Area area{30, 8, {20, 10}};
    const Image part = finished.finished(finished.part(area), with(""));
    const Image small = finished.finished(finished.overview(40), with(""));
    for (const int x : {0, 9, 10, 19})
        EXPECT_EQ(part.row(3)[4 * x], whole.row(11)[4 * (30 + x)]);
    EXPECT_NEAR(small.row(5)[4 * 5], 0.9F, 1e-6);
    EXPECT_NEAR(small.row(5)[4 * 35], finished.overview(40).small_photo.row(5)[4 * 35], 1e-6);
}

} // namespace
} // namespace style_transfer
