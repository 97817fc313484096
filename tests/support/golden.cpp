// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace style_transfer::test {

namespace {

at::Tensor shaped(const Json& array, at::ScalarType type) {
    const auto shape = array.at("shape").get<std::vector<std::int64_t>>();
    return tensor_of(array.at("values"), shape, type);
}

} // namespace

const Json& golden(const std::string& name) {
    static std::map<std::string, Json> files;
    const auto known = files.find(name);
    if (known != files.end())
        return known->second;
    std::ifstream file(std::string(REFERENCE_FOLDER) + "/" + name);
    if (!file)
        throw std::runtime_error(name + " is not in " + REFERENCE_FOLDER);
    return files[name] = Json::parse(file);
}

Model tiny_model() {
    const Json& network = golden("objective.json");
    Model model;
    model.name = "tiny";
    for (const std::string name : network.at("layers")) {
        Layer layer;
        if (name == "maxpool") {
            layer.kind = Layer::Kind::max_pool;
        } else {
            const Json& convolution = network.at("convolutions").at(name);
            const float unit = convolution.at("unit").get<float>();
            layer.name = name;
            layer.weights.output_channels = convolution.at("shape").at(0);
            layer.weights.input_channels = convolution.at("shape").at(1);
            for (const float value : convolution.at("kernel"))
                layer.weights.kernel.push_back(value * unit);
            for (const float value : convolution.at("bias"))
                layer.weights.bias.push_back(value * unit);
        }
        model.layers.push_back(std::move(layer));
    }
    return model;
}

Model scaled_tiny_model() {
    Model model = tiny_model();
    const Json& scales = golden("objective.json").at("scales");
    model.style_scale = scales.at("style").get<std::map<std::string, double>>();
    model.content_scale = scales.at("content").get<std::map<std::string, double>>();
    return model;
}

Model mapped_tiny_model() {
    Model model = tiny_model();
    const Json& maps = golden("objective.json").at("maps");
    for (Layer& layer : model.layers)
        if (maps.contains(layer.name))
            layer.tap_map = maps.at(layer.name).get<std::vector<float>>();
    return model;
}

at::Tensor tensor_of(const Json& values, at::IntArrayRef shape, at::ScalarType type) {
    at::Tensor tensor = at::empty(shape, at::kDouble);
    const auto numbers = values.get<std::vector<double>>();
    if (static_cast<std::int64_t>(numbers.size()) != tensor.numel())
        throw std::runtime_error("a golden tensor has another size than its shape says");
    std::copy(numbers.begin(), numbers.end(), tensor.data_ptr<double>());
    return tensor.to(type);
}

at::Tensor tiny_picture(const std::string& name, at::ScalarType type) {
    return shaped(golden("objective.json").at("pictures").at(name), type);
}

at::Tensor tiny_mask(const std::string& name, at::ScalarType type) {
    return shaped(golden("objective.json").at("masks").at(name), type);
}

at::Tensor formula_picture(int width, int height, int shift, at::ScalarType type) {
    at::Tensor picture = at::empty({3, height, width}, at::kDouble);
    double* value = picture.data_ptr<double>();
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                *value++ = (5 * x + 3 * y + 40 * c + shift + x * y / 64) % 256;
    return picture.to(type);
}

Settings settings_of(const Json& weights) {
    Settings settings = published_settings();
    settings.content_weight = weights.at("content");
    settings.style_weight = weights.at("style");
    settings.variation_weight = weights.at("variation");
    settings.style_layers = weights.at("style_layers").get<std::array<double, 5>>();
    settings.content_layer = weights.at("content_layer");
    settings.balance_size = weights.at("balance_size");
    settings.layer_balance =
        weights.value("balanced", false) ? LayerBalance::equal : LayerBalance::published;
    return settings;
}

void expect_close(double found, double expected, double tolerance, const std::string& what) {
    EXPECT_NEAR(found, expected, tolerance * std::abs(expected)) << what;
}

void expect_summary(const at::Tensor& found, const Json& expected, double tolerance) {
    ASSERT_EQ(found.sizes().vec(), expected.at("shape").get<std::vector<std::int64_t>>());
    const at::Tensor flat = found.to(at::kDouble).contiguous().view({-1});
    const double* values = flat.data_ptr<double>();
    const auto count = static_cast<double>(flat.numel());
    const double expected_squares = expected.at("square_sum");
    const double size = std::sqrt(expected_squares / count);
    double sum = 0, squares = 0;
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    EXPECT_NEAR(sum, expected.at("sum").get<double>(), tolerance * size * count);
    EXPECT_NEAR(squares, expected_squares, 2 * tolerance * expected_squares);
    for (std::size_t i = 0; i < expected.at("places").size(); ++i) {
        const int place = expected.at("places")[i];
        EXPECT_NEAR(values[place], expected.at("values")[i].get<double>(), tolerance * size)
            << "at " << place;
    }
}

void expect_gradient(
    const std::function<double(const at::Tensor&)>& function, const at::Tensor& x,
    const at::Tensor& gradient, double tolerance, double step) {
    ASSERT_EQ(gradient.sizes(), x.sizes());
    ASSERT_EQ(gradient.scalar_type(), x.scalar_type());
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    for (int trial = 0; trial < 4; ++trial) {
        at::Tensor direction = at::empty(x.sizes(), at::kDouble);
        std::generate_n(
            direction.data_ptr<double>(), direction.numel(), [&] { return normal(random); });
        const double rise = function(x + direction * step);
        const double fall = function(x - direction * step);
        const double found = (gradient * direction).sum().item<double>();
        const double size = std::sqrt((gradient * gradient).sum().item<double>());
        EXPECT_NEAR(found, (rise - fall) / (2 * step), tolerance * size);
    }
}

} // namespace style_transfer::test
