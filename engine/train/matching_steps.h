// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Painting by matching, as a training sees it: which places of pictures a
// network finds alike, where it pulls a picture to, and pictures on their way. All of it can be
// differentiated. Pictures are [1, 3, height, width], RGB 0–255.
#pragma once

#include "engine/objective/place_vectors.h"
#include "engine/train/feature_network.h"
#include "engine/train/random.h"

namespace style_transfer::train {

// A network as painting by matching looks through it, with the default weights.
class PlaceView {
  public:
    // The network must outlive this.
    explicit PlaceView(const FeatureNetwork& network);

    // The vectors of a picture's places, not yet scaled: [places, numbers], rows first, all layers
    // side by side.
    at::Tensor places(const at::Tensor& picture) const;
    // What such vectors are multiplied with, [numbers], so that each block of these, a style's,
    // counts by its share.
    at::Tensor scales(const at::Tensor& style) const;

  private:
    const FeatureNetwork& network_;
    std::vector<PlaceLayer> layers_;
};

// The matching term, see matching_losses(): mean over places with a target each.
at::Tensor matching_distance(const at::Tensor& places, const at::Tensor& targets);

// What a student is asked about: a picture on its way from a base to a style, at some of its
// places.
struct MatchingCase {
    at::Tensor base, picture, style;
    at::Tensor rows; // [asked], indices of places
};

// Indices of as many places of a picture, drawn one by one, on its device.
at::Tensor some_places(const at::Tensor& picture, int count, Random& random);

// By how much a student misses the teacher.
struct MatchingMiss {
    // Kullback-Leibler divergence of how likely each candidate of the style is the most similar.
    at::Tensor order;
    // 1 − the cosine of the gradients of the matching term with respect to the picture, both toward
    // the places that the teacher finds most similar.
    at::Tensor pull;
    // How much less alike, to the teacher, the places are that the student finds most similar.
    double similarity_lost = 0;
};
// The same as numbers.
struct MatchingFigures {
    double order = 0, pull = 0, similarity_lost = 0;
    void add(const MatchingMiss& miss, double share);
};
MatchingMiss matching_miss(
    const FeatureNetwork& teacher, const FeatureNetwork& student, const MatchingCase& question);

// The picture moved by as many evaluations of L-BFGS, begun anew, down the matching term, toward
// the places that the network finds most similar now.
at::Tensor matched(
    const at::Tensor& base, const at::Tensor& picture, const at::Tensor& style,
    const FeatureNetwork& network, int evaluations);

} // namespace style_transfer::train
