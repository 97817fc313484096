// SPDX-License-Identifier: GPL-3.0-or-later
// The search, against all cosines of the whole vectors in double precision.
#include "engine/objective/place_search.h"

#include "engine/model/model.h"
#include "tests/objective/matching_support.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/zeros.h>

#include <gtest/gtest.h>

#include <string>

namespace style_transfer {
namespace {

using test::candidates_of;
using test::matching_settings;
using test::smooth_picture;
using test::whole_vectors;

// [queries, candidates].
at::Tensor cosines_of(const at::Tensor& queries, const at::Tensor& candidates) {
    const auto centred = [](const at::Tensor& vectors) {
        const at::Tensor rest = vectors - vectors.mean(0);
        return rest / rest.norm(2, {1}, true);
    };
    return at::mm(centred(queries), centred(candidates).t());
}

// Of the tiny network, whose vectors have fewer numbers than the search may have dimensions.
class TinyPlaceSearch : public testing::Test {
  protected:
    at::Tensor best_of(const at::Tensor& queries) const {
        return cosines_of(queries, candidates_of(places_, layers_)).argmax(1).to(at::kInt);
    }

    const Network network_{test::tiny_model(), at::kDouble};
    const std::vector<PlaceLayer> layers_ = place_layers(matching_settings(), network_.chain(), 5);
    const FeatureSource style_{
        network_, {test::tiny_picture("style", at::kDouble), {}}, {}, "style"};
    const StylePlaces places_ = style_places({&style_}, layers_, true, {});
    const at::Tensor base_ = test::tiny_picture("base", at::kDouble);
    const FeatureSource source_{network_, {base_, {}}, {}, "layer"};
    const at::Tensor own_ = whole_vectors(network_, base_, layers_, places_);
};

TEST_F(TinyPlaceSearch, FindsTheLargestCosine) {
    EXPECT_TRUE(nearest_places({source_, {}, 0, 0, {}}, layers_, places_, {}).equal(best_of(own_)));
}

TEST_F(TinyPlaceSearch, OfBaseAndWhatHasBeenPainted) {
    const at::Tensor painted = base_.flip({2}).contiguous();
    const at::Tensor other = whole_vectors(network_, painted, layers_, places_);
    const auto found = [&](double share) {
        return nearest_places({source_, painted, share, 0, {}}, layers_, places_, {});
    };
    EXPECT_TRUE(found(0).equal(best_of(own_)));
    EXPECT_TRUE(found(0.3).equal(best_of(0.7 * own_ + 0.3 * other)));
    EXPECT_TRUE(found(1).equal(best_of(other)));
}

TEST_F(TinyPlaceSearch, WhatIsHiddenTakesNoPart) {
    at::Tensor visible = at::zeros({own_.size(0)}, at::kDouble);
    for (std::int64_t i = 0; i < visible.size(0); i += 3)
        visible[i] = 0.25;
    const at::Tensor found = nearest_places({source_, {}, 0, 0, visible}, layers_, places_, {});
    const at::Tensor rows = at::nonzero(visible).flatten();
    EXPECT_TRUE(found.index_select(0, rows).equal(best_of(own_.index_select(0, rows))));
    EXPECT_EQ(found.ne(0).index({visible.eq(0)}).sum().item<int>(), 0);
}

// The bundled networks, whose vectors have many more numbers than the search has dimensions.
class PlaceSearch : public testing::TestWithParam<std::string> {};

TEST_P(PlaceSearch, FindsTheNeighboursOfTheWholeVectors) {
    const std::string file = std::string(MODELS_FOLDER) + "/" + GetParam() + ".safetensors";
    const Settings settings = matching_settings();
    const Network network(
        load_model(file, used_layers(settings, LayerChain(describe_network(file).layers))));
    const auto layers = place_layers(settings, network.chain(), 5);
    const FeatureSource painting(
        network, {smooth_picture(104, 120, 2, at::kFloat), {}}, {}, "style");
    const StylePlaces style = style_places({&painting}, layers, true, {});
    const FeatureSource base(network, {smooth_picture(136, 112, 1, at::kFloat), {}}, {}, "layer");

    at::Tensor directions;
    for (const PlaceLayer& layer : layers) {
        const at::Tensor& part = style.parts.at(layer.name).directions;
        directions = directions.defined() ? at::cat({directions, part}) : part;
    }
    EXPECT_LT(directions.size(1), directions.size(0));
    EXPECT_TRUE(at::mm(directions.t(), directions).allclose(at::eye(directions.size(1)), 0, 1e-5));

    const at::Tensor cosines = cosines_of(
        whole_vectors(network, base.picture(), layers, style), candidates_of(style, layers));
    const at::Tensor found = nearest_places({base, {}, 0, 0, {}}, layers, style, {}).to(at::kLong);
    const at::Tensor best = cosines.argmax(1);
    const auto similarity = [&](const at::Tensor& which) {
        return cosines.gather(1, which.unsqueeze(1)).squeeze(1);
    };
    const at::Tensor lost = similarity(best) - similarity(found);
    EXPECT_GE(best.eq(found).to(at::kDouble).mean().item<double>(), 0.99);
    EXPECT_LE(lost.max().item<double>(), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(
    Networks, PlaceSearch, testing::Values("preview", "compact"),
    [](const auto& one) { return one.param; });

} // namespace
} // namespace style_transfer
