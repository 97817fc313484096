// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/picture_samples.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstring>

using namespace style_transfer;
using style_transfer::testing::require;

namespace {

// Every row lies in the content, behind the profile; what is between them does as well.
void check(const PictureHead& head, std::uint64_t length) {
    const PictureLayout layout = checked_layout(head, length);
    require(layout.row_length >= head.width);
    require(layout.bands_at >= picture_head_length + head.profile_length);
    for (const std::uint32_t y :
         {0U, std::uint32_t(layout.rows_in_band) - 1, head.height / 2, head.height - 1}) {
        require(layout.place_of_row(y) >= layout.bands_at);
        require(layout.place_of_row(y) + layout.row_length <= length);
    }
}

} // namespace

// The length of the content, and the head as it lies in the shared memory.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::uint64_t length = 0;
    PictureHead head{};
    std::memcpy(&length, data, std::min(size, sizeof length));
    if (size > sizeof length)
        std::memcpy(&head, data + sizeof length, std::min(size - sizeof length, sizeof head));
    try {
        check(head, length);
    } catch (const ReaderRefusal&) {
    }
    // And the length that such a head asks for, which is hardly ever guessed.
    const bool known = std::size_t(head.model) < pixel_models.size() &&
                       std::size_t(head.type) < sample_types.size() && head.width > 0;
    try {
        if (known)
            check(head, PictureLayout(head).length);
    } catch (const ReaderRefusal&) {
    }
    return 0;
}
