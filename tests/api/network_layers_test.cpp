// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/network_layers.h"

#include "engine/model/vgg19_network.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(NetworkLayers, OfVgg19) {
    Model model;
    model.layers = vgg19_layers();
    const auto layers = network_layers(model);
    ASSERT_EQ(layers.size(), 16u);
    EXPECT_EQ(layers.front(), (NetworkLayer{"block1_conv1", 1, 3, true, true}));
    // 1 pixel, and each convolution up to there adds 2, 4, 8, 16 or 32 by its block, each pooling
    // between them 1, 2, 4 or 8.
    EXPECT_EQ(layers[13], (NetworkLayer{"block5_conv2", 5, 188, true, true}));
    EXPECT_EQ(layers.back().name, "block5_conv4");
}

TEST(NetworkLayers, LookAtWhatTheLiteratureSays) {
    Model vgg16;
    for (const int convolutions : {2, 2, 3, 3, 3, 1}) {
        for (int i = 0; i < convolutions; ++i)
            vgg16.layers.push_back({Layer::Kind::convolution, "a", {}});
        vgg16.layers.push_back({Layer::Kind::max_pool, "", {}});
    }
    // Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019:
    // 212 after the fifth pool. One more convolution there would look two values of 32 further.
    EXPECT_EQ(network_layers(vgg16).back().field_of_view, 212 + 2 * 32);
}

TEST(NetworkLayers, CanBeWhatTheFileHasAScaleFor) {
    Model model;
    model.layers = vgg19_layers();
    model.style_scale = {{"block1_conv1", 2.0}};
    model.content_scale = {{"block1_conv2", 0.5}};
    const auto layers = network_layers(model);
    EXPECT_TRUE(layers[0].style);
    EXPECT_FALSE(layers[0].content);
    EXPECT_FALSE(layers[1].style);
    EXPECT_TRUE(layers[1].content);
    EXPECT_FALSE(layers[2].style || layers[2].content);
}

} // namespace
} // namespace style_transfer
