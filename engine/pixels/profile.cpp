// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/profile.h"

#include "engine/pixels/byte_order.h"

#include <babl/babl.h>

#include <array>

namespace style_transfer {

namespace {

constexpr std::size_t header_length = 128;
constexpr std::size_t entry_length = 12;

// Text in several languages: records of language, length and place.
bool is_sound_text_list(Bytes tag) {
    constexpr std::size_t records_at = 16;
    if (tag.size() < records_at)
        return false;
    const std::size_t count = big_endian_32(tag, 8);
    if (big_endian_32(tag, 12) != entry_length || count > (tag.size() - records_at) / entry_length)
        return false;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t record = records_at + i * entry_length;
        const std::size_t length = big_endian_32(tag, record + 4);
        const std::size_t offset = big_endian_32(tag, record + 8);
        if (offset > tag.size() || length > tag.size() - offset)
            return false;
    }
    return true;
}

bool is_sound_parametric_curve(Bytes tag) {
    constexpr std::array<std::size_t, 5> numbers{1, 3, 4, 5, 7};
    if (tag.size() < 12)
        return false;
    const std::size_t function = big_endian_16(tag, 8);
    return function < numbers.size() && (tag.size() - 12) / 4 >= numbers[function];
}

// Its name stands at `entry` of the profile.
bool is_sound_tag(Bytes profile, std::size_t entry, Bytes tag) {
    if (tag.size() < 8 || big_endian_32(tag, 4) != 0) // four bytes after the type are reserved
        return false;
    // babl takes these without a look at their type.
    if (text_is(profile, entry + 1, "TRC") && !text_is(tag, 0, "curv") && !text_is(tag, 0, "para"))
        return false;
    if ((text_is(profile, entry + 1, "XYZ") || text_is(profile, entry, "wtpt")) &&
        !text_is(tag, 0, "XYZ "))
        return false;
    if (text_is(tag, 0, "mluc"))
        return is_sound_text_list(tag);
    if (text_is(tag, 0, "para"))
        return is_sound_parametric_curve(tag);
    if (text_is(tag, 0, "XYZ "))
        return tag.size() >= 20;
    if (text_is(tag, 0, "curv"))
        return tag.size() >= 12 && (tag.size() - 12) / 2 >= big_endian_32(tag, 8);
    if (text_is(tag, 0, "desc"))
        return tag.size() >= 12 && tag.size() - 12 >= big_endian_32(tag, 8);
    return true;
}

} // namespace

bool is_sound_profile(Bytes profile) {
    if (profile.size() < header_length + 4 || !text_is(profile, 36, "acsp"))
        return false;
    // What lies beyond the length that the profile gives itself is padding.
    const std::size_t length = big_endian_32(profile, 0);
    if (length < header_length + 4 || length > profile.size())
        return false;
    const Bytes content = profile.first(length);
    const std::size_t count = big_endian_32(content, header_length);
    if (count > (length - header_length - 4) / entry_length)
        return false;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = header_length + 4 + i * entry_length;
        const std::size_t tag_at = big_endian_32(content, entry + 4);
        const std::size_t tag_length = big_endian_32(content, entry + 8);
        if (tag_at > length || tag_length > length - tag_at ||
            !is_sound_tag(content, entry, content.subspan(tag_at, tag_length)))
            return false;
    }
    return true;
}

const Babl* space_of_profile(Bytes profile) {
    if (!is_sound_profile(profile))
        return nullptr;
    const char* error = nullptr;
    return babl_space_from_icc(
        reinterpret_cast<const char*>(profile.data()), int(profile.size()),
        BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &error);
}

} // namespace style_transfer
