// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/style_options.h"

#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/translation.h"
#include "engine/cli/painting.h"
#include "engine/pixels/colour_space.h"
#include "engine/pixels/resample.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr const char* painting_suffix = ".jpg"; // of the bundled ones
// How far the shape of a region may be from the base's: what rounding makes of a smaller copy.
constexpr double alike = 0.02;

Error refused(const std::string& sentence) {
    return Error(ErrorCode::invalid_argument, sentence);
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

// The file, or the bundled painting of that name.
fs::path found(const std::string& name) {
    if (!is_there(name) && name.find('/') == std::string::npos)
        for (const fs::path& folder : data_folders())
            if (const fs::path file = folder / "paintings" / (name + painting_suffix);
                is_there(file))
                return file;
    return name;
}

// A file whose whole name `text` is comes first.
StyleArgument parse_style(const std::string& text) {
    if (is_there(text))
        return {found(text)};
    const WeightedStyle style = parse_weighted_style(text);
    return {found(style.file), style.weight};
}

// How bright the numbers are, as GIMP shows a mask; what is transparent is black.
Image mask_of(const ImageView& picture) {
    Image mask = Image::create(picture.size, 1);
    for (int y = 0; y < picture.size.height; ++y)
        for (int x = 0; x < picture.size.width; ++x) {
            const float* pixel = picture.row(y) + std::ptrdiff_t{x} * picture.channels;
            const float alpha = picture.channels == 4 ? pixel[3] : 1;
            mask.row(y)[x] = alpha * (0.2126F * pixel[0] + 0.7152F * pixel[1] + 0.0722F * pixel[2]);
        }
    return mask;
}

std::string size_text(Size size) {
    return std::to_string(size.width) + "×" + std::to_string(size.height);
}

void check_shape(const fs::path& file, Size size, Size base) {
    const double shape = (double(size.width) / size.height) / (double(base.width) / base.height);
    if (size != base && std::abs(shape - 1) > alike)
        throw refused(formatted(
            _("The region \"%s\" has %s pixels; it must have the shape of the picture, which has "
              "%s."),
            file.c_str(), size_text(size).c_str(), size_text(base).c_str()));
}

} // namespace

StyleOptions::StyleOptions(CLI::App& app) : app_(app) {
    app.add_option(
           "--style", styles_,
           "A style, again for each further one; its share of the picture grows with its weight")
        ->type_name("FILE[:WEIGHT]")
        ->allow_extra_args(false);
    app.add_option(
           "--region", regions_,
           "Picture of the shape of what is painted, white where the --style before it is wanted; "
           "styles without one get the rest, and what is left stays")
        ->type_name("FILE")
        ->allow_extra_args(false);
}

std::vector<StyleArgument> StyleOptions::listed(const std::vector<std::string>& first) const {
    std::vector<StyleArgument> styles;
    styles.reserve(first.size() + styles_.size());
    for (const std::string& name : first)
        styles.push_back({found(name)});
    auto style = styles_.begin();
    auto region = regions_.begin();
    for (const CLI::Option* option : app_.parse_order()) {
        if (option->check_name("--style")) {
            styles.push_back(parse_style(*style++));
        } else if (option->check_name("--region")) {
            if (style == styles_.begin() || styles.back().region)
                throw refused(formatted(
                    _("region: %s must follow the --style that it is for."), region->c_str()));
            styles.back().region = *region++;
        }
    }
    return styles;
}

std::vector<StyleArgument> StyleOptions::styles(const std::vector<std::string>& first) const {
    std::vector<StyleArgument> styles = listed(first);
    if (styles.empty())
        throw refused(_("style: expected a picture whose strokes and colours are taken."));
    check_style_count(styles.size());
    return styles;
}

LoadedStyles::LoadedStyles(
    const std::vector<StyleArgument>& arguments, const Interruption& interruption) {
    for (const StyleArgument& argument : arguments) {
        LoadedPicture picture = load_unless_interrupted(argument.file, interruption);
        Loaded loaded{std::move(picture.image), picture.space, argument.weight, {}, {}};
        if (argument.region) {
            loaded.region_file = *argument.region;
            loaded.region =
                mask_of(load_unless_interrupted(*argument.region, interruption).image.view());
        }
        styles_.push_back(std::move(loaded));
    }
}

std::vector<Style> LoadedStyles::for_base(const LoadedPicture& base) const {
    const Size size = base.image.size();
    std::vector<Style> styles;
    styles.reserve(styles_.size());
    for (const Loaded& loaded : styles_) {
        Style style{loaded.picture.clone(), loaded.weight};
        convert_colours(style.picture.span(), loaded.space, base.space);
        if (!loaded.region.empty()) {
            check_shape(loaded.region_file, loaded.region.size(), size);
            style.region = resample(loaded.region.view(), size);
        }
        styles.push_back(std::move(style));
    }
    return styles;
}

std::vector<StyleArgument> bundled_paintings() {
    for (const fs::path& folder : data_folders()) {
        std::vector<StyleArgument> paintings;
        std::error_code error;
        for (fs::directory_iterator entry(folder / "paintings", error), end; !error && entry != end;
             entry.increment(error))
            if (entry->path().extension() == painting_suffix)
                paintings.push_back({entry->path()});
        if (!paintings.empty()) {
            std::ranges::sort(paintings, {}, &StyleArgument::file);
            return paintings;
        }
    }
    return {};
}

std::vector<fs::path>
files_of(const std::vector<StyleArgument>& styles, const std::optional<fs::path>& settings_file) {
    std::vector<fs::path> files;
    for (const StyleArgument& style : styles) {
        files.push_back(style.file);
        if (style.region)
            files.push_back(*style.region);
    }
    if (settings_file)
        files.push_back(*settings_file);
    return files;
}

} // namespace style_transfer
