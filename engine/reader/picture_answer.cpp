// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/picture_answer.h"

#include "engine/base/deferred_sentence.h"
#include "engine/base/translation.h"
#include "engine/reader/profile_trial.h"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>

namespace style_transfer {

void PictureAnswer::begin(
    std::uint64_t width, std::uint64_t height, PixelModel model, SampleType type, Bytes profile,
    const std::array<float, 8>* chromaticities) {
    const std::string size = std::to_string(width) + "×" + std::to_string(height);
    if (width < 1 || height < 1)
        throw std::runtime_error(deferred_sentence(N_("its size is %s pixels"), {size}));
    if (std::max(width, height) > largest_picture_side)
        throw std::runtime_error(deferred_sentence(
            N_("its size is %s pixels, and no side may be longer than %s"),
            {size, std::to_string(largest_picture_side)}));
    if (without_profile_ || profile.size() > longest_profile)
        profile = {};
    PictureHead head{};
    head.width = std::uint32_t(width);
    head.height = std::uint32_t(height);
    head.model = model;
    head.type = type;
    head.bits = type == SampleType::u8 ? 8 : type == SampleType::u16 ? 16 : 32;
    head.orientation = 1;
    head.profile_length = profile.size();
    head.profile = profile.empty() ? ProfileState::absent : ProfileState::on_trial;
    if (chromaticities) {
        head.has_chromaticities = 1;
        std::ranges::copy(*chromaticities, head.chromaticities);
    }
    layout_.emplace(head);
    // A file that grows so much tells no truth, and whoever takes the pixels needs more for them.
    if (const std::uint64_t bytes = height * layout_->row_length; bytes > writer_.memory_limit())
        throw std::runtime_error(deferred_sentence(
            N_("its %s pixels take %s MiB, more than there is or than a file of its length needs"),
            {size, std::to_string(bytes >> 20)}));
    content_ = writer_.make_room(layout_->length).data();
    std::ranges::copy(profile, content_ + picture_head_length);
    head_ = new (content_) PictureHead(head);
    if (!profile.empty())
        head_->profile =
            is_usable_profile(profile, head) ? ProfileState::usable : ProfileState::unusable;
    writer_.signal();
}

std::byte* PictureAnswer::next_row() {
    if (rows_ == head_->height)
        throw std::runtime_error(N_("it holds more rows than it says"));
    if (rows_ > 0 && rows_ % layout_->rows_in_band == 0)
        hand_over_band();
    return content_ + layout_->place_of_row(rows_++);
}

void PictureAnswer::hand_over_band() {
    writer_.signal();
    // The band before this one is filled next, and has to have been taken.
    if (++bands_ >= 2)
        writer_.wait_for_answer();
}

void PictureAnswer::take_rows(Bytes rows) {
    for (; !rows.empty(); rows = rows.subspan(row_length()))
        std::ranges::copy(rows.first(row_length()), next_row());
}

void PictureAnswer::complete() {
    if (rows_ != head_->height)
        throw std::runtime_error(N_("the file is cut short"));
    hand_over_band();
    writer_.complete();
}

} // namespace style_transfer
