// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/inks.h"

#include <babl/babl.h>

#include <string_view>
#include <vector>

namespace style_transfer {

bool is_ink_format(const Babl* format) {
    const std::string_view encoding = babl_format_get_encoding(format);
    return encoding.starts_with("CMYK") || encoding.starts_with("cmyk");
}

void inks_to_rgb(const Babl* format, const void* inks, float* rgb, long count) {
    const Babl* space = babl_format_get_space(format);
    if (babl_space_is_cmyk(space)) {
        babl_process(babl_fish(format, babl_format("R'G'B' float")), inks, rgb, count);
        return;
    }
    std::vector<float> plain(std::size_t(count) * 4);
    const Babl* plain_format = babl_format_with_space("CMYK float", space);
    babl_process(babl_fish(format, plain_format), inks, plain.data(), count);
    for (std::size_t i = 0; i < std::size_t(count); ++i)
        for (std::size_t c = 0; c < 3; ++c)
            rgb[i * 3 + c] = (1.0F - plain[i * 4 + c]) * (1.0F - plain[i * 4 + 3]);
}

} // namespace style_transfer
