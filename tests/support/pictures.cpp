// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pictures.h"

#include "engine/base/error.h"

#include <gegl.h>
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace style_transfer::testing {

namespace fs = std::filesystem;

namespace {

fs::path root;
fs::path made;

class Pictures : public ::testing::Environment {
    void SetUp() override {
        gegl_init(nullptr, nullptr);
        std::string pattern = (fs::temp_directory_path() / "pixels-test-XXXXXX").string();
        if (!mkdtemp(pattern.data()))
            return;
        root = pattern;
        const fs::path folder = root / "pictures";
        fs::create_directory(folder);
        const char* python = std::getenv("PYTHON");
        const char* script = std::getenv("MAKE_PICTURES");
        if (!python || !script)
            return;
        const int status = std::system(
            ("'" + std::string(python) + "' -B '" + script + "' '" + folder.string() + "'")
                .c_str());
        constexpr int skip = 77; // Pillow is not there
        EXPECT_TRUE(status == 0 || WEXITSTATUS(status) == skip) << "make_pictures.py failed";
        if (status == 0)
            made = folder;
    }
    void TearDown() override {
        std::error_code ignored;
        fs::remove_all(root, ignored);
        gegl_exit();
    }
};
const auto* const registered = ::testing::AddGlobalTestEnvironment(new Pictures);

} // namespace

const fs::path& pictures() {
    return made;
}

fs::path scratch_folder() {
    static int number = 0;
    const fs::path folder = root / ("scratch-" + std::to_string(number++));
    fs::create_directory(folder);
    return folder;
}

Expected expected_of(const std::string& name) {
    std::ifstream file(pictures() / (name + ".expected"), std::ios::binary);
    Expected expected;
    file >> expected.size.width >> expected.size.height >> expected.channels >> expected.bits;
    file.get();
    expected.pixels.resize(
        std::size_t(expected.size.width) * std::size_t(expected.size.height) *
        std::size_t(expected.channels));
    file.read(
        reinterpret_cast<char*>(expected.pixels.data()),
        std::streamsize(expected.pixels.size() * sizeof(float)));
    EXPECT_TRUE(file.good()) << name;
    return expected;
}

double largest_difference(const ImageView& image, const std::vector<float>& pixels) {
    const std::size_t row_length = std::size_t(image.size.width) * std::size_t(image.channels);
    EXPECT_EQ(pixels.size(), row_length * std::size_t(image.size.height));
    double largest = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const double found = image.row(int(i / row_length))[i % row_length];
        // Negated, so that NaN counts.
        if (!(std::abs(found - double{pixels[i]}) <= largest))
            largest = std::abs(found - double{pixels[i]});
    }
    return largest;
}

std::string file_error(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::file) << error.what();
        return error.what();
    }
    return "none";
}

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string output_of(const std::string& command) {
    std::FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) {
        ADD_FAILURE() << command;
        return {};
    }
    std::string output;
    char part[4096];
    for (std::size_t length; (length = std::fread(part, 1, sizeof part, pipe)) > 0;)
        output.append(part, length);
    EXPECT_EQ(pclose(pipe), 0) << command;
    return output;
}

} // namespace style_transfer::testing
