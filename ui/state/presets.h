// SPDX-License-Identifier: GPL-3.0-or-later
// Settings under a name: those that come with the program, and the user's own, each a JSON file as
// data/preset.schema.json describes it. No toolkit.
#pragma once

#include "engine/settings/settings.h"

#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

struct Preset {
    std::string name;        // UTF-8, shown to the user
    std::string description; // what it does to the picture; empty for own ones
    Settings settings;
    std::filesystem::path file; // of an own one; empty: built in
    // What it does to a picture, in the data folder; empty for own ones.
    std::filesystem::path picture{};

    bool own() const { return !file.empty(); }
};

// The defaults first. Names and descriptions are translated.
std::vector<Preset> built_in_presets();

// `now` with the preset's settings. What belongs to the machine stays: network, threads, memory.
Settings with_preset(const Settings& now, const Preset& preset);

// Whether with_preset() would change nothing.
bool is_in_use(const Preset& preset, const Settings& now);

// Throws Error(file) naming the file and the field, what was expected and what was found.
Preset read_preset(const std::filesystem::path& file);

// The file is there whole or as it was. Throws Error(file).
void write_preset(
    const std::filesystem::path& file, const std::string& name, const Settings& settings);

// Where the picture of an own preset lies that is in `file`; it need not be there.
std::filesystem::path own_picture(const std::filesystem::path& file);

// The user's own presets in a folder, which is made when the first one is saved.
class OwnPresets {
  public:
    explicit OwnPresets(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // By name. Files that are no presets are left out.
    std::vector<Preset> list() const;

    // Replaces one of the same name, and drops its picture. Returns the file. Throws
    // Error(invalid_argument) for an empty name or that of a built-in preset, Error(file).
    std::filesystem::path save(const std::string& name, const Settings& settings) const;

    // Its picture goes with it. Throws Error like save(), and when there is another one of that
    // name.
    void rename(const Preset& preset, const std::string& name) const;

    // Throws Error(file).
    void remove(const Preset& preset) const;
    // Saves it under a name that no other preset has: this one, or one with a number behind it.
    void add(const std::string& name, const Settings& settings) const;

  private:
    std::filesystem::path place_for(const std::string& name) const;
    std::filesystem::path
    free_place_for(const std::string& name, const std::filesystem::path& own) const;

    std::filesystem::path folder_;
};

} // namespace style_transfer
