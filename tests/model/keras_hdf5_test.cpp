// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/test_files.h"

#include "engine/base/error.h"

#include <string>

namespace style_transfer {
namespace {

using test::refusal;

using KerasHdf5 = test::MadeFiles;

std::string refused(const std::string& file) {
    return refusal(file, {"block5_conv2"});
}

const std::string kernel = "\"/block2_conv1/block2_conv1_W_1:0\"";
const std::string bias = "\"/block2_conv1/block2_conv1_b_1:0\"";
const std::string of_layer = " of layer \"block2_conv1\"";

TEST_F(KerasHdf5, ReadsWhatWasWritten) {
    for (const char* file :
         {"keras.h5", "keras_half.h5", "keras_double.h5", "keras_big_endian.h5",
          "keras_saved_model.h5", "keras_submodel.h5"}) {
        SCOPED_TRACE(file);
        const Model model = load_model(test::folder() / file, {"block5_conv4"});
        test::expect_weights(model, "keras", 16, 20);
        EXPECT_EQ(model.name, "VGG19");
        EXPECT_EQ(model.file, test::folder() / file);
        EXPECT_EQ(model.input.order, (std::array{2, 1, 0}));
        EXPECT_EQ(model.input.mean, (std::array{103.939F, 116.779F, 123.68F}));
        EXPECT_EQ(model.input.scale, (std::array{1.0F, 1.0F, 1.0F}));
        EXPECT_TRUE(model.style_scale.empty() && model.content_scale.empty());
    }
}

TEST_F(KerasHdf5, PoolsStandBetweenTheBlocks) {
    const Model model = load_model(test::folder() / "keras.h5", {"block5_conv1"});
    std::string names;
    for (const Layer& layer : model.layers)
        names += layer.kind == Layer::Kind::max_pool ? "| " : layer.name.substr(5) + " ";
    EXPECT_EQ(
        names, "1_conv1 1_conv2 | 2_conv1 2_conv2 | 3_conv1 3_conv2 3_conv3 3_conv4 | "
               "4_conv1 4_conv2 4_conv3 4_conv4 | 5_conv1 ");
}

TEST_F(KerasHdf5, DeeperLayersAreNotRead) {
    const auto layers = [](const std::vector<std::string>& wanted) {
        return load_model(test::folder() / "keras_deep_nan.h5", wanted).layers.size();
    };
    EXPECT_EQ(layers({"block5_conv3", "block1_conv1"}), 19u);
    EXPECT_EQ(layers({"block1_conv1"}), 1u);
    EXPECT_EQ(
        refusal("keras_deep_nan.h5", {"block5_conv4"}),
        "tensor \"/block5_conv4/block5_conv4_b_1:0\" of layer \"block5_conv4\": expected finite "
        "numbers, found NaN at index 0.");
    // A VGG16 is as good as a VGG19 up to the first layer that it lacks.
    EXPECT_EQ(load_model(test::folder() / "vgg16.h5", {"block3_conv3"}).layers.size(), 9u);
}

TEST_F(KerasHdf5, MissingLayer) {
    EXPECT_EQ(
        refused("vgg16.h5"), "expected the weights of VGG19 as Keras stores them, found no group "
                             "for the layer \"block3_conv4\".");
    EXPECT_EQ(
        refused("other.h5"), "expected the weights of VGG19 as Keras stores them, found no group "
                             "for the layer \"block1_conv1\".");
}

TEST_F(KerasHdf5, MissingOrAmbiguousTensor) {
    EXPECT_EQ(
        refused("keras_no_kernel.h5"),
        "layer \"block2_conv1\": expected a kernel (4 dimensions), found " + bias + " with 3.");
    EXPECT_EQ(
        refused("keras_no_bias.h5"),
        "layer \"block2_conv1\": expected a bias (1 dimension), found " + kernel +
            " with 3×3×2×3.");
    EXPECT_EQ(
        refused("keras_empty_group.h5"),
        "layer \"block2_conv1\": expected a kernel (4 dimensions), found nothing.");
    EXPECT_EQ(
        refused("keras_two_kernels.h5"),
        "layer \"block2_conv1\": expected one kernel (4 dimensions), found " + kernel +
            " and \"/block2_conv1/more\".");
}

TEST_F(KerasHdf5, WrongShape) {
    EXPECT_EQ(
        refused("keras_five.h5"),
        "tensor " + kernel + of_layer +
            ": expected the shape 3×3×inputs×outputs of a 3×3 kernel, found the shape 5×5×2×3.");
    EXPECT_EQ(
        refused("keras_oihw.h5"),
        "tensor " + kernel + of_layer +
            ": expected the shape 3×3×inputs×outputs of a 3×3 kernel, found the shape 3×2×3×3.");
    EXPECT_EQ(
        refused("keras_chain.h5"), "tensor " + kernel + of_layer +
                                       ": expected 2 input channels, as many as layer "
                                       "\"block1_conv2\" has, found the shape 3×3×7×3.");
    EXPECT_EQ(
        refused("keras_huge.h5"),
        "tensor " + kernel + of_layer +
            ": expected 1 to 4096 output channels, found the shape 3×3×2×1099511627776.");
    EXPECT_EQ(
        refused("keras_long_bias.h5"),
        "tensor " + bias + of_layer +
            ": expected 3 numbers, one per output channel, found the shape 4.");
}

TEST_F(KerasHdf5, WrongNumbers) {
    EXPECT_EQ(
        refused("keras_nan.h5"),
        "tensor " + kernel + of_layer + ": expected finite numbers, found NaN at index 31.");
    EXPECT_EQ(
        refused("keras_infinite.h5"), "tensor " + bias + of_layer +
                                          ": expected finite numbers, found an infinite one at "
                                          "index 2.");
    EXPECT_EQ(
        refused("keras_beyond_float.h5"), "tensor " + bias + of_layer +
                                              ": expected finite numbers, found an infinite one at "
                                              "index 1.");
    EXPECT_EQ(
        refused("keras_integer.h5"), "data set " + kernel +
                                         ": expected floating-point numbers of 16, 32 or 64 bits, "
                                         "found another type.");
    EXPECT_EQ(
        refused("keras_text.h5"), "data set " + bias +
                                      ": expected floating-point numbers of 16, 32 or 64 bits, "
                                      "found another type.");
    EXPECT_EQ(refused("keras_no_data.h5"), "data set " + kernel + ": expected 216 bytes, found 0.");
    EXPECT_EQ(
        refused("keras_compressed.h5"), "data set " + kernel +
                                            ": expected contiguous numbers, found them in chunks "
                                            "or compressed; rewrite the file with \"h5repack -l "
                                            "CONTI -f NONE\".");
}

TEST_F(KerasHdf5, OtherFilesAreNotFollowed) {
    const std::string elsewhere =
        "data set " + kernel + ": expected its numbers in this file, found a reference to another.";
    EXPECT_EQ(refused("keras_external_data.h5"), elsewhere);
    EXPECT_EQ(refused("keras_virtual_data.h5"), elsewhere);
    EXPECT_EQ(
        refused("keras_external_link.h5"), "expected the weights of VGG19 as Keras stores them, "
                                           "found no group for the layer \"block2_conv1\".");
}

TEST_F(KerasHdf5, CirclesEnd) {
    EXPECT_NE(refused("keras_circle.h5").find("it holds too much"), std::string::npos);
}

TEST_F(KerasHdf5, TruncatedAnywhere) {
    const std::string good = test::read_bytes(test::folder() / "keras.h5");
    for (std::size_t part = 0; part < 40; ++part) {
        const std::size_t size = part < 20 ? part : good.size() * (part - 19) / 21;
        test::write_bytes("truncated.h5", good.substr(0, size));
        const std::string sentence = refused("truncated.h5");
        EXPECT_NE(sentence.find(size == 0 ? "is empty" : "cut short or damaged"), std::string::npos)
            << size << ": " << sentence;
    }
    test::write_bytes("truncated.h5", good.substr(0, good.size() - 1));
    EXPECT_EQ(
        refused("truncated.h5"),
        "the HDF5 file cannot be opened (HDF5 says: \"truncated file: eof = " +
            std::to_string(good.size() - 1) +
            ", sblock->base_addr = 0, stored_eof = " + std::to_string(good.size()) +
            "\"); the file is cut short or damaged, copy or download it again.");
}

} // namespace
} // namespace style_transfer
