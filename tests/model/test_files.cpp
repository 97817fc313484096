// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/test_files.h"

#include "engine/base/error.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

namespace style_transfer::test {

namespace {

namespace fs = std::filesystem;

class Folder : public testing::Environment {
  public:
    void SetUp() override {
        std::string path = (fs::temp_directory_path() / "style-transfer-model-XXXXXX").string();
        ASSERT_NE(mkdtemp(path.data()), nullptr);
        path_ = path;
        if (std::string_view(MODEL_TEST_PYTHON).empty())
            problem_ = "there is no Python with NumPy and h5py to write the files with";
        else
            ASSERT_TRUE(run()) << "make_files.py failed";
    }
    void TearDown() override { fs::remove_all(path_); }

    bool run(const std::string& arguments = "") const {
        const std::string command = std::string("\"") + MODEL_TEST_PYTHON + "\" -B \"" +
                                    MODEL_TEST_SCRIPT + "\" \"" + path_.string() + "\" " +
                                    arguments;
        return std::system(command.c_str()) == 0;
    }

    fs::path path_;
    std::string problem_;
};

// GoogleTest owns it.
Folder* const environment = [] {
    auto* made = new Folder;
    testing::AddGlobalTestEnvironment(made);
    return made;
}();

} // namespace

const fs::path& folder() {
    return environment->path_;
}

const std::string& problem() {
    return environment->problem_;
}

bool run_make_files(const std::string& arguments) {
    return environment->run(arguments);
}

nlohmann::json read_json(const std::string& file) {
    return nlohmann::json::parse(read_bytes(folder() / file));
}

std::string read_bytes(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path write_bytes(const std::string& name, std::string_view bytes) {
    const fs::path file = folder() / name;
    fs::remove(file); // some file systems write at once what replaces a file in place
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), std::streamsize(bytes.size()));
    stream.close();
    EXPECT_TRUE(stream) << file;
    return file;
}

std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string safetensors(std::string_view header, std::string_view data) {
    std::string file;
    for (int byte = 0; byte < 8; ++byte)
        file += char(header.size() >> (8 * byte));
    return file.append(header).append(data);
}

std::string refusal(const fs::path& file, const std::vector<std::string>& wanted_layers) {
    const fs::path path = folder() / file;
    testing::internal::CaptureStderr();
    std::string sentence = "loaded";
    try {
        load_model(path, wanted_layers);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::model) << error.what();
        sentence = error.what();
        const std::string start = path.string() + ": ";
        EXPECT_TRUE(sentence.starts_with(start)) << sentence;
        EXPECT_TRUE(sentence.ends_with('.')) << sentence;
        sentence.erase(0, start.size());
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "nothing may print by itself";
    return sentence;
}

void expect_weights(
    const Model& model, const std::string& network, std::size_t convolutions,
    std::size_t all_layers) {
    static const nlohmann::json expected = read_json("expected.json");
    EXPECT_EQ(model.layers.size(), all_layers);
    std::size_t seen = 0;
    for (const Layer& layer : model.layers) {
        const ConvolutionWeights& weights = layer.weights;
        if (layer.kind == Layer::Kind::max_pool) {
            EXPECT_TRUE(layer.name.empty() && weights.kernel.empty() && weights.bias.empty());
            continue;
        }
        ++seen;
        const nlohmann::json& wanted = expected.at(network).at(layer.name);
        EXPECT_EQ(
            (std::vector{weights.output_channels, weights.input_channels, 3, 3}),
            wanted.at("shape").get<std::vector<int>>())
            << layer.name;
        EXPECT_EQ(weights.kernel, wanted.at("kernel").get<std::vector<float>>()) << layer.name;
        EXPECT_EQ(weights.bias, wanted.at("bias").get<std::vector<float>>()) << layer.name;
    }
    EXPECT_EQ(seen, convolutions);
}

} // namespace style_transfer::test
