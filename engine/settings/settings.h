// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

namespace style_transfer {

// Everything a user can set, with the defaults of the published method. Names, ranges and help
// texts stand once, in parameters.h; command line, GIMP procedure and dialog are made from there.
struct Settings {
    double content_weight = 0.08;
    double style_weight = 1.0;
    double variation_weight = 1.0;
    // Weights of block1_conv1 … block5_conv1 within the style term.
    std::array<double, 5> style_layers{0.1, 0.1, 0.4, 0.3, 0.1};
    std::string content_layer = "block5_conv2";

    int iterations = 25;  // 0 evaluates the start and returns the (enhanced) base
    int evaluations = 20; // loss evaluations in one iteration, at most
    int size = 512;       // longer side of the working image, pixels

    bool enhance = true;     // whether the three factors below are applied at the end
    double brightness = 1.2; // factors: 1 changes nothing
    double colour = 1.2;
    double sharpness = 1.2;

    std::string model = "auto"; // "auto", "compact", "preview", "vgg19" or a file
    int balance_size = 500;     // pixels: the three terms keep the balance they have at this size²
    int threads = 0;            // 0: all cores this process may use
    int memory = 0;             // MiB; 0: what the machine has available
    int seed = 0;               // 0: start at the base itself; else at the base plus a little noise

    bool operator==(const Settings&) const = default;
};

// Throws Error(invalid_argument) naming the first setting that is not a number or out of range,
// its legal range and the value found. See parameters.h for the ranges.
void validate(const Settings& settings);

} // namespace style_transfer
