// SPDX-License-Identifier: GPL-3.0-or-later
// What a network file holds, whatever its format: the layer list, the input convention, the
// kernels of the layers asked for, and calibration scales.
#pragma once

#include "engine/base/cancellation.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace style_transfer {

// A 3×3 convolution, zero padding 1, stride 1, followed by ReLU.
struct ConvolutionWeights {
    int input_channels = 0;
    int output_channels = 0;
    std::vector<float> kernel; // [output][input][3][3] (OIHW), correlation as in every framework
    std::vector<float> bias;   // [output]
};

// How a gamma-encoded RGB picture with 0…255 becomes the network's input, per channel c of the
// *input order*: (pixel[order[c]] − mean[c]) · scale[c].
struct InputConvention {
    std::array<int, 3> order{2, 1, 0}; // which of R, G, B is input channel c; {2,1,0} is BGR
    std::array<float, 3> mean{103.939F, 116.779F, 123.68F};
    std::array<float, 3> scale{1.0F, 1.0F, 1.0F};
};

struct Layer {
    enum class Kind { convolution, max_pool }; // pool: 2×2, stride 2, floor
    Kind kind = Kind::convolution;
    std::string name;           // "block1_conv1"; empty for pools
    ConvolutionWeights weights; // empty for pools
    // B, [output channels]² row-major: the layer's features enter style and content terms as B·F,
    // so that a small network measures with the yardstick of the large one it stands for. Empty:
    // as they are.
    std::vector<float> tap_map{};
};

struct Model {
    std::string name; // "VGG19", or the file's own
    std::filesystem::path file;
    InputConvention input;
    std::vector<Layer> layers; // from the input on, up to the deepest one asked for
    // Factors on the loss terms of a layer, so that a weight means the same with every network;
    // empty for VGG19 (all 1). A layer of style or content that is absent from a non-empty map is
    // not calibrated and cannot be used for it.
    std::map<std::string, double> style_scale;
    std::map<std::string, double> content_scale;
};

// Loads the layers of `file` up to the deepest one in `wanted_layers`; deeper ones are not read.
// The format is told by the content: Keras HDF5 of VGG19, safetensors with torchvision/timm VGG19
// names, safetensors of this project. Throws Error(model) naming file, tensor, expected and found,
// and Error(memory). No wanted layer: a model without layers. Callable on any thread;
// Error(cancelled) after the next layer once `token` is.
Model load_model(
    const std::filesystem::path& file, const std::vector<std::string>& wanted_layers,
    const CancellationToken& token = {});

// All layers of the network in `file` without their weights, which are not read. Throws Error like
// load_model().
Model describe_network(const std::filesystem::path& file);

// The file behind a settings value. "compact", "preview" and "vgg19" are looked for in the model
// folders, "auto" is vgg19 when one is installed and compact otherwise, anything else is a path.
// These are models/ in the data_folders() of installation.h. Throws Error(model) that lists where
// it has looked.
std::filesystem::path find_model(const std::string& model);

} // namespace style_transfer
