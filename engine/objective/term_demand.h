// SPDX-License-Identifier: GPL-3.0-or-later
// What loss terms ask of the passes over a picture, known before there are any: what the memory
// plan is made from.
#pragma once

#include "engine/base/image.h"
#include "engine/model/layer_chain.h"
#include "engine/settings/settings.h"

#include <string>
#include <vector>

namespace style_transfer {

struct TermDemand {
    struct Tap {
        std::string layer;
        // Of the layer's map in single precision: how many stand beside its features while a pass
        // is there, and on the way back besides the gradient.
        double forward_copies = 0;
        double backward_copies = 0;
    };
    std::vector<Tap> taps;
    double target_bytes = 0; // that stay as long as the term
    double making_bytes = 0; // besides, while targets are made
    bool local = true;       // see Term::is_local()
    int alignment = 1;       // what tiles are cut at multiples of, in pixels; a power of two

    // The layers to be looked at.
    std::vector<std::string> layers() const;
    // What all terms together ask for.
    TermDemand& operator+=(const TermDemand& other);
};

// What is asked about.
struct DemandQuestion {
    const Settings& settings;
    const LayerChain& chain;
    Size base;                // pixels
    std::vector<Size> styles; // pixels
    // Bytes of a number in the feature maps: 4, or 2 for bfloat16.
    int feature_bytes = 4;
    bool masked = false;   // whether one of the pictures is partly transparent
    int deepest_block = 5; // that terms may look at
    int masked_parts = 0;  // parts of the base that have styles, and a mask, of their own
};

} // namespace style_transfer
