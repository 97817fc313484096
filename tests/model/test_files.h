// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of files that make_files.py writes before the first test, and what is in them.
#pragma once

#include "engine/model/model.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace style_transfer::test {

// Exists while tests run; removed at the end.
const std::filesystem::path& folder();

// Why make_files.py could not run; empty when all is well.
const std::string& problem();

// make_files.py with these further arguments; returns whether it succeeded.
bool run_make_files(const std::string& arguments);

// What make_files.py wrote into `file`.
nlohmann::json read_json(const std::string& file);

std::string read_bytes(const std::filesystem::path& file);

// Into the folder; returns the whole path.
std::filesystem::path write_bytes(const std::string& name, std::string_view bytes);

std::span<const std::byte> as_bytes(std::string_view text);

// A safetensors file: length, header, data.
std::string safetensors(std::string_view header, std::string_view data = "");

// The sentence with which load_model refuses `file` of the folder, without "FILE: " in front, which
// every sentence must begin with; "loaded" when it does not.
std::string
refusal(const std::filesystem::path& file, const std::vector<std::string>& wanted_layers);

// Loads all of `file` and compares each layer with expected.json's `network`.
void expect_weights(
    const Model& model, const std::string& network, std::size_t convolutions,
    std::size_t all_layers);

// Tests that need files by make_files.py.
class MadeFiles : public testing::Test {
  protected:
    void SetUp() override {
        if (!problem().empty())
            GTEST_SKIP() << problem();
    }
};

} // namespace style_transfer::test
