// SPDX-License-Identifier: GPL-3.0-or-later
// What a slider of the result window moves, at the size of a window, on one processor: all that
// finishing does, against no more than taking each pixel from sRGB to light and back, as any change
// of colours has to; and brightness, colour and sharpness as filters that stay on the layer.
#include "engine/finishing/finisher.h"
#include "engine/finishing/rgb_space.h"
#include "engine/pixels/gegl_user.h"
#include "engine/pixels/live_filters.h"
#include "engine/settings/parameters.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace style_transfer::bench {
namespace {

constexpr Size window{1000, 700};

Image waves(double length) {
    Image image = Image::create(window, 3);
    for (int y = 0; y < window.height; ++y)
        for (int i = 0; i < 3 * window.width; ++i) {
            const int x = i / 3;
            image.row(y)[i] = float(
                0.5 + 0.3 * std::sin(x / length + i % 3) * std::cos(y / length) +
                0.1 * std::sin(0.6 * i + 2.3 * y));
        }
    return image;
}

Settings all_at_once(const std::string& more = {}) {
    Settings settings;
    apply_text(
        settings, "fine-detail=40 coarse-detail=70 palette=photo enhance=yes opacity=80 " + more);
    return settings;
}

void finish(benchmark::State& state) {
    const Image painted = waves(20), photo = waves(50);
    const Finisher finisher(painted.view(), photo.view());
    for (auto _ : state) {
        Image picture = painted.clone();
        finisher.finish(all_at_once(), picture.span(), photo.view(), whole_frame(window), 0.5);
        benchmark::DoNotOptimize(picture.row(0)[0]);
    }
}

void finish_by_filters(benchmark::State& state) {
    static const GeglUser gegl;
    const Image painted = waves(20), photo = waves(50);
    const Finisher finisher(painted.view(), photo.view());
    const auto filters = live_filters(all_at_once(), /*has_colours=*/true, 0.5);
    for (auto _ : state) {
        Image picture = painted.clone();
        finisher.finish(
            all_at_once("enhance=no opacity=100"), picture.span(), photo.view(),
            whole_frame(window), 0.5);
        apply(filters, picture.span(), nullptr);
        lay_over_photo(picture.span(), photo.view(), 80);
        benchmark::DoNotOptimize(picture.row(0)[0]);
    }
}

void light_and_back(benchmark::State& state) {
    const Image painted = waves(20);
    const RgbSpace space;
    for (auto _ : state) {
        Image picture = painted.clone();
        for (int y = 0; y < window.height; ++y)
            for (float* pixel = picture.row(y); pixel != picture.row(y) + 3 * window.width;
                 pixel += 3) {
                const Colour numbers =
                    space.numbers_of(space.light_of({pixel[0], pixel[1], pixel[2]}));
                std::copy(numbers.begin(), numbers.end(), pixel);
            }
        benchmark::DoNotOptimize(picture.row(0)[0]);
    }
}

BENCHMARK(light_and_back)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(finish)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(finish_by_filters)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

} // namespace
} // namespace style_transfer::bench

BENCHMARK_MAIN();
