// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/train/training_files.h"

#include "engine/pixels/gegl_user.h"
#include "engine/train/export.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace style_transfer::train::test {

namespace fs = std::filesystem;

namespace {

class Surroundings : public testing::Environment {
  public:
    void SetUp() override {
        at::set_num_threads(1);
        gegl_ = std::make_unique<GeglUser>();
    }
    void TearDown() override { gegl_.reset(); }

  private:
    std::unique_ptr<GeglUser> gegl_;
};

// GoogleTest owns it.
[[maybe_unused]] auto* const surroundings = testing::AddGlobalTestEnvironment(new Surroundings);

style_transfer::Layer
convolution(const std::string& name, int inputs, int outputs, std::uint64_t seed) {
    Random random(seed, Purpose::training, 0);
    ConvolutionWeights weights{inputs, outputs, {}, {}};
    for (int i = 0; i < outputs * inputs * 9; ++i)
        weights.kernel.push_back(float(random.normal() * std::sqrt(2.0 / (9 * inputs))));
    for (int i = 0; i < outputs; ++i)
        weights.bias.push_back(float(10 * random.normal()));
    return {style_transfer::Layer::Kind::convolution, name, weights};
}

} // namespace

Folder::Folder() {
    std::string path = (fs::temp_directory_path() / "style-transfer-train-XXXXXX").string();
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    path_ = path;
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    EXPECT_TRUE(stream) << file;
}

void write_picture(const fs::path& file, int width, int height, int phase) {
    Random random(std::uint64_t(phase), Purpose::picture_choice, 0);
    std::string bytes = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double wave = std::sin(0.2 * x * (1 + phase % 3) + 0.3 * y * (1 + c) + phase);
                bytes += char(std::lround(128 + 80 * wave + 40 * (random.uniform() - 0.5)));
            }
    write_text(file, bytes);
}

void write_pictures(const fs::path& folder, int count) {
    fs::create_directories(folder);
    for (int i = 0; i < count; ++i)
        write_picture(
            folder / ((i % 3 == 0 ? "painting-" : "photo-") + std::to_string(i) + ".ppm"), 48, 40,
            i);
}

Model tiny_teacher() {
    Model model;
    model.name = "tiny teacher";
    model.layers = {
        convolution("block1_conv1", 3, 6, 1),
        convolution("block1_conv2", 6, 6, 2),
        {style_transfer::Layer::Kind::max_pool, "", {}},
        convolution("block2_conv1", 6, 8, 3)};
    return model;
}

void write_tiny_teacher(const fs::path& file) {
    const Model model = tiny_teacher();
    export_network(
        file, {model.name, "", {}}, model.input, FeatureNetwork(model, at::kFloat, at::kCPU), {},
        {});
}

PictureSource source_of(const fs::path& folder, int crop) {
    PictureOptions options;
    options.folder = folder;
    options.crop = crop;
    return PictureSource::load(options);
}

std::string refusal(ErrorCode code, const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code) << error.what();
        return error.what();
    }
    return "nothing thrown";
}

} // namespace style_transfer::train::test
