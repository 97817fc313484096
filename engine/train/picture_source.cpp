// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/picture_source.h"

#include "engine/base/error.h"
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/resample.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <system_error>

namespace style_transfer::train {

namespace fs = std::filesystem;

namespace {

// Larger pictures are reduced to this shorter side: crops are small, and memory is not endless.
constexpr int most_shorter_side = 512;

std::vector<fs::path> files_below(const fs::path& folder) {
    const auto refuse = [&](const std::string& problem) {
        throw Error(
            ErrorCode::file, "The images folder \"" + folder.string() + "\" " + problem + ".");
    };
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status))
        refuse("is not there");
    if (!fs::is_directory(status))
        refuse("is no folder");
    std::vector<fs::path> files;
    fs::recursive_directory_iterator entry(
        folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const bool hidden = entry->path().filename().string().starts_with('.');
        std::error_code ignored;
        if (!hidden && entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    if (error)
        refuse("cannot be read: " + error.message());
    std::ranges::sort(files); // the order of a folder is no order
    return files;
}

void choose(std::vector<fs::path>& files, int most, std::uint64_t seed) {
    if (files.size() <= std::size_t(most))
        return;
    Random random(seed, Purpose::picture_choice, 0);
    for (int i = 0; i < most; ++i)
        std::swap(files[i], files[i + random.below(int(files.size()) - i)]);
    files.resize(most);
    std::ranges::sort(files);
}

// Over white, where there is alpha.
std::vector<std::uint8_t> eight_bits(const Image& image) {
    const Size size = image.size();
    std::vector<std::uint8_t> bytes;
    bytes.reserve(std::size_t(size.width) * size.height * 3);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float* pixel = image.row(y) + std::ptrdiff_t(x) * image.channels();
            const float alpha = image.channels() == 4 ? pixel[3] : 1;
            for (int c = 0; c < 3; ++c) {
                const float value = pixel[c] * alpha + (1 - alpha);
                bytes.push_back(
                    value > 0 ? std::uint8_t(std::lround(255 * std::min(value, 1.0F))) : 0);
            }
        }
    return bytes;
}

Image read(const fs::path& file) {
    Image image = load_picture(file).image;
    const int shorter = image.size().shorter_side();
    if (shorter <= most_shorter_side)
        return image;
    const auto reduced = [&](int side) {
        return int(std::lround(double(side) * most_shorter_side / shorter));
    };
    return resample(image.view(), {reduced(image.size().width), reduced(image.size().height)});
}

std::string counted(int number, const std::string& noun) {
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

} // namespace

void PictureSource::add(const fs::path& file) {
    std::optional<Image> image;
    try {
        image = read(file);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::file)
            throw;
        ++unreadable_;
        return;
    }
    if (image->size().shorter_side() < (options_.crop + 1) / 2) {
        ++tiny_;
        return;
    }
    const bool painting = !options_.paintings.empty() &&
                          file.filename().string().find(options_.paintings) != std::string::npos;
    pictures_.push_back({eight_bits(*image), image->size(), painting});
}

void PictureSource::hold_out() {
    std::vector<int> order(pictures_.size());
    std::iota(order.begin(), order.end(), 0);
    const int count = std::clamp(int(order.size()) / 10, 1, 60);
    Random random(options_.seed, Purpose::held_out, 0);
    for (int i = 0; i < count; ++i)
        std::swap(order[i], order[i + random.below(int(order.size()) - i)]);
    held_out_.assign(order.begin(), order.begin() + count);
    any_.assign(order.begin() + count, order.end());
    std::ranges::sort(held_out_);
    std::ranges::sort(any_);
    const auto is_painting = [&](int i) { return pictures_[i].painting; };
    std::ranges::copy_if(any_, std::back_inserter(paintings_), is_painting);
    std::ranges::copy_if(held_out_, std::back_inserter(held_out_paintings_), is_painting);
}

const std::vector<int>& PictureSource::indices(Kind kind) const {
    switch (kind) {
    case Kind::painting:
        return paintings_.empty() ? any_ : paintings_;
    case Kind::held_out:
        return held_out_;
    case Kind::held_out_painting:
        return held_out_paintings_.empty() ? held_out_ : held_out_paintings_;
    case Kind::any:
        break;
    }
    return any_;
}

PictureSource PictureSource::load(const PictureOptions& options, const Progress& progress) {
    std::vector<fs::path> files = files_below(options.folder);
    choose(files, options.most, options.seed);
    PictureSource source(options);
    for (std::size_t i = 0; i < files.size(); ++i) {
        source.add(files[i]);
        if (progress && (i + 1) % 500 == 0)
            progress(int(i) + 1, int(files.size()));
    }
    if (source.pictures_.size() < 2)
        throw Error(
            ErrorCode::file, "The images folder \"" + options.folder.string() + "\" holds " +
                                 counted(int(source.pictures_.size()), "picture") +
                                 " to train on (" + std::to_string(source.unreadable_) +
                                 " unreadable, " + std::to_string(source.tiny_) +
                                 " too small for crops of " + std::to_string(options.crop) +
                                 " pixels); at least two are needed.");
    source.hold_out();
    return source;
}

Image PictureSource::square(const Picture& picture, int x, int y, int side, bool mirrored) const {
    Image part = Image::create({side, side}, 3);
    for (int row = 0; row < side; ++row) {
        const std::uint8_t* from =
            picture.pixels.data() + (std::size_t(y + row) * picture.size.width + x) * 3;
        float* to = part.row(row);
        for (int column = 0; column < side; ++column)
            for (int c = 0; c < 3; ++c)
                to[(mirrored ? side - 1 - column : column) * 3 + c] =
                    float(from[column * 3 + c]) / 255;
    }
    if (side == options_.crop)
        return part;
    return resample(part.view(), {options_.crop, options_.crop});
}

Image PictureSource::crop(Kind kind, Random& random) const {
    const std::vector<int>& choice = indices(kind);
    const Picture& picture = pictures_[choice[random.below(int(choice.size()))]];
    const int shorter = picture.size.shorter_side();
    int side = shorter;
    if (shorter > options_.crop) {
        const double scale = random.uniform(double(options_.crop) / shorter, 1);
        side = std::clamp(int(std::lround(options_.crop / scale)), options_.crop, shorter);
    }
    const int x = random.below(picture.size.width - side + 1);
    const int y = random.below(picture.size.height - side + 1);
    return square(picture, x, y, side, random.chance(0.5));
}

Image PictureSource::held_out_square(int index) const {
    const Picture& picture = pictures_[held_out_.at(index)];
    const int side = picture.size.shorter_side();
    return square(
        picture, (picture.size.width - side) / 2, (picture.size.height - side) / 2, side, false);
}

} // namespace style_transfer::train
