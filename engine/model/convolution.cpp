// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/convolution.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

// VGG19 has 512. The limit keeps a kernel below 610 MB, whatever a file claims.
constexpr std::uint64_t most_channels = 4096;

std::vector<float> read_numbers(
    const std::filesystem::path& file, const std::string& layer, const StoredTensor& tensor) {
    std::vector<float> numbers = tensor.read();
    const auto wrong = std::find_if(
        numbers.begin(), numbers.end(), [](float number) { return !std::isfinite(number); });
    if (wrong != numbers.end())
        refuse(
            file, "tensor " + in_quotes(tensor.name) + " of layer " + in_quotes(layer) +
                      ": expected finite numbers, found " +
                      (std::isnan(*wrong) ? "NaN" : "an infinite one") + " at index " +
                      std::to_string(wrong - numbers.begin()) + ".");
    return numbers;
}

} // namespace

ConvolutionWeights read_convolution(
    const NetworkFile& network, const std::filesystem::path& file, const std::string& layer,
    int input_channels, const std::string& source) {
    const StoredTensor kernel = network.kernel(layer);
    const StoredTensor bias = network.bias(layer);
    const auto refuse_tensor = [&](const StoredTensor& tensor, const std::string& expected) {
        refuse(
            file, "tensor " + in_quotes(tensor.name) + " of layer " + in_quotes(layer) +
                      ": expected " + expected + ", found the shape " + shape_text(tensor.shape) +
                      ".");
    };

    const bool hwio = network.kernel_layout == KernelLayout::hwio;
    const std::size_t height = hwio ? 0 : 2;
    const std::size_t input = hwio ? 2 : 1;
    const std::size_t output = hwio ? 3 : 0;
    const auto& shape = kernel.shape;
    if (shape.size() != 4 || shape[height] != 3 || shape[height + 1] != 3)
        refuse_tensor(
            kernel, hwio ? "the shape 3×3×inputs×outputs of a 3×3 kernel"
                         : "the shape outputs×inputs×3×3 of a 3×3 kernel");
    if (shape[input] != std::uint64_t(input_channels))
        refuse_tensor(
            kernel,
            std::to_string(input_channels) + " input channels, as many as " + source + " has");
    if (shape[output] < 1 || shape[output] > most_channels)
        refuse_tensor(kernel, "1 to " + std::to_string(most_channels) + " output channels");
    if (bias.shape != std::vector<std::uint64_t>{shape[output]})
        refuse_tensor(bias, std::to_string(shape[output]) + " numbers, one per output channel");

    ConvolutionWeights weights;
    weights.input_channels = input_channels;
    weights.output_channels = int(shape[output]);
    weights.bias = read_numbers(file, layer, bias);
    weights.kernel = to_oihw(
        read_numbers(file, layer, kernel), network.kernel_layout, weights.output_channels,
        weights.input_channels);
    return weights;
}

std::vector<float> read_tap_map(
    const NetworkFile& network, const std::filesystem::path& file, const std::string& layer,
    int channels) {
    const auto stored = network.tap_map ? network.tap_map(layer) : std::nullopt;
    if (!stored)
        return {};
    const std::vector<std::uint64_t> expected(2, std::uint64_t(channels));
    if (stored->shape != expected)
        refuse(
            file, "tensor " + in_quotes(stored->name) + ": expected shape " + shape_text(expected) +
                      ", found " + shape_text(stored->shape) + ".");
    return read_numbers(file, layer, *stored);
}

} // namespace style_transfer
