// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace style_transfer {

// Choices among a few words. The words, in the same order, stand in parameters.cpp.
enum class Method { matching, gram };
enum class LayerBalance { published, equal };
enum class Palette { style, photo, matched, toned };
enum class Quality { custom, preview, standard, fine, full };
enum class Schedule { pyramid, single };
enum class Precision { automatic, fp32, bf16 };
enum class Device { automatic, cpu, cuda };

// Everything a user can set, with the defaults of painting by matching. Names, ranges and help
// texts stand once, in parameters.h; command line, GIMP procedure and dialog are made from there.
struct Settings {
    double content_weight = 0.08;
    double style_weight = 1.0;
    double variation_weight = 1.0;
    // Weights of block1_conv1 … block5_conv1 within the style term.
    std::array<double, 5> style_layers{1, 1, 1, 1, 0};
    std::string content_layer = "block4_conv2";
    // Longer side of the style, as a factor of what it is by itself, see working_style_size().
    double stroke_scale = 1.0;

    // matching: each place of the picture resembles the place of the style that suits it best;
    // gram: the picture has the style's textures wherever they fit, the published method
    Method method = Method::matching;
    // gram: published: the layer with the largest numbers decides; equal: each counts by how far it
    // is from the style, and gets the style's mean and contrast too
    LayerBalance layer_balance = LayerBalance::published;
    int iterations = 5;                // 0 evaluates the start and returns the (enhanced) base
    int evaluations = 20;              // loss evaluations in one iteration, at most
    int size = 1024;                   // longer side of the working image, pixels
    Quality quality = Quality::custom; // custom: `size` decides; others: see working_size()
    // pyramid: the picture is begun small and grows; single: every evaluation at full size
    Schedule schedule = Schedule::pyramid;

    // Whose colours the picture has: the style's; the photo's, with lightness painted; the style's
    // brought to the photo's mean and covariance; the style's with the photo's low frequencies
    Palette palette = Palette::style;
    // The rest of the look is finished afterwards, and can be changed without painting again. Per
    // cent: how much of the painting covers the photo; how much comes back of the photo's detail
    // that is finer than the picture that was painted, as far as the painting follows it; and of
    // the photo's own detail of three sizes, see engine/finishing/finisher.h.
    double opacity = 100;
    double detail = 100;
    double fine_detail = 0;
    double medium_detail = 0;
    double coarse_detail = 0;
    bool enhance = false;    // whether the three factors below are applied at the end
    double brightness = 1.2; // factors: 1 changes nothing
    double colour = 1.2;
    double sharpness = 1.2;

    std::string model = "auto"; // "auto", "compact", "preview", "vgg19" or a file
    int balance_size = 500;     // pixels: the three terms keep the balance they have at this size²
    int threads = 0;            // 0: all cores this process may use
    int memory = 0;             // MiB for the whole process; 0: half of what is free
    int seed = 0;               // 0: start at the base itself; else at the base plus a little noise
    Precision precision = Precision::automatic; // of the convolutions
    Device device = Device::automatic;

    bool operator==(const Settings&) const = default;
};

// The published method as it is: Gram matrices, with its weights, iterations and enhancement.
Settings published_settings();
// What the settings are with nothing but the method chosen.
Settings default_settings(Method method);
// Changes the method. Fields whose defaults differ between the methods and that still have the
// default of the one before get that of the new one.
void choose_method(Settings& settings, Method method);

// Painting by matching looks at no deeper block of the network, counted from 1.
constexpr int deepest_matched_block = 4;

// "block1_conv1" for 0, up to 4: the layers that `style_layers` belong to.
inline std::string style_layer_name(std::size_t index) {
    return "block" + std::to_string(index + 1) + "_conv1";
}

// The working image's longer side for a layer or file whose longer side is `original`: preview 256,
// standard 1024, fine 2048, full `original` itself; never more than that, nor less than 16. With
// custom it is `size`, whatever the original.
int working_size(const Settings& settings, int original);

// The same with a quality's name for a custom size that one stands for, as people know it.
Settings with_named_quality(Settings settings);

// The longer side that a style is worked on with, for a base whose working image has the longer
// side `working`, when that of its file is `original`: the smaller of the two - enlarging it would
// only blur its strokes - times `stroke_scale`, at least 16. Networks know patterns of the pixels'
// scale alone, so a style twice as large has strokes twice as large in the result.
int working_style_size(const Settings& settings, int working, int original);

// Throws Error(invalid_argument) naming the first setting that is not a number or out of range,
// its legal range and the value found. See parameters.h for the ranges.
void validate(const Settings& settings);

} // namespace style_transfer
