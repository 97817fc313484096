// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/finished_picture.h"

#include "engine/base/style_parts.h"
#include "engine/finishing/enhancement.h"
#include "engine/pixels/resample.h"

#include <algorithm>
#include <utility>

namespace style_transfer {

namespace {

constexpr int strip_height = 256;

ImageView area_of(const ImageView& image, const Area& area) {
    return {
        image.row(area.y) + std::ptrdiff_t{area.x} * image.channels, area.size, image.channels,
        image.row_stride};
}

Area widened(const Area& area, int margin, Size whole) {
    const int left = std::max(area.x - margin, 0), top = std::max(area.y - margin, 0);
    const int right = std::min(area.x + area.size.width + margin, whole.width);
    const int bottom = std::min(area.y + area.size.height + margin, whole.height);
    return {left, top, {right - left, bottom - top}};
}

Image fitted(const ImageView& painting, Size result) {
    const bool larger = painting.size.width > result.width || painting.size.height > result.height;
    return larger ? resample(painting, result) : Image();
}

// What an ending of its own brings.
Settings without_ending(Settings settings) {
    settings.enhance = false;
    settings.opacity = 100;
    return settings;
}

Finisher finisher_of(const ImageView& painting, const ImageView& photo, const RgbSpace& space) {
    return photo.pixels ? Finisher(painting, photo, space) : Finisher(space);
}

} // namespace

FinishedPicture::FinishedPicture(const Canvas& canvas, const ImageView& painting, const Babl* space)
    : photo_(canvas.photo()), covered_(canvas.covered()), working_base_(canvas.working_base()),
      shrunk_(fitted(painting, canvas.result_size())),
      painting_(shrunk_.empty() ? painting : shrunk_.view()), size_(canvas.result_size()),
      finisher_(finisher_of(painting_, photo_, canvas.space())),
      enlargement_(painting_, working_base_, size_), babl_space_(space) {}

// The painting there and what belongs to it; `part` says where and has the photo.
FinishedPicture::Part
FinishedPicture::part_of(const Enlargement& enlargement, Size whole, Part part) const {
    part.pixel = double(whole.longer_side()) / painting_.size.longer_side();
    Enlargement::Part enlarged = enlargement.part(part.frame.part, part.photo);
    part.painting = std::move(enlarged.painting);
    part.detail = std::move(enlarged.detail);
    return part;
}

FinishedPicture::Part FinishedPicture::part(const Area& area) const {
    Part part;
    part.frame = {widened(area, sharpening_margin(pixel()), size_), size_};
    part.inner = {area.x - part.frame.part.x, area.y - part.frame.part.y, area.size};
    if (photo_.pixels)
        part.photo = area_of(photo_, part.frame.part);
    if (covered_.pixels)
        part.covered = area_of(covered_, part.frame.part);
    return part_of(enlargement_, size_, std::move(part));
}

FinishedPicture::Part FinishedPicture::overview(int longer_side) const {
    const Size size = scaled_to_longer_side(size_, std::min(longer_side, size_.longer_side()));
    Part part;
    part.frame = whole_frame(size);
    part.inner = part.frame.part;
    part.small_photo = area_means(photo_, size);
    part.photo = part.small_photo.view();
    if (covered_.pixels) {
        part.small_covered = area_means(covered_, size);
        part.covered = part.small_covered.view();
    }
    if (size.longer_side() > painting_.size.longer_side())
        return part_of(Enlargement(painting_, working_base_, size), size, std::move(part));
    part.pixel = double(size.longer_side()) / painting_.size.longer_side();
    part.painting = area_means(painting_, size);
    return part;
}

Image FinishedPicture::finished(const Part& part, const Settings& settings, Ending ending) const {
    const ImageView& photo = part.photo;
    const Size size = part.frame.part.size;
    const auto amount = float(settings.detail / 100);
    Image picture = Image::create(size, photo.channels == 4 ? 4 : 3);
    for (int y = 0; y < size.height; ++y) {
        const float* painted = part.painting.row(y);
        const float* detail = part.detail.empty() ? nullptr : part.detail.row(y);
        float* target = picture.row(y);
        for (int x = 0; x < size.width; ++x, target += picture.channels()) {
            for (int c = 0; c < 3; ++c)
                target[c] = painted[3 * x + c] + (detail ? amount * detail[3 * x + c] : 0);
            if (picture.channels() == 4)
                target[3] = photo.row(y)[4 * x + 3];
        }
    }
    const ImageView below = photo.pixels ? photo : picture.view();
    finisher_.finish(
        ending == Ending::of_numbers ? settings : without_ending(settings), picture.span(), below,
        part.frame, part.pixel);
    if (ending == Ending::by_filters) {
        apply(
            live_filters(settings, finisher_.space().has_colours(), part.pixel), picture.span(),
            babl_space_);
        lay_over_photo(picture.span(), below, settings.opacity);
    }
    keep_uncovered(picture.span(), photo, part.covered);
    return part.inner == Area{0, 0, size} ? std::move(picture)
                                          : Image::copy_of(area_of(picture.view(), part.inner));
}

void FinishedPicture::in_strips(const Settings& settings, const Strip& take, Ending ending) const {
    for (int y = 0; y < size_.height; y += strip_height) {
        const Area rows{0, y, {size_.width, std::min(strip_height, size_.height - y)}};
        const Image strip = finished(part(rows), settings, ending);
        take(strip.view(), y);
    }
}

Image FinishedPicture::whole(const Settings& settings, Ending ending) const {
    Image picture = Image::create(size_, photo_.channels == 4 ? 4 : 3);
    const auto take = [&](const ImageView& rows, int y) {
        for (int row = 0; row < rows.size.height; ++row)
            std::copy_n(rows.row(row), picture.row_stride(), picture.row(y + row));
    };
    in_strips(settings, take, ending);
    return picture;
}

} // namespace style_transfer
