// SPDX-License-Identifier: GPL-3.0-or-later
// Features that are measured through a linear map: the losses, and the map's way out of a file.
#include "engine/base/error.h"
#include "engine/model/model.h"
#include "engine/objective/content_term.h"
#include "engine/objective/gram_term.h"
#include "tests/objective/whole_style_loss.h"

#include <ATen/ops/einsum.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rand.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <unistd.h>

namespace style_transfer {
namespace {

using namespace testing;

constexpr auto real = at::kDouble;

at::Tensor metric_of(const at::Tensor& map) {
    return at::mm(map.t(), map);
}

// B·F at every position.
at::Tensor mapped(const at::Tensor& map, const at::Tensor& features) {
    return at::einsum("ij,jyx->iyx", {map, features});
}

TEST(TapMap, LossesAreThoseOfTheMappedFeatures) {
    const at::Tensor map = at::rand({4, 3}, real); // more outputs than inputs, as a teacher has
    const at::Tensor features = at::rand({3, 4, 5}, real);
    const at::Tensor other = at::rand({3, 4, 5}, real);
    const at::Tensor weights = at::rand({4, 5}, real);
    const at::Tensor metric = metric_of(map);

    EXPECT_NEAR(
        content_loss(features, other, 0.7, weights, metric).loss,
        content_loss(mapped(map, features), mapped(map, other), 0.7, weights).loss, 1e-12);
    EXPECT_NEAR(
        whole_style_loss(features, gram_matrix(other), 13, 0.7, weights, metric).loss,
        whole_style_loss(mapped(map, features), gram_matrix(mapped(map, other)), 13, 0.7, weights)
            .loss,
        1e-9);
}

TEST(TapMap, GradientsAgreeWithFiniteDifferences) {
    const at::Tensor metric = metric_of(at::rand({4, 3}, real));
    const at::Tensor features = at::rand({3, 2, 3}, real);
    const at::Tensor other = at::rand({3, 2, 3}, real);
    const auto check = [&](const std::function<LossAndGradient(const at::Tensor&)>& function) {
        const at::Tensor gradient = function(features).gradient.contiguous();
        for (std::int64_t i = 0; i < features.numel(); ++i) {
            const auto at_offset = [&](double offset) {
                at::Tensor moved = features.clone();
                moved.view({-1})[i] += offset;
                return function(moved).loss;
            };
            const double expected = (at_offset(1e-5) - at_offset(-1e-5)) / 2e-5;
            EXPECT_NEAR(
                gradient.view({-1})[i].item<double>(), expected, 1e-6 * (1 + std::abs(expected)));
        }
    };
    check([&](const at::Tensor& x) { return content_loss(x, other, 0.7, {}, metric); });
    check([&](const at::Tensor& x) {
        return whole_style_loss(x, gram_matrix(other), 13, 0.7, {}, metric);
    });
}

// A network file with one layer of two channels, and a map of the given shape.
class OneLayerFile {
  public:
    OneLayerFile(const std::string& version, std::vector<int> map_shape, float corner = 0.5F)
        : path_(
              std::filesystem::temp_directory_path() /
              ("tap-map-" + std::to_string(getpid()) + ".safetensors")) {
        std::string data;
        nlohmann::json header;
        header["__metadata__"] = {
            {"format", "style-transfer-model"},
            {"format_version", version},
            {"name", "one layer"},
            {"layers", "block1_conv1"},
            {"activation", "relu"},
            {"input", "bgr-0-255-minus-mean"},
            {"mean", "103.939,116.779,123.68"},
        };
        const auto add = [&](const std::string& name, const std::vector<int>& shape, float first) {
            std::size_t count = 1;
            for (int side : shape)
                count *= std::size_t(side);
            std::vector<float> values(count, 0.25F);
            values.front() = first;
            header[name] = {
                {"dtype", "F32"},
                {"shape", shape},
                {"data_offsets", {data.size(), data.size() + count * sizeof(float)}}};
            data.append(reinterpret_cast<const char*>(values.data()), count * sizeof(float));
        };
        add("block1_conv1.weight", {2, 3, 3, 3}, 1);
        add("block1_conv1.bias", {2}, 1);
        add("block1_conv1.map", map_shape, corner);
        const std::string text = header.dump();
        const std::uint64_t size = text.size();
        std::ofstream file(path_, std::ios::binary);
        file.write(reinterpret_cast<const char*>(&size), sizeof size);
        file << text << data;
    }
    ~OneLayerFile() { std::filesystem::remove(path_); }

    Model load() const { return load_model(path_, {"block1_conv1"}); }
    std::string refusal() const {
        try {
            load();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::model);
            return error.what();
        }
        return "loaded";
    }

  private:
    std::filesystem::path path_;
};

TEST(TapMap, IsReadFromAFileOfTheSecondVersion) {
    const Model model = OneLayerFile("2", {2, 2}).load();
    EXPECT_EQ(model.layers.at(0).tap_map, (std::vector<float>{0.5F, 0.25F, 0.25F, 0.25F}));
}

TEST(TapMap, IsUnknownToTheFirstVersion) {
    EXPECT_TRUE(OneLayerFile("1", {2, 2}).load().layers.at(0).tap_map.empty());
}

TEST(TapMap, OfAnotherShapeIsRefused) {
    EXPECT_NE(
        OneLayerFile("2", {2, 3})
            .refusal()
            .find("\"block1_conv1.map\": expected shape 2×2, found 2×3."),
        std::string::npos);
}

TEST(TapMap, WithANumberThatIsNoneIsRefused) {
    EXPECT_NE(
        OneLayerFile("2", {2, 2}, std::nanf("")).refusal().find("block1_conv1.map"),
        std::string::npos);
}

} // namespace
} // namespace style_transfer
