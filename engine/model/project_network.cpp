// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/project_network.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace style_transfer {

namespace {

constexpr std::size_t most_layers = 256;
// Each halves the sides, and no picture has a side above 65536.
constexpr std::ptrdiff_t most_pools = 16;

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos)
            return parts;
        text.remove_prefix(comma + 1);
    }
}

// Independent of the locale, unlike strtod. Nothing unless all of `text` is one finite number.
std::optional<double> finite_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

class Description {
  public:
    Description(const Safetensors& tensors, const std::filesystem::path& file)
        : metadata_(tensors.metadata()), file_(file) {}

    std::string value(const std::string& key) const {
        const auto found = metadata_.find(key);
        if (found == metadata_.end())
            refuse(file_, "__metadata__ lacks " + in_quotes(key) + ".");
        return found->second;
    }

    void demand(const std::string& key, const std::string& expected) const {
        const std::string found = value(key);
        if (found != expected)
            refuse(
                file_, key + ": expected " + in_quotes(expected) + ", found " + in_quotes(found) +
                           "; a newer version of this program may know it.");
    }

    std::string name() const {
        const std::string name = value("name");
        const bool control = std::any_of(name.begin(), name.end(), [](unsigned char character) {
            return character < ' ' || character == 127;
        });
        if (name.empty() || name.size() > 100 || control)
            refuse(file_, "name: expected up to 100 letters, found " + in_quotes(name) + ".");
        return name;
    }

    std::vector<Layer> layers() const {
        std::vector<Layer> layers;
        std::set<std::string> names;
        for (const std::string& name : split(value("layers"))) {
            if (name == "maxpool") {
                layers.push_back({Layer::Kind::max_pool, "", {}});
                continue;
            }
            if (name.empty() || !names.insert(name).second)
                refuse(
                    file_, "layers: expected \"maxpool\" or a layer's own name, found " +
                               in_quotes(name) + (name.empty() ? "." : " twice."));
            layers.push_back({Layer::Kind::convolution, name, {}});
        }
        if (layers.size() > most_layers)
            refuse(
                file_, "layers: expected " + std::to_string(most_layers) + " at most, found " +
                           std::to_string(layers.size()) + ".");
        const auto pools = std::ranges::count(layers, Layer::Kind::max_pool, &Layer::kind);
        if (pools > most_pools)
            refuse(
                file_, "layers: expected \"maxpool\" " + std::to_string(most_pools) +
                           " times at most, found it " + std::to_string(pools) + " times.");
        return layers;
    }

    std::array<float, 3> mean() const {
        const std::string text = value("mean");
        const std::vector<std::string> parts = split(text);
        std::array<float, 3> mean{};
        for (std::size_t channel = 0; channel < mean.size(); ++channel) {
            const auto number =
                parts.size() == mean.size() ? finite_number(parts[channel]) : std::nullopt;
            if (!number || *number < 0 || *number > 255)
                refuse(
                    file_,
                    "mean: expected three numbers from 0 to 255 separated by commas, found " +
                        in_quotes(text) + ".");
            mean[channel] = float(*number);
        }
        return mean;
    }

    // The values of all keys that begin with `prefix`, by what follows it.
    std::map<std::string, double>
    scales(const std::string& prefix, const std::vector<Layer>& layers) const {
        std::map<std::string, double> scales;
        for (const auto& [key, text] : metadata_) {
            if (!key.starts_with(prefix))
                continue;
            const std::string layer = key.substr(prefix.size());
            const auto is_layer = [&](const Layer& candidate) {
                return candidate.kind == Layer::Kind::convolution && candidate.name == layer;
            };
            if (std::none_of(layers.begin(), layers.end(), is_layer))
                refuse(file_, in_quotes(key) + ": there is no layer of this name.");
            const auto number = finite_number(text);
            if (!number || *number <= 0)
                refuse(
                    file_, in_quotes(key) + ": expected a positive number, found " +
                               in_quotes(text) + ".");
            scales[layer] = *number;
        }
        return scales;
    }

  private:
    const std::map<std::string, std::string>& metadata_;
    const std::filesystem::path& file_;
};

} // namespace

bool is_project_network(const Safetensors& tensors) {
    const auto format = tensors.metadata().find("format");
    return format != tensors.metadata().end() && format->second == "style-transfer-model";
}

NetworkFile project_network(const Safetensors& tensors, const std::filesystem::path& file) {
    const Description description(tensors, file);
    description.demand("format", "style-transfer-model");
    const std::string version = description.value("format_version");
    if (version != "1" && version != "2")
        refuse(
            file, "format_version: expected \"1\" or \"2\", found " + in_quotes(version) +
                      "; a newer version of this program may know it.");
    description.demand("activation", "relu");
    description.demand("input", "bgr-0-255-minus-mean");

    NetworkFile network;
    network.model.name = description.name();
    network.model.layers = description.layers();
    network.model.input.mean = description.mean();
    network.model.style_scale = description.scales("style_scale.", network.model.layers);
    network.model.content_scale = description.scales("content_scale.", network.model.layers);
    network.kernel_layout = KernelLayout::oihw;
    network.kernel = [&tensors](const std::string& layer) {
        return tensors.tensor(layer + ".weight");
    };
    network.bias = [&tensors](const std::string& layer) { return tensors.tensor(layer + ".bias"); };
    if (version == "2")
        network.tap_map = [&tensors](const std::string& layer) -> std::optional<StoredTensor> {
            const std::string name = layer + ".map";
            if (!tensors.contains(name))
                return std::nullopt;
            return tensors.tensor(name);
        };
    return network;
}

} // namespace style_transfer
