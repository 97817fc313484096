// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture/specks.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/reflection_pad2d.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace style_transfer {
namespace {

TEST(Specks, APixelAloneOrWithOneOtherGoes) {
    at::Tensor picture = at::full({3, 9, 9}, 20, at::kFloat);
    const at::Tensor flat = picture.clone();
    picture[0][2][2] = 250; // alone, light
    picture[1][4][4] = 0;   // alone, dark
    picture[2][6][3] = 200; // a pair
    picture[2][6][4] = 210;
    picture[0][8][8] = 250; // in the corner
    remove_specks(picture);
    EXPECT_TRUE(picture.equal(flat));
}

TEST(Specks, AHairAnEdgeAndAStrokeStay) {
    at::Tensor picture = at::full({1, 12, 12}, 20, at::kFloat);
    for (int i = 0; i < 12; ++i)
        picture[0][i][i] = 200;                          // a hair
    picture[0].slice(0, 8).slice(1, 0, 4) += 100;        // a corner
    picture[0].slice(0, 1, 3).slice(1, 6, 8).fill_(150); // two by two
    const at::Tensor before = picture.clone();
    remove_specks(picture);
    EXPECT_TRUE(picture.equal(before));
}

TEST(Specks, EveryPixelIsBetweenTheSecondOfItsNeighbours) {
    for (const auto& [height, width] : {std::pair{13, 17}, {2, 5}, {6, 2}}) {
        at::Tensor picture = at::rand({3, height, width}) * 255;
        const at::Tensor wide = at::reflection_pad2d(picture, {1, 1, 1, 1});
        at::Tensor expected = picture.clone();
        for (int channel = 0; channel < 3; ++channel)
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x) {
                    std::array<float, 8> around{};
                    std::size_t count = 0;
                    for (int dy = 0; dy < 3; ++dy)
                        for (int dx = 0; dx < 3; ++dx)
                            if (dy != 1 || dx != 1)
                                around.at(count++) = wide[channel][y + dy][x + dx].item<float>();
                    std::ranges::sort(around);
                    expected[channel][y][x] =
                        std::clamp(picture[channel][y][x].item<float>(), around[1], around[6]);
                }
        remove_specks(picture);
        EXPECT_TRUE(picture.equal(expected)) << height << " × " << width;
    }
}

TEST(Specks, ASinglePixelOrRowIsItsOwnNeighbour) {
    at::Tensor pixel = at::full({3, 1, 1}, 7, at::kFloat);
    remove_specks(pixel);
    EXPECT_FLOAT_EQ(pixel.sum().item<float>(), 21);
    at::Tensor row = at::full({1, 1, 6}, 7, at::kFloat);
    row[0][0][3] = 90;
    remove_specks(row);
    EXPECT_FLOAT_EQ(row.max().item<float>(), 90); // as itself above and below
}

} // namespace
} // namespace style_transfer
