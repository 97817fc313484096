// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the trainer work on: a folder of generated pictures and a tiny teacher.
#pragma once

#include "engine/base/error.h"
#include "engine/model/model.h"
#include "engine/train/feature_network.h"
#include "engine/train/picture_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer::train::test {

// A folder of its own, removed at the end.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path file(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

void write_text(const std::filesystem::path& file, const std::string& text);

// A PPM of smooth coloured waves with grain; another `phase`, another picture.
void write_picture(const std::filesystem::path& file, int width, int height, int phase);

// `count` pictures of 48×40 pixels, every third named painting-….ppm.
void write_pictures(const std::filesystem::path& folder, int count);

// block1_conv1 (6 channels), block1_conv2 (6), a pool, block2_conv1 (8), with random weights of a
// size that keeps values of the order of the picture's.
Model tiny_teacher();
// The same as a network file of this project.
void write_tiny_teacher(const std::filesystem::path& file);

// GEGL is started for all tests of the program.
PictureSource source_of(const std::filesystem::path& folder, int crop = 24);

// The sentence of the Error that `call` throws, which must have this code; "nothing thrown".
std::string refusal(ErrorCode code, const std::function<void()>& call);

} // namespace style_transfer::train::test
