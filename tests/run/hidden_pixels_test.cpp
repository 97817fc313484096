// SPDX-License-Identifier: GPL-3.0-or-later
// Through the C ABI with the bundled network: what lies under transparent pixels has no influence.
#include "engine/client/engine.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace style_transfer {
namespace {

const ste_api& api() {
    return *style_transfer_engine_api(STE_ABI_VERSION);
}

enum class Hidden { black, noise };

// A soft pattern whose right third is hidden, over black or over coloured noise.
Image picture(Size size, float phase, Hidden hidden) {
    std::mt19937 generator(3);
    std::uniform_real_distribution<float> uniform(0, 1);
    Image image = Image::create(size, 4);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            float* pixel = image.row(y) + x * 4;
            const bool visible = x < size.width * 2 / 3;
            for (int c = 0; c < 3; ++c)
                pixel[c] = visible ? 0.5F + 0.4F * std::sin(phase * float(x + 2 * y) + float(c))
                           : hidden == Hidden::noise ? uniform(generator)
                                                     : 0.0F;
            pixel[3] = visible;
        }
    return image;
}

struct Result {
    Losses losses;
    Image picture;
};

Result run(const Image& base, const Image& style) {
    Settings settings;
    settings.model = "compact";
    settings.iterations = 1;
    settings.evaluations = 4;
    settings.threads = 1;
    settings.enhance = false;
    Session session(api());
    session.prepare(settings, base.view(), {{style.view()}});
    Result result{};
    session.run([&](const Progress& progress) { result.losses = progress.losses; });
    result.picture = session.picture();
    return result;
}

TEST(HiddenPixels, OfTheBaseHaveNoInfluence) {
    const Image style = picture({40, 50}, 0.9F, Hidden::black);
    const Result black = run(picture({48, 40}, 0.3F, Hidden::black), style);
    const Result noise = run(picture({48, 40}, 0.3F, Hidden::noise), style);
    EXPECT_EQ(black.losses.total(), noise.losses.total());
    for (int y = 0; y < 40; ++y)
        for (int i = 0; i < 48 * 3; ++i)
            ASSERT_EQ(black.picture.row(y)[i], noise.picture.row(y)[i]) << i << ", " << y;
}

TEST(HiddenPixels, OfTheStyleHaveNoInfluence) {
    const Image base = picture({48, 40}, 0.3F, Hidden::black);
    const Result black = run(base, picture({40, 50}, 0.9F, Hidden::black));
    const Result noise = run(base, picture({40, 50}, 0.9F, Hidden::noise));
    EXPECT_EQ(black.losses.total(), noise.losses.total());
}

TEST(HiddenPixels, OfAnOpaquePictureThereAreNone) {
    Image base = picture({48, 40}, 0.3F, Hidden::noise);
    Image style = picture({40, 50}, 0.9F, Hidden::noise);
    Image base_rgb = Image::create(base.size(), 3);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 48; ++x) {
            base.row(y)[x * 4 + 3] = 1;
            for (int c = 0; c < 3; ++c)
                base_rgb.row(y)[x * 3 + c] = base.row(y)[x * 4 + c];
        }
    EXPECT_EQ(run(base, style).losses.total(), run(base_rgb, style).losses.total());
}

TEST(HiddenPixels, AllOfThemIsRefused) {
    Image base = picture({48, 40}, 0.3F, Hidden::noise);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 48; ++x)
            base.row(y)[x * 4 + 3] = 0;
    const Image style = picture({40, 50}, 0.9F, Hidden::noise);
    try {
        run(base, style);
        FAIL() << "a transparent base was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        EXPECT_STREQ(
            error.what(), "The layer is completely transparent: there is nothing to work with. "
                          "Choose another one.");
    }
}

} // namespace
} // namespace style_transfer
