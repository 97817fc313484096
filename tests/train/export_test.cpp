// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/export.h"
#include "tests/train/training_files.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include <cmath>
#include <fstream>
#include <limits>

namespace style_transfer::train {
namespace {

TEST(Export, TheEngineReadsWhatWasWritten) {
    const test::Folder folder;
    const auto file = folder.file("network.safetensors");
    const Model model = test::tiny_teacher();
    const FeatureNetwork network(model, at::kFloat, at::kCPU);
    const TapMaps maps{{"block2_conv1", at::randn({12, 8})}};
    const Scales scales{{{"block2_conv1", 0.1}}, {{"block2_conv1", 1.0 / 3}}};
    export_network(
        file, {"a name", "CC-BY-4.0", {{"training", "{\"seed\":1}"}}}, {}, network, maps, scales);

    const Model read = load_model(file, {"block2_conv1"});
    EXPECT_EQ(read.name, "a name");
    EXPECT_EQ(read.style_scale.at("block2_conv1"), 0.1);
    EXPECT_EQ(read.content_scale.at("block2_conv1"), 1.0 / 3);
    EXPECT_EQ(read.input.mean, InputConvention{}.mean);
    ASSERT_EQ(read.layers.size(), model.layers.size());
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        EXPECT_EQ(read.layers[i].name, model.layers[i].name);
        EXPECT_EQ(read.layers[i].weights.bias, model.layers[i].weights.bias);
        ASSERT_EQ(read.layers[i].weights.kernel.size(), model.layers[i].weights.kernel.size());
        for (std::size_t j = 0; j < model.layers[i].weights.kernel.size(); ++j) {
            const float weight = model.layers[i].weights.kernel[j];
            EXPECT_NEAR(read.layers[i].weights.kernel[j], weight, std::abs(weight) * 0x1p-11);
        }
    }
    EXPECT_TRUE(read.layers[0].tap_map.empty());
    const at::Tensor root = symmetric_root(maps.at("block2_conv1")).contiguous();
    ASSERT_EQ(read.layers[3].tap_map.size(), 64U);
    for (int i = 0; i < 64; ++i)
        EXPECT_NEAR(read.layers[3].tap_map[i], root.data_ptr<float>()[i], 2e-3);
    // What is not for the program is for people.
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_NE(bytes.find("\"licence\":\"CC-BY-4.0\""), std::string::npos);
    EXPECT_NE(bytes.find(R"("training":"{\"seed\":1}")"), std::string::npos);
}

TEST(Export, NumbersThatAreNoneAreRefused) {
    const test::Folder folder;
    const auto file = folder.file("network.safetensors");
    for (const float value : {1e6F, std::numeric_limits<float>::quiet_NaN()}) {
        FeatureNetwork network(InputConvention{}, at::kFloat, at::kCPU);
        network.add_convolution("block1_conv1", at::full({2, 3, 3, 3}, value), at::randn({2}));
        const std::string sentence = test::refusal(ErrorCode::internal, [&] {
            export_network(file, {"a name", "", {}}, {}, network, {}, {});
        });
        EXPECT_NE(sentence.find("\"block1_conv1.weight\""), std::string::npos) << sentence;
        EXPECT_FALSE(std::filesystem::exists(file));
    }
}

} // namespace
} // namespace style_transfer::train
