// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "tests/model/test_files.h"

#include <random>
#include <string>
#include <utility>

#include <sys/stat.h>

namespace style_transfer {
namespace {

using test::refusal;

TEST(LoadModel, WhatIsNoFile) {
    EXPECT_EQ(refusal("missing.h5", {"a"}), "there is no such model file.");
    EXPECT_EQ(refusal("missing/vgg19.h5", {"a"}), "there is no such model file.");
    EXPECT_EQ(refusal("", {"a"}), "this is a folder; expected a model file.");
    test::write_bytes("empty.h5", "");
    EXPECT_EQ(refusal("empty.h5", {"a"}), "the model file is empty; copy or download it again.");
    ASSERT_EQ(mkfifo((test::folder() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(refusal("pipe", {"a"}), "this is a device or pipe; expected a model file.");
}

TEST(LoadModel, WhatIsNoModel) {
    const std::string neither = "expected a model in Keras HDF5 or safetensors format, found "
                                "neither; the file is of another kind, cut short or damaged.";
    test::write_bytes("text.h5", "These are not the weights you are looking for.\n");
    EXPECT_EQ(refusal("text.h5", {"a"}), neither);
    test::write_bytes("short.safetensors", "{}");
    EXPECT_EQ(refusal("short.safetensors", {"a"}), neither);
    test::write_bytes("zeros.h5", std::string(10000, '\0'));
    EXPECT_EQ(refusal("zeros.h5", {"a"}), neither);
}

TEST(LoadModel, TheBundledNetwork) {
    const std::filesystem::path file =
        std::filesystem::path(MODEL_TEST_SOURCE_ROOT) / "data" / "models" / "compact.safetensors";
    const std::vector<std::string> tapped{"block1_conv1", "block2_conv1", "block3_conv1",
                                          "block4_conv1", "block5_conv1", "block5_conv2"};
    const Model model = load_model(file, tapped);
    EXPECT_EQ(model.layers.back().name, "block5_conv2");
    EXPECT_FALSE(model.name.empty());
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_TRUE(model.style_scale.contains(tapped[i])) << tapped[i];
    EXPECT_TRUE(model.content_scale.contains("block5_conv2"));
}

using LoadModelMadeFiles = test::MadeFiles;

TEST_F(LoadModelMadeFiles, TheContentTellsTheFormatNotTheName) {
    test::write_bytes("a.safetensors", test::read_bytes(test::folder() / "keras.h5"));
    EXPECT_EQ(refusal("a.safetensors", {"block5_conv4"}), "loaded");
    test::write_bytes("a.h5", test::read_bytes(test::folder() / "torchvision.safetensors"));
    EXPECT_EQ(refusal("a.h5", {"block5_conv4"}), "loaded");
}

// Whatever happens to a file, it loads or is refused with a sentence; nothing crashes, hangs or
// throws something else.
TEST_F(LoadModelMadeFiles, RandomDamage) {
    for (const auto& [name, wanted, rounds] :
         {std::tuple{"project.safetensors", "third", 3000},
          std::tuple{"torchvision.safetensors", "block5_conv4", 1000},
          std::tuple{"keras.h5", "block5_conv4", 60},
          std::tuple{"keras_saved_model.h5", "block5_conv4", 20}}) {
        const std::string good = test::read_bytes(test::folder() / name);
        int loaded = 0;
        for (int round = 0; round < rounds; ++round) {
            std::mt19937 random(static_cast<unsigned>(round)); // seeds fixed: repeatable
            std::string bytes = good;
            for (unsigned changes = 1 + random() % 8; changes > 0; --changes) {
                const std::size_t place =
                    random() % (random() % 2 == 0 ? bytes.size() : bytes.size() / 4);
                bytes[place] =
                    random() % 2 == 0 ? char(bytes[place] ^ (1 << random() % 8)) : char(random());
            }
            if (random() % 4 == 0)
                bytes.resize(random() % bytes.size());
            const auto file = test::write_bytes("damaged.model", bytes);
            try {
                load_model(file, {wanted});
                ++loaded;
            } catch (const Error& error) {
                ASSERT_EQ(error.code(), ErrorCode::model) << name << " " << round << error.what();
                ASSERT_TRUE(std::string(error.what()).starts_with(file.string() + ": "));
            }
        }
        EXPECT_GT(loaded, 0) << name << ": damage to a weight alone is not noticed";
        EXPECT_LT(loaded, rounds) << name;
    }
}

} // namespace
} // namespace style_transfer
