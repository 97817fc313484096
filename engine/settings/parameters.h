// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/settings/settings.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace style_transfer {

// A field that is one of a few words; its value is the word's place among them.
struct Choice {
    std::span<const std::string_view> words;
    int (*place)(const Settings& settings);
    void (*set_place)(Settings& settings, int place);

    std::string_view word(const Settings& settings) const {
        return words[std::size_t(place(settings))];
    }
};

// Where a parameter lives in Settings; the type tells what kind of value it is.
using SettingsField = std::variant<
    double Settings::*, int Settings::*, bool Settings::*, std::string Settings::*,
    std::array<double, 5> Settings::*, Choice>;

// What a parameter is about: what the picture becomes, what is done to it once it is painted, how
// it is made, or what the machine spends.
enum class Group { look, finish, method, computer };

// One row of the table from which command line options, GIMP procedure arguments, the settings
// text and the dialog's controls are made.
struct Parameter {
    std::string_view name; // "content-weight": the same word everywhere
    Group group;
    SettingsField field;
    double minimum = 0; // legal range of a number (of each number of a list)
    double maximum = 0;
    double slider_minimum = 0; // what a slider offers; typing reaches the whole legal range
    double slider_maximum = 0;
    int digits = 0;    // decimals that a control shows
    const char* label; // msgid with mnemonic, for dialogs
    const char* blurb; // msgid, one sentence without full stop: what it does to the picture
    // What a control writes behind the number: "px"; empty for plain numbers.
    const char* unit = "";
};

// The words that it can be; none unless it is a Choice.
std::span<const std::string_view> choices_of(const Parameter& parameter);

// All parameters in the order in which they are shown. Never changes while the program runs.
std::span<const Parameter> parameters();

// nullptr when there is none of that name.
const Parameter* find_parameter(std::string_view name);

// "0.1 to 4", the legal numbers.
std::string range_text(const Parameter& parameter);

// The value of one parameter as text: numbers in the C locale with as many digits as needed to
// read back the same value, booleans as "yes" and "no", lists separated by commas.
std::string value_text(const Parameter& parameter, const Settings& settings);

// Sets one parameter from such a text. Throws Error(invalid_argument) naming the parameter, what
// it takes and what was found.
void set_value(Settings& settings, const Parameter& parameter, std::string_view text);

struct NamedValue {
    const Parameter* parameter;
    std::string text;
};

// Sets several, or none when one is refused. A method brings its own defaults, see choose_method();
// what is named beside it counts, in whatever order. Of a name that comes twice the last one
// counts.
void set_values(Settings& settings, std::span<const NamedValue> values);

// Takes one parameter from other settings.
void copy_value(const Parameter& parameter, const Settings& from, Settings& to);

// One parameter as "name=value"; a value with spaces, quotes or backslashes is written in double
// quotes with backslash escapes.
std::string setting_text(const Parameter& parameter, const Settings& settings);

// All of them in table order, "name=value name=value …".
std::string to_text(const Settings& settings);

// Reads such a text over `settings`: names that are absent keep their value, and order does not
// matter, so a text written by another version keeps working; set as by set_values(): "method=gram"
// alone is the published method with its defaults. "preset=wash" stands for all that this preset
// holds (presets.h), and what is named beside it counts. Throws Error(invalid_argument) for an
// unknown name, a value that cannot be read or is out of range, and a missing closing quote.
void apply_text(Settings& settings, std::string_view text);

} // namespace style_transfer
