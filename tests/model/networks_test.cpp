// SPDX-License-Identifier: GPL-3.0-or-later
// The two kinds of safetensors networks: torchvision's VGG19 and this project's own.
#include "engine/model/vgg19_network.h"
#include "tests/model/test_files.h"

#include <functional>
#include <string>

namespace style_transfer {
namespace {

using nlohmann::json;
using test::refusal;

TEST(TorchvisionNames, IndicesByHand) {
    EXPECT_EQ(torchvision_index("block1_conv1"), 0);
    EXPECT_EQ(torchvision_index("block1_conv2"), 2);
    EXPECT_EQ(torchvision_index("block2_conv1"), 5);
    EXPECT_EQ(torchvision_index("block3_conv4"), 16);
    EXPECT_EQ(torchvision_index("block4_conv2"), 21);
    EXPECT_EQ(torchvision_index("block5_conv1"), 28);
    EXPECT_EQ(torchvision_index("block5_conv4"), 34);
    EXPECT_EQ(torchvision_index("block6_conv1"), -1);
    EXPECT_EQ(torchvision_index(""), -1);
}

using Torchvision = test::MadeFiles;

TEST_F(Torchvision, ReadsWhatWasWritten) {
    for (const char* file : {"torchvision.safetensors", "torchvision_plain.safetensors"}) {
        const Model model = load_model(test::folder() / file, {"block5_conv4"});
        test::expect_weights(model, "torchvision", 16, 20);
        EXPECT_EQ(model.name, "VGG19");
        // (255 · p − 255 · mean) / (255 · deviation), with red, green, blue in this order.
        EXPECT_EQ(model.input.order, (std::array{0, 1, 2}));
        const std::array pixel{200.0, 100.0, 50.0};
        const std::array expected{1.3070468, -0.2850140, -0.9329847}; // by hand, from 0…1
        for (int channel = 0; channel < 3; ++channel)
            EXPECT_NEAR(
                (pixel[channel] - model.input.mean[channel]) * model.input.scale[channel],
                expected[channel], 1e-6)
                << channel;
    }
}

TEST_F(Torchvision, BatchNormalisationIsRefused) {
    EXPECT_EQ(
        refusal("batch_normalisation.safetensors", {"block1_conv1"}),
        "this is a VGG with batch normalisation; expected VGG19 without it.");
}

// project.safetensors with its header changed.
class Project : public test::MadeFiles {
  protected:
    void SetUp() override {
        test::MadeFiles::SetUp();
        if (!IsSkipped())
            good_ = test::read_bytes(test::folder() / "project.safetensors");
    }

    std::string refused(const std::function<void(json&)>& change) const {
        const std::size_t length = std::uint8_t(good_[0]) + 256u * std::uint8_t(good_[1]);
        json header = json::parse(good_.substr(8, length));
        change(header);
        test::write_bytes(
            "changed.safetensors", test::safetensors(header.dump(), good_.substr(8 + length)));
        return refusal("changed.safetensors", {"third"});
    }

    // With __metadata__ `key` set to `value`, or removed.
    std::string refused_metadata(const std::string& key, const std::string& value) const {
        return refused([&](json& header) { header["__metadata__"][key] = value; });
    }
    std::string refused_without(const std::string& key) const {
        return refused([&](json& header) { header["__metadata__"].erase(key); });
    }

    std::string good_;
};

TEST_F(Project, ReadsWhatWasWritten) {
    const Model model = load_model(test::folder() / "project.safetensors", {"second", "third"});
    test::expect_weights(model, "project", 3, 4);
    EXPECT_EQ(model.layers[1].kind, Layer::Kind::max_pool);
    EXPECT_EQ(model.name, "tiny – 3 layers");
    EXPECT_EQ(model.input.order, (std::array{2, 1, 0}));
    EXPECT_EQ(model.input.mean, (std::array{1.5F, 2.25F, 250.0F}));
    EXPECT_EQ(model.input.scale, (std::array{1.0F, 1.0F, 1.0F}));
    using Scales = std::map<std::string, double>;
    EXPECT_EQ(model.style_scale, (Scales{{"first", 12.5}, {"third", 0.001}}));
    EXPECT_EQ(model.content_scale, (Scales{{"second", 3}}));
    EXPECT_EQ(refused([](json&) {}), "loaded");
}

TEST_F(Project, EndsAtTheDeepestWantedLayer) {
    const auto layers = [](const std::vector<std::string>& wanted) {
        return load_model(test::folder() / "project.safetensors", wanted).layers.size();
    };
    EXPECT_EQ(layers({"first"}), 1u);
    EXPECT_EQ(layers({"second", "first"}), 3u);
    EXPECT_EQ(layers({}), 0u);
    EXPECT_EQ(
        refusal("project.safetensors", {"first", "fourth"}),
        "there is no layer \"fourth\" in \"tiny ??? 3 layers\"; its layers are \"first\", "
        "\"second\", \"third\".");
    EXPECT_NE(refusal("project.safetensors", {"maxpool"}), "loaded");
    EXPECT_NE(refusal("project.safetensors", {""}), "loaded");
}

TEST_F(Project, UnknownFormats) {
    EXPECT_EQ(
        refused_metadata("format", "painting-model"),
        "expected the format \"style-transfer-model\" in __metadata__ or the tensors of "
        "torchvision's VGG19 (\"features.0.weight\" …), found the format \"painting-model\".");
    EXPECT_EQ(
        refused_without("format"),
        "expected the format \"style-transfer-model\" in __metadata__ or the tensors of "
        "torchvision's VGG19 (\"features.0.weight\" …), found neither.");
    EXPECT_EQ(
        refused_metadata("format_version", "3"), "format_version: expected \"1\" or \"2\", found "
                                                 "\"3\"; a newer version of this program may know "
                                                 "it.");
    EXPECT_EQ(
        refused_metadata("activation", "gelu"),
        "activation: expected \"relu\", found \"gelu\"; a newer version of this program may know "
        "it.");
    EXPECT_EQ(
        refused_metadata("input", "rgb-0-1"),
        "input: expected \"bgr-0-255-minus-mean\", found \"rgb-0-1\"; a newer version of this "
        "program may know it.");
}

TEST_F(Project, WrongMetadata) {
    for (const char* key : {"format_version", "name", "layers", "activation", "input", "mean"})
        EXPECT_EQ(refused_without(key), "__metadata__ lacks \"" + std::string(key) + "\".");
    for (const char* mean :
         {"", "1,2", "1,2,3,4", "1,2,nan", "1,2,inf", "1,2,3x", "1,2, 3", "-1,2,3", "1,2,256",
          "1,,3", "0x10,2,3"})
        EXPECT_EQ(
            refused_metadata("mean", mean),
            "mean: expected three numbers from 0 to 255 separated by commas, found \"" +
                std::string(mean) + "\".");
    for (const char* scale : {"", "0", "-1", "nan", "inf", "1e999", "1 "})
        EXPECT_EQ(
            refused_metadata("style_scale.third", scale),
            "\"style_scale.third\": expected a positive number, found \"" + std::string(scale) +
                "\".");
    EXPECT_EQ(
        refused_metadata("content_scale.fourth", "1"),
        "\"content_scale.fourth\": there is no layer of this name.");
    EXPECT_EQ(refused_metadata("name", ""), "name: expected up to 100 letters, found \"\".");
    EXPECT_EQ(refused_metadata("name", "a\tb"), "name: expected up to 100 letters, found \"a?b\".");
}

TEST_F(Project, WrongLayerLists) {
    EXPECT_EQ(
        refused_metadata("layers", "first,maxpool,second,first"),
        "layers: expected \"maxpool\" or a layer's own name, found \"first\" twice.");
    EXPECT_EQ(
        refused_metadata("layers", "first,,second,third"),
        "layers: expected \"maxpool\" or a layer's own name, found \"\".");
    std::string many = "first,second,third";
    for (int i = 0; i < 300; ++i)
        many += ",maxpool";
    EXPECT_EQ(refused_metadata("layers", many), "layers: expected 256 at most, found 303.");
    std::string deep = "first,second,third";
    for (int i = 0; i < 17; ++i)
        deep += ",maxpool";
    EXPECT_EQ(
        refused_metadata("layers", deep),
        "layers: expected \"maxpool\" 16 times at most, found it 17 times.");
    // The tensors of a layer that is listed must be there, …
    EXPECT_EQ(
        refused_metadata("layers", "first,second,extra,third"),
        "the tensor \"extra.weight\" is missing.");
    // … and the channels must fit in the order of the list.
    EXPECT_EQ(
        refused_metadata("layers", "first,third,second"),
        "tensor \"third.weight\" of layer \"third\": expected 4 input channels, as many as layer "
        "\"first\" has, found the shape 2×3×3×3.");
    EXPECT_EQ(
        refused_metadata("layers", "second,first,third"),
        "tensor \"second.weight\" of layer \"second\": expected 3 input channels, as many as the "
        "picture has, found the shape 3×4×3×3.");
}

TEST_F(Project, WrongTensors) {
    EXPECT_EQ(
        refused([](json& header) { header.erase("second.bias"); }),
        // 4·3·9·2 + 4·4 + 3·4·9·2 = 448 bytes lie before it, 3·8 are its own.
        "tensor \"third.weight\": its numbers begin at byte 472 of the data, expected 448: tensors "
        "must neither overlap nor leave gaps.");
    EXPECT_EQ(
        refused([](json& header) {
            header["other"] = header["second.bias"];
            header.erase("second.bias");
        }),
        "the tensor \"second.bias\" is missing.");
    EXPECT_EQ(
        refused([](json& header) {
            header["second.weight"]["shape"] = {3, 36};
        }),
        "tensor \"second.weight\" of layer \"second\": expected the shape outputs×inputs×3×3 of a "
        "3×3 kernel, found the shape 3×36.");
    EXPECT_EQ(
        refused([](json& header) {
            header["second.weight"]["shape"] = {3, 4, 9, 1};
        }),
        "tensor \"second.weight\" of layer \"second\": expected the shape outputs×inputs×3×3 of a "
        "3×3 kernel, found the shape 3×4×9×1.");
    EXPECT_EQ(
        refused([](json& header) {
            header["second.bias"]["shape"] = {3, 1};
        }),
        "tensor \"second.bias\" of layer \"second\": expected 3 numbers, one per output channel, "
        "found the shape 3×1.");
    EXPECT_EQ(
        refused([](json& header) { header["second.weight"]["dtype"] = "I16"; }),
        "tensor \"second.weight\": expected numbers of type F16, BF16, F32 or F64, found \"I16\".");
}

TEST_F(Project, NumbersThatAreNone) {
    // 0x7FF8… is a NaN and 0x7E37E43C… is 1e300 in the last kernel, whose numbers are F64.
    const std::size_t last = good_.size() - 8 - 4 - 54 * 8; // before counter, bias and the kernel
    std::string bytes = good_;
    bytes.replace(last, 8, std::string_view("\0\0\0\0\0\0\xF8\x7F", 8));
    test::write_bytes("nan.safetensors", bytes);
    EXPECT_EQ(
        refusal("nan.safetensors", {"third"}),
        "tensor \"third.weight\" of layer \"third\": expected finite numbers, found NaN at index "
        "0.");
    EXPECT_EQ(refusal("nan.safetensors", {"second"}), "loaded");
    bytes.replace(last, 8, std::string_view("\x9C\x75\x00\x88\x3C\xE4\x37\x7E", 8));
    test::write_bytes("large.safetensors", bytes);
    EXPECT_EQ(
        refusal("large.safetensors", {"third"}),
        "tensor \"third.weight\" of layer \"third\": expected finite numbers, found an infinite "
        "one at index 0.");
}

} // namespace
} // namespace style_transfer
