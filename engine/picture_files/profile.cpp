// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/profile.h"

#include "engine/picture_files/byte_order.h"

#include <babl/babl.h>

#include <array>
#include <cstdint>

namespace style_transfer {

namespace {

constexpr std::size_t header_length = 128;
constexpr std::size_t entry_length = 12;
// Far beyond what any display has.
constexpr double smallest_gamma = 0.1;
constexpr double largest_gamma = 10;

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

// Y = (a·X + b)^gamma from X = d on, a line of slope c below: all of it must rise within [0,1].
bool is_sound_parametric_curve(Bytes tag) {
    constexpr std::array<std::size_t, 5> counts{1, 3, 4, 5, 7};
    if (tag.size() < 12)
        return false;
    const std::size_t function = big_endian_16(tag, 8);
    if (function >= counts.size() || (tag.size() - 12) / 4 < counts[function])
        return false;
    const auto number = [&](std::size_t i) {
        return double(static_cast<std::int32_t>(big_endian_32(tag, 12 + 4 * i))) / 65536;
    };
    if (number(0) < smallest_gamma || number(0) > largest_gamma)
        return false;
    if (function == 0)
        return true;
    const double a = number(1);
    const double b = number(2);
    if (a <= 0 || a + b <= 0)
        return false;
    if (function <= 2)
        return b <= 0;
    const double c = number(3);
    const double d = number(4);
    return d >= 0 && d < 1 && a * d + b >= 0 && c >= 0 && c * d < 1;
}

// A table, or with one entry a gamma in 256ths.
bool is_sound_curve(Bytes tag) {
    if (tag.size() < 12)
        return false;
    const std::size_t count = big_endian_32(tag, 8);
    if ((tag.size() - 12) / 2 < count)
        return false;
    const double gamma = count == 1 ? big_endian_16(tag, 12) / 256.0 : 1.0;
    return gamma >= smallest_gamma && gamma <= largest_gamma;
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
        return is_sound_curve(tag);
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
