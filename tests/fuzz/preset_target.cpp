// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/client/settings_json.h"
#include "tests/fuzz/target.h"

using namespace style_transfer;
using style_transfer::testing::require;
using style_transfer::testing::text_of;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const nlohmann::ordered_json json = parse_settings_json(text_of(data, size));
        const auto fields = json.is_object() ? json.find("settings") : json.end();
        if (fields == json.end() || !fields->is_object())
            return 0;
        Settings settings = defaults_of(*fields);
        std::vector<NamedValue> values;
        for (const auto& [name, value] : fields->items())
            if (const auto text = style_transfer::text_of(value); text && find_parameter(name))
                values.push_back({find_parameter(name), *text});
        set_values(settings, values);
        validate(settings);
        // What it has become can be written and read again.
        Settings again;
        apply_text(again, to_text(settings));
        require(again == settings);
    } catch (const Error&) {
    }
    return 0;
}
