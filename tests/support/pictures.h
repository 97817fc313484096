// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer::testing {

// The folder that make_pictures.py has filled, made once per run; empty when it could not be made.
const std::filesystem::path& pictures();

// A folder for what one test writes; removed at the end of the run.
std::filesystem::path scratch_folder();

// What NAME.expected holds.
struct Expected {
    Size size;
    int channels = 0;
    int bits = 0;
    std::vector<float> pixels;
};
Expected expected_of(const std::string& name);

// The largest difference between two pictures of the same size and number of channels.
double largest_difference(const ImageView& image, const std::vector<float>& pixels);

// The sentence of the Error(file) that `work` throws; "none" when it throws nothing.
std::string file_error(const std::function<void()>& work);

std::string content_of(const std::filesystem::path& file);
std::vector<std::string> names_in(const std::filesystem::path& folder);

// What `command` prints; fails the test when it does not exit with 0.
std::string output_of(const std::string& command);

} // namespace style_transfer::testing
