// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/parameters.h"

#include <string>

namespace style_transfer::test {

// As text, a value that is legal and not the default.
inline std::string other_value(const Parameter& parameter) {
    struct Other {
        const Parameter& parameter;

        std::string operator()(double Settings::*) const { return range_end(); }
        std::string operator()(int Settings::*) const { return range_end(); }
        std::string operator()(bool Settings::*field) const {
            return Settings{}.*field ? "no" : "yes";
        }
        std::string operator()(std::string Settings::*) const { return "another \"one\""; }
        std::string operator()(std::array<double, 5> Settings::*) const { return "1,2,3,4,0.5"; }
        std::string operator()(const Choice& choice) const {
            const bool first = choice.place({}) == 0;
            return std::string(first ? choice.words.back() : choice.words.front());
        }
        std::string range_end() const {
            const std::string range = range_text(parameter);
            const std::string end = range.substr(range.rfind(' ') + 1);
            return end == value_text(parameter, {}) ? range.substr(0, range.find(' ')) : end;
        }
    };
    return std::visit(Other{parameter}, parameter.field);
}

// Settings none of which has its default.
inline Settings other_settings() {
    Settings settings;
    for (const Parameter& parameter : parameters())
        set_value(settings, parameter, other_value(parameter));
    return settings;
}

} // namespace style_transfer::test
