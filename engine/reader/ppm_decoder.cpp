// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/translation.h"
#include "engine/reader/byte_order.h"
#include "engine/reader/decoders.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace style_transfer {

namespace {

constexpr std::uint32_t largest_number = 65536; // of a side; a sample is at most 65535

bool is_space(std::uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Takes numbers written in digits; comments reach from # to the end of the line.
class NumberReader {
  public:
    NumberReader(Bytes content, std::size_t offset) : content_(content), offset_(offset) {}

    std::optional<std::uint32_t> next() {
        skip_space();
        std::optional<std::uint32_t> number;
        for (; offset_ < content_.size(); ++offset_) {
            const std::uint32_t c = byte_at(content_, offset_);
            if (c < '0' || c > '9')
                break;
            number = number.value_or(0) * 10 + (c - '0');
            if (*number > largest_number)
                return {};
        }
        return number;
    }

    std::size_t offset() const { return offset_; }

  private:
    void skip_space() {
        bool comment = false;
        for (; offset_ < content_.size(); ++offset_) {
            const std::uint32_t c = byte_at(content_, offset_);
            if (c == '#')
                comment = true;
            else if (c == '\n')
                comment = false;
            else if (!comment && !is_space(c))
                return;
        }
    }

    Bytes content_;
    std::size_t offset_;
};

} // namespace

void decode_ppm(Bytes content, PictureAnswer& answer) {
    const std::uint32_t variant = byte_at(content, 1) - '0';
    const bool colour = variant == 3 || variant == 6;
    const bool digits = variant <= 3;
    NumberReader numbers(content, 2);
    const auto width = numbers.next();
    const auto height = numbers.next();
    const auto maximum = numbers.next();
    if (!width || !height || !maximum || *width == 0 || *height == 0 || *maximum == 0 ||
        *maximum > 65535)
        throw std::runtime_error(N_("its header does not give width, height and largest value"));

    const std::size_t sample_length = digits ? 2 : *maximum > 255 ? 2 : 1; // at least
    const std::size_t row_samples = std::size_t{*width} * (colour ? 3 : 1);
    std::size_t offset = numbers.offset() + 1;
    // Before any memory is taken for the pixels. The last of the digits needs nothing after it.
    if (content.size() + 1 < offset + row_samples * *height * sample_length)
        throw std::runtime_error(N_("the file is cut short"));
    // The largest value can be any: fractions of it, then.
    answer.begin(*width, *height, colour ? PixelModel::rgb : PixelModel::gray, SampleType::float32);
    answer.set_bits(*maximum > 255 ? 16 : 8);
    const auto next_sample = [&]() -> std::optional<std::uint32_t> {
        if (digits)
            return numbers.next();
        if (sample_length > content.size() - std::min(offset, content.size()))
            return {};
        const std::uint32_t sample =
            sample_length == 2 ? big_endian_16(content, offset) : byte_at(content, offset);
        offset += sample_length;
        return sample;
    };
    for (std::uint32_t y = 0; y < *height; ++y) {
        auto* row = answer.next_row_of<float>();
        for (std::size_t i = 0; i < row_samples; ++i) {
            const auto sample = next_sample();
            if (!sample)
                throw std::runtime_error(N_("the file is cut short"));
            row[i] = std::min(1.0F, float(*sample) / float(*maximum));
        }
    }
}

} // namespace style_transfer
