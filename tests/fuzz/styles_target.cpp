// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/settings/weighted_style.h"
#include "plugin/settings_record.h"
#include "tests/fuzz/target.h"

#include <algorithm>

using namespace style_transfer;
using style_transfer::testing::require;
using style_transfer::testing::text_of;

namespace {

// A style without a file is refused later; its line may be empty, and then is none.
bool all_named(const std::vector<ListedStyle>& styles) {
    return std::ranges::none_of(
        styles, [](const ListedStyle& style) { return style.file.empty(); });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = text_of(data, size);
    const auto no_file = [](const std::string&) { return false; };
    try {
        const auto styles = parse_style_list(text, no_file);
        require(!all_named(styles) || parse_style_list(to_text(styles), no_file) == styles);
    } catch (const Error&) {
    }
    try {
        require(parse_weighted_style(text).weight > 0);
    } catch (const Error&) {
    }
    try {
        if (const auto record = parse_record_text(text))
            require(
                !all_named(record->styles) || parse_record_text(to_record_text(*record)) == record);
    } catch (const Error&) {
    }
    return 0;
}
