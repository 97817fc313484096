// SPDX-License-Identifier: GPL-3.0-or-later
// The styles of a command, each with its weight and region.
#pragma once

#include "engine/base/style.h"
#include "engine/cli/interruption.h"
#include "engine/picture_files/picture_file.h"
#include "engine/settings/weighted_style.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace style_transfer {

// A style as the command line names it.
struct StyleArgument {
    std::filesystem::path file;
    double weight = 1;
    std::optional<std::filesystem::path> region{}; // a picture: white is painted after this style
};

// The options --style and --region.
class StyleOptions {
  public:
    // Adds them to `app`, which lives longer.
    explicit StyleOptions(CLI::App& app);
    StyleOptions(const StyleOptions&) = delete;
    StyleOptions& operator=(const StyleOptions&) = delete;

    // What has been given, in its order, after those of the names `first`: one at least,
    // most_styles at most. Throws Error(invalid_argument).
    std::vector<StyleArgument> styles(const std::vector<std::string>& first = {}) const;
    // Likewise, but however many: for pictures that have one of them each.
    std::vector<StyleArgument> listed(const std::vector<std::string>& first = {}) const;

  private:
    const CLI::App& app_;
    std::vector<std::string> styles_;
    std::vector<std::string> regions_;
};

// The pictures of such styles, read once for many bases.
class LoadedStyles {
  public:
    // Throws Error.
    LoadedStyles(const std::vector<StyleArgument>& arguments, const Interruption& interruption);

    // In the base's colour space, the regions at its size. Throws Error(invalid_argument) when one
    // has another shape.
    std::vector<Style> for_base(const LoadedPicture& base) const;

  private:
    struct Loaded {
        Image picture;
        const Babl* space; // of its numbers
        double weight;
        std::filesystem::path region_file;
        Image region; // of one channel, or empty
    };
    std::vector<Loaded> styles_;
};

// All that came with the program, by name; none where they have not been installed.
std::vector<StyleArgument> bundled_paintings();

// Every file that they name, and that of the settings where there is one.
std::vector<std::filesystem::path> files_of(
    const std::vector<StyleArgument>& styles,
    const std::optional<std::filesystem::path>& settings_file);

} // namespace style_transfer
