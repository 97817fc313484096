// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/architecture.h"

#include "engine/base/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace style_transfer::train {

namespace {

// In use, block4_conv1 holds 99 % of the style loss, so it keeps all of the teacher's channels, and
// the layers before it get the width that the arithmetic allows; those behind serve the content.
constexpr std::string_view compact =
    "block1_conv1:32,block1_conv2:32,pool,block2_conv1:64,block2_conv2:64,pool,"
    "block3_conv1:160,block3_conv2:160,block3_conv3:160,block3_conv4:160,pool,"
    "block4_conv1:512,block4_conv2:160,block4_conv3:160,block4_conv4:160,pool,"
    "block5_conv1:256,block5_conv2:256";

// One thin layer at full resolution: such layers wait for memory, not for arithmetic.
constexpr std::string_view preview =
    "block1_conv1:16,pool,block2_conv1:32,block2_conv2:48,pool,"
    "block3_conv1:96,block3_conv4:96,pool,"
    "block4_conv1:256,block4_conv2:128,block4_conv4:128,pool,block5_conv1:128,block5_conv2:128";

// What settings can ask for: the five style layers, and the content layers in use.
constexpr std::array<std::string_view, 7> possible_taps{
    "block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1",
    "block4_conv2", "block5_conv1", "block5_conv2"};

[[noreturn]] void refuse(const std::string& problem) {
    throw Error(ErrorCode::invalid_argument, "--layers: " + problem);
}

PlannedLayer parse_layer(std::string_view text) {
    if (text == "pool")
        return {};
    const std::size_t colon = text.find(':');
    const std::string name(text.substr(0, colon));
    int width = 0;
    if (colon != std::string_view::npos) {
        const char* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, width);
        if (error != std::errc{} || rest != end)
            width = 0;
    }
    if (name.empty() || width < 1)
        refuse(
            "expected \"pool\" or a layer and its width, such as \"block1_conv1:32\", found \"" +
            std::string(text) + "\".");
    return {name, width};
}

int pools_before(const Model& teacher, const std::vector<Layer>::const_iterator& layer) {
    return int(std::count_if(teacher.layers.begin(), layer, [](const Layer& each) {
        return each.kind == Layer::Kind::max_pool;
    }));
}

} // namespace

std::vector<std::string> StudentPlan::convolutions() const {
    std::vector<std::string> names;
    for (const PlannedLayer& layer : layers)
        if (!layer.is_pool())
            names.push_back(layer.name);
    return names;
}

std::string StudentPlan::text() const {
    std::string text;
    for (const PlannedLayer& layer : layers) {
        text += text.empty() ? "" : ",";
        text += layer.is_pool() ? "pool" : layer.name + ":" + std::to_string(layer.width);
    }
    return text;
}

int StudentPlan::pools() const {
    return int(std::ranges::count_if(layers, &PlannedLayer::is_pool));
}

StudentPlan plan_of(const Model& model) {
    StudentPlan plan;
    for (const Layer& layer : model.layers)
        plan.layers.push_back({layer.name, layer.weights.output_channels});
    return plan;
}

StudentPlan parse_layers(std::string_view text) {
    StudentPlan plan;
    while (true) {
        const std::size_t comma = text.find(',');
        plan.layers.push_back(parse_layer(text.substr(0, comma)));
        if (comma == std::string_view::npos)
            break;
        text.remove_prefix(comma + 1);
    }
    std::vector<std::string> names = plan.convolutions();
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
        refuse("the layer \"" + *twice + "\" is there twice.");
    return plan;
}

std::string_view preset_layers(std::string_view name) {
    return name == "compact" ? compact : name == "preview" ? preview : std::string_view();
}

std::vector<std::string> taps_of(const StudentPlan& plan) {
    std::vector<std::string> taps;
    for (const std::string& name : plan.convolutions())
        if (std::ranges::find(possible_taps, name) != possible_taps.end())
            taps.push_back(name);
    return taps;
}

void check_fits(const StudentPlan& plan, const Model& teacher) {
    auto position = teacher.layers.begin();
    int pools = 0;
    for (const PlannedLayer& planned : plan.layers) {
        if (planned.is_pool()) {
            ++pools;
            continue;
        }
        const auto found = std::ranges::find(teacher.layers, planned.name, &Layer::name);
        if (found == teacher.layers.end())
            refuse(
                "there is no layer \"" + planned.name + "\" in the teacher " + teacher.name + ".");
        if (found < position)
            refuse(
                "\"" + planned.name + "\" comes before \"" + position->name +
                "\" in the teacher; keep the teacher's order.");
        if (const int expected = pools_before(teacher, found); pools != expected)
            refuse(
                "\"" + planned.name + "\" must come after " + std::to_string(expected) +
                " pools, as in the teacher, found " + std::to_string(pools) + ".");
        if (planned.width > found->weights.output_channels)
            refuse(
                "\"" + planned.name + "\" can have " +
                std::to_string(found->weights.output_channels) +
                " channels at most, as many as in the teacher, found " +
                std::to_string(planned.width) + ".");
        position = found;
    }
    const std::vector<std::string> taps = taps_of(plan);
    if (taps.empty() || plan.layers.back().name != taps.back()) {
        std::string known;
        for (std::string_view tap : possible_taps)
            known += (known.empty() ? "" : ", ") + std::string(tap);
        refuse("the last layer must be one that style or content is measured at: " + known + ".");
    }
}

} // namespace style_transfer::train
