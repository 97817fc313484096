// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/vgg19_network.h"

#include <array>

namespace style_transfer {

namespace {

constexpr std::array convolutions_per_block{2, 2, 4, 4, 4};

std::string layer_name(int block, int convolution) {
    return "block" + std::to_string(block) + "_conv" + std::to_string(convolution);
}

Model vgg19(const InputConvention& input) {
    Model model;
    model.name = "VGG19";
    model.input = input;
    model.layers = vgg19_layers();
    return model;
}

// BGR minus the mean of ImageNet, as in the original Caffe training and in Keras.
InputConvention caffe_input() {
    return InputConvention{};
}

// torchvision takes RGB in 0…1, minus mean, over standard deviation; here from 0…255.
InputConvention torchvision_input() {
    constexpr std::array mean{0.485, 0.456, 0.406};
    constexpr std::array standard_deviation{0.229, 0.224, 0.225};
    InputConvention input;
    for (int channel = 0; channel < 3; ++channel) {
        input.order[channel] = channel;
        input.mean[channel] = float(255 * mean[channel]);
        input.scale[channel] = float(1 / (255 * standard_deviation[channel]));
    }
    return input;
}

} // namespace

std::vector<Layer> vgg19_layers() {
    std::vector<Layer> layers;
    int block = 0;
    for (int convolutions : convolutions_per_block) {
        if (++block > 1)
            layers.push_back({Layer::Kind::max_pool, "", {}});
        for (int convolution = 1; convolution <= convolutions; ++convolution)
            layers.push_back({Layer::Kind::convolution, layer_name(block, convolution), {}});
    }
    return layers;
}

int torchvision_index(const std::string& layer) {
    int index = 0;
    for (const Layer& candidate : vgg19_layers()) {
        if (candidate.name == layer && !layer.empty())
            return index;
        // A convolution and its ReLU count separately.
        index += candidate.kind == Layer::Kind::convolution ? 2 : 1;
    }
    return -1;
}

Model keras_vgg19() {
    return vgg19(caffe_input());
}

NetworkFile converted_keras_vgg19(const Safetensors& file) {
    NetworkFile network;
    network.model = keras_vgg19();
    network.kernel_layout = KernelLayout::oihw;
    network.kernel = [&file](const std::string& layer) { return file.tensor(layer + ".weight"); };
    network.bias = [&file](const std::string& layer) { return file.tensor(layer + ".bias"); };
    return network;
}

NetworkFile torchvision_vgg19(const Safetensors& file) {
    const auto name = [](const std::string& layer, const char* tensor) {
        return "features." + std::to_string(torchvision_index(layer)) + tensor;
    };
    NetworkFile network;
    network.model = vgg19(torchvision_input());
    network.kernel_layout = KernelLayout::oihw;
    network.kernel = [&file, name](const std::string& layer) {
        return file.tensor(name(layer, ".weight"));
    };
    network.bias = [&file, name](const std::string& layer) {
        return file.tensor(name(layer, ".bias"));
    };
    return network;
}

} // namespace style_transfer
