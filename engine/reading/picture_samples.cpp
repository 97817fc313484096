// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/picture_samples.h"

#include "engine/base/translation.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

namespace style_transfer {

namespace {

constexpr const char* impossible =
    N_("the file is damaged: its reader gave an answer that cannot be");

FileDescriptor open_picture(const std::filesystem::path& file) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    FileDescriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor.valid()) {
        if (errno == ENOENT || errno == ENOTDIR)
            throw ReaderRefusal(_("there is no such file"));
        if (errno == ENXIO || errno == ENODEV)
            throw ReaderRefusal(_("that is no ordinary file"));
        throw ReaderRefusal(std::strerror(errno));
    }
    struct stat status {};
    if (fstat(descriptor.number(), &status) != 0)
        throw ReaderRefusal(std::strerror(errno));
    if (S_ISDIR(status.st_mode))
        throw ReaderRefusal(_("that is a folder"));
    if (!S_ISREG(status.st_mode))
        throw ReaderRefusal(_("that is no ordinary file"));
    if (status.st_size == 0)
        throw ReaderRefusal(_("the file is empty"));
    return descriptor;
}

bool in_range(auto value, auto least, auto most) {
    return value >= least && value <= most;
}

// Places in the diagram of chromaticities of 1931, and real primaries: a triangle with an area.
bool are_chromaticities(const float (&points)[8]) {
    const bool inside = std::ranges::all_of(
        points, [](float value) { return std::isfinite(value) && in_range(value, -1.0F, 2.0F); });
    const auto [rx, ry, gx, gy, bx, by, wx, wy] = points;
    const float area = (gx - rx) * (by - ry) - (bx - rx) * (gy - ry);
    return inside && std::abs(area) > 0.001F && wy > 0.01F && ry != 0 && gy != 0 && by != 0;
}

} // namespace

PictureLayout checked_layout(const PictureHead& head, std::uint64_t content_length) {
    const auto check = [](bool holds) {
        if (!holds)
            throw ReaderRefusal(_(impossible));
    };
    check(in_range(head.width, 1U, largest_picture_side));
    check(in_range(head.height, 1U, largest_picture_side));
    check(std::size_t(head.model) < pixel_models.size());
    check(std::size_t(head.type) < sample_types.size());
    check(head.profile_length <= longest_profile);
    check(head.has_chromaticities == 0 || are_chromaticities(head.chromaticities));
    const PictureLayout layout(head);
    check(content_length == layout.length);
    return layout;
}

PictureSamples::PictureSamples(const std::filesystem::path& file, const CancellationToken& token)
    : file_(open_picture(file)), token_(token) {
    try {
        start("");
    } catch (const ReaderRefusal&) {
        // One that is harmful counts as none.
        if (head_.profile != ProfileState::on_trial)
            throw;
        start("without profile");
    }
    layout_ = checked_layout(head_, content_.size());
}

void PictureSamples::start(const std::string& variant) {
    reader_ = std::make_unique<ReaderProcess>(
        file_.number(), std::vector<std::string>{"picture", variant}, token_);
    const auto look = [this] {
        content_ = reader_->content();
        if (content_.size() >= picture_head_length)
            std::memcpy(&head_, content_.data(), sizeof head_);
    };
    head_ = {};
    try {
        reader_->wait_for_signal();
    } catch (const ReaderRefusal&) {
        look();
        throw;
    }
    look();
}

std::span<const std::byte> PictureSamples::profile() const {
    if (head_.profile != ProfileState::usable)
        return {};
    return content_.subspan(picture_head_length, std::size_t(head_.profile_length));
}

std::span<const std::byte> PictureSamples::next_row() {
    if (rows_ % layout_->rows_in_band == 0) {
        if (rows_ > 0)
            reader_->answer_signal();
        reader_->wait_for_signal();
    }
    return content_.subspan(
        std::size_t(layout_->place_of_row(rows_++)), std::size_t(layout_->row_length));
}

void PictureSamples::read_to_end() {
    while (rows_ < head_.height)
        next_row();
    finish();
}

void PictureSamples::finish() {
    reader_->wait_for_end();
    PictureHead last{};
    std::memcpy(&last, content_.data(), sizeof last);
    if (!in_range(last.orientation, 1U, 8U) ||
        (last.bits != 8 && last.bits != 16 && last.bits != 32))
        throw ReaderRefusal(_(impossible));
    head_.orientation = last.orientation;
    head_.bits = last.bits;
}

} // namespace style_transfer
