// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/model/convolution.h"
#include "engine/model/keras_hdf5.h"
#include "engine/model/model.h"
#include "engine/model/project_network.h"
#include "engine/model/safetensors.h"
#include "engine/model/vgg19_network.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <new>
#include <utility>

namespace style_transfer {

namespace {

std::string layer_names(const std::vector<Layer>& layers) {
    std::string names;
    for (const Layer& layer : layers)
        if (layer.kind == Layer::Kind::convolution)
            names += (names.empty() ? "" : ", ") + in_quotes(layer.name);
    return names.empty() ? "none" : names;
}

// How many layers, from the input on, reach the deepest wanted one.
std::size_t layers_needed(
    const Model& model, const std::filesystem::path& file,
    const std::vector<std::string>& wanted_layers) {
    std::size_t needed = 0;
    for (const std::string& wanted : wanted_layers) {
        const auto found =
            std::find_if(model.layers.begin(), model.layers.end(), [&](const Layer& layer) {
                return layer.kind == Layer::Kind::convolution && layer.name == wanted;
            });
        if (found == model.layers.end())
            refuse(
                file, "there is no layer " + in_quotes(wanted) + " in " + in_quotes(model.name) +
                          "; its layers are " + layer_names(model.layers) + ".");
        needed = std::max(needed, std::size_t(found - model.layers.begin()) + 1);
    }
    return needed;
}

Model read_layers(
    const NetworkFile& network, const std::filesystem::path& file,
    const std::vector<std::string>& wanted_layers, const CancellationToken& token) {
    Model model = network.model;
    model.layers.resize(layers_needed(model, file, wanted_layers));
    int channels = 3;
    std::string source = "the picture";
    for (Layer& layer : model.layers) {
        if (layer.kind != Layer::Kind::convolution)
            continue;
        token.throw_if_cancelled();
        layer.weights = read_convolution(network, file, layer.name, channels, source);
        channels = layer.weights.output_channels;
        layer.tap_map = read_tap_map(network, file, layer.name, channels);
        source = "layer " + in_quotes(layer.name);
    }
    return model;
}

NetworkFile safetensors_network(const Safetensors& tensors, const std::filesystem::path& file) {
    if (is_project_network(tensors))
        return project_network(tensors, file);
    if (tensors.contains("features.1.weight"))
        refuse(file, "this is a VGG with batch normalisation; expected VGG19 without it.");
    if (tensors.contains("features.0.weight"))
        return torchvision_vgg19(tensors);
    const auto format = tensors.metadata().find("format");
    refuse(
        file, "expected the format \"style-transfer-model\" in __metadata__ or the tensors of "
              "torchvision's VGG19 (\"features.0.weight\" …), found " +
                  (format == tensors.metadata().end() ? "neither"
                                                      : "the format " + in_quotes(format->second)) +
                  ".");
}

// What `read` makes of the network in `file`, which is open meanwhile.
Model read_network(
    const std::filesystem::path& file, const std::function<Model(const NetworkFile&)>& read) {
    const MappedFile mapped = MappedFile::open(file, ErrorCode::model, "model file");
    {
        static std::mutex libhdf5;
        const std::lock_guard lock(libhdf5);
        if (KerasHdf5::recognises(file)) {
            const KerasHdf5 keras = KerasHdf5::open(file);
            return read(keras_vgg19(keras));
        }
    }
    const Safetensors tensors = Safetensors::parse(mapped.bytes(), file);
    return read(safetensors_network(tensors, file));
}

} // namespace

Model load_model(
    const std::filesystem::path& file, const std::vector<std::string>& wanted_layers,
    const CancellationToken& token) {
    try {
        Model model = read_network(file, [&](const NetworkFile& network) {
            return read_layers(network, file, wanted_layers, token);
        });
        model.file = file;
        return model;
    } catch (const std::bad_alloc&) {
        throw Error(
            ErrorCode::memory,
            file.string() + ": there is not enough memory for the weights of this model.");
    }
}

Model describe_network(const std::filesystem::path& file) {
    Model model = read_network(file, [](const NetworkFile& network) { return network.model; });
    model.file = file;
    return model;
}

} // namespace style_transfer
