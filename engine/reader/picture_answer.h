// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/answer_writer.h"
#include "engine/reader/content_kind.h"
#include "engine/reading/picture_answer.h"

#include <array>
#include <optional>

namespace style_transfer {

// What decoders fill: the head's fields, then rows from top to bottom.
class PictureAnswer {
  public:
    // The profile of a picture is passed over, if that is asked for.
    PictureAnswer(AnswerWriter& writer, bool without_profile)
        : writer_(writer), without_profile_(without_profile) {}

    // All that must be known before the pixels. Finds out whether the profile can be used, which
    // may not return. Throws std::runtime_error, which completes "… cannot be read: …", when a side
    // is not in 1…largest_picture_side or the pixels are more than the limit of memory.
    void begin(
        std::uint64_t width, std::uint64_t height, PixelModel model, SampleType type,
        Bytes profile = {}, const std::array<float, 8>* chromaticities = nullptr);

    // Of the numbers in the file, if that is not what the type says. Before the last row.
    void set_bits(std::uint32_t bits) { head_->bits = bits; }
    void set_orientation(std::uint32_t orientation) { head_->orientation = orientation; }

    std::size_t row_length() const { return std::size_t(layout_->row_length); } // bytes
    // Where the next row goes, from the top, in the byte order of this machine; the one before is
    // complete then.
    std::byte* next_row();
    template <typename Sample>
    Sample* next_row_of() {
        return reinterpret_cast<Sample*>(next_row());
    }
    // For decoders that cannot go from top to bottom: all rows, as they follow each other.
    void take_rows(Bytes rows);

    // After the last row and whatever can still turn out to be wrong.
    void complete();

  private:
    void hand_over_band();

    AnswerWriter& writer_;
    bool without_profile_;
    PictureHead* head_ = nullptr;
    std::byte* content_ = nullptr;
    std::optional<PictureLayout> layout_;
    std::uint32_t rows_ = 0; // begun
    std::uint64_t bands_ = 0;
};

} // namespace style_transfer
