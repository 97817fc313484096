// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Pictures on their way through stylisation: what a student meets in use,
// and what no folder of pictures holds. All pictures are [count, 3, height, width], RGB 0–255, and
// may leave that range.
#pragma once

#include "engine/train/tap_maps.h"

namespace style_transfer::train {

// A network to stylise with: the teacher, or a student with its maps.
struct Stylist {
    const FeatureNetwork& network;
    const TapMaps* maps = nullptr; // the teacher has none
};

// Those of the taps that are style layers.
std::vector<std::string> style_taps(const std::vector<std::string>& taps);

// What the objective multiplies the squared distance of a style layer's Gram matrices with.
double style_factor(const std::string& tap);

// Gram matrices of style taps, [pictures, channels, channels]: sums over positions, divided by the
// pixels of the picture, as the objective has them.
using StyleGrams = std::map<std::string, at::Tensor>;
StyleGrams style_grams(
    const FeatureNetwork& network, const at::Tensor& pictures,
    const std::vector<std::string>& taps);
// The same from features of pictures of `pixels` pixels; other taps than style layers are left out.
StyleGrams style_grams(const BatchFeatures& features, double pixels);

// Gram matrices as the teacher would see them, through the maps.
StyleGrams mapped_grams(const TapMaps& maps, const StyleGrams& grams);

// The objective's style loss with the default weights of its layers, one number for each picture;
// only layers in both count.
at::Tensor style_distances(const StyleGrams& found, const StyleGrams& wanted);

// What a network compares a picture with.
struct Targets {
    BatchFeatures content; // of the base
    StyleGrams style;
};
Targets targets_of(
    const FeatureNetwork& network, const at::Tensor& base, const at::Tensor& style,
    const std::vector<std::string>& taps);

// One picture, moved by as many evaluations of L-BFGS, begun anew, down the objective as it is by
// default in use: style, content where its layer is tapped, variation.
at::Tensor stylised(
    const at::Tensor& picture, const Stylist& stylist, const Targets& targets, int evaluations);

} // namespace style_transfer::train
