// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/tap_maps.h"
#include "tests/train/training_files.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>

namespace style_transfer::train {
namespace {

TEST(TapMaps, SymmetricRootMeasuresWhatTheMapMeasures) {
    const at::Tensor map = at::randn({7, 4});
    const at::Tensor root = symmetric_root(map);
    EXPECT_TRUE(root.allclose(root.t(), 1e-5, 1e-6));
    EXPECT_TRUE(at::mm(root.t(), root).allclose(at::mm(map.t(), map), 1e-4, 1e-4));
    // By hand: the root of diag(9, 4).
    EXPECT_TRUE(symmetric_root(at::tensor({-3.0F, 0.0F, 0.0F, 2.0F}).view({2, 2}))
                    .allclose(at::tensor({3.0F, 0.0F, 0.0F, 2.0F}).view({2, 2}), 1e-6, 1e-6));
}

TEST(TapMaps, GramMatricesOfMappedFeatures) {
    const at::Tensor features = at::randn({2, 4, 5, 6});
    const at::Tensor map = at::randn({3, 4});
    EXPECT_TRUE(mapped_grams(map, gram_matrices(features))
                    .allclose(gram_matrices(mapped(map, features)), 1e-4, 1e-4));
    // A mean over positions, by hand: (1·1 + 2·2 + 3·3 + 4·4) / 4.
    EXPECT_FLOAT_EQ(
        gram_matrices(at::tensor({1.0F, 2.0F, 3.0F, 4.0F}).view({1, 1, 2, 2})).item<float>(), 7.5F);
}

TEST(TapMaps, FitFindsTheMixtureOfTheStudentsChannels) {
    // The student has the teacher's first layer with channels in another order, one doubled.
    const FeatureNetwork teacher(test::tiny_teacher(), at::kFloat, at::kCPU);
    FeatureNetwork student(InputConvention{}, at::kFloat, at::kCPU);
    const at::Tensor order = at::tensor({5, 4, 3, 2, 1, 0});
    const at::Tensor factors = at::tensor({2.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F});
    const FeatureNetwork::Layer& first = teacher.layers().front();
    student.add_convolution(
        first.name, first.kernel.index_select(0, order) * factors.view({6, 1, 1, 1}),
        first.bias.index_select(0, order) * factors);
    const TapMaps maps = fit_tap_maps(
        teacher, student, {first.name},
        [](int count, std::uint64_t) {
            return at::randn({count, 3, 20, 20}) * 80 + 128;
        },
        3, 2);
    const at::Tensor& map = maps.at(first.name);
    for (int to = 0; to < 6; ++to)
        for (int from = 0; from < 6; ++from)
            EXPECT_NEAR(
                map[to][from].item<float>(), from == 5 - to ? (from == 0 ? 0.5 : 1) : 0, 5e-3);
}

} // namespace
} // namespace style_transfer::train
