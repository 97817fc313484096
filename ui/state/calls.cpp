// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/calls.h"

#include "engine/settings/parameters.h"
#include "engine/settings/weighted_style.h"

#include <functional>
#include <variant>
#include <vector>

namespace style_transfer {

namespace {

using Visitor = std::function<void(const Parameter&, const std::string& value)>;

// What differs from the settings that a caller has who names nothing but the method.
void for_each_changed(const Settings& settings, const Settings& defaults, const Visitor& visit) {
    for (const Parameter& parameter : parameters()) {
        const std::string value = value_text(parameter, settings);
        const bool another_method =
            parameter.name == "method" && settings.method != Settings{}.method;
        if (another_method || value != value_text(parameter, defaults))
            visit(parameter, value);
    }
}

bool is_switch(const Parameter& parameter) {
    return std::holds_alternative<bool Settings::*>(parameter.field);
}

bool is_number(const Parameter& parameter) {
    return std::holds_alternative<int Settings::*>(parameter.field) ||
           std::holds_alternative<double Settings::*>(parameter.field);
}

// In single quotes, which keep everything but themselves.
std::string shell_word(const std::string& text) {
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

std::string scheme_text(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return quoted + '"';
}

// With a name to fill in for a style that has no file.
std::vector<ListedStyle> nameable_styles(const StyleChoice& choice) {
    std::vector<ListedStyle> styles = choice.styles;
    if (styles.empty())
        styles.emplace_back();
    for (ListedStyle& style : styles)
        if (style.file.empty())
            style.file = "style.png";
    return styles;
}

bool is_one_file(const std::vector<ListedStyle>& styles) {
    return styles.size() == 1 && styles[0].is_plain();
}

// A name to fill in for the picture of a region, which the command line takes from a file.
std::string region_file(const StyleRegion& region) {
    return (region.name.empty() ? to_text(region) : region.name) + ".png";
}

} // namespace

std::string command_line(const StyleChoice& choice) {
    const std::vector<ListedStyle> styles = nameable_styles(choice);
    std::string line = "style-transfer photo.jpg";
    if (is_one_file(styles)) {
        line += ' ' + shell_word(styles[0].file);
    } else {
        for (const ListedStyle& style : styles) {
            line += " --style " + shell_word(to_text(WeightedStyle{style.file, style.weight}));
            if (style.region != StyleRegion{})
                line += " --region " + shell_word(region_file(style.region));
        }
    }
    line += " -o result.png";
    const Settings defaults = default_settings(choice.settings.method);
    for_each_changed(
        choice.settings, defaults, [&](const Parameter& parameter, const std::string& value) {
            const std::string name(parameter.name);
            if (is_switch(parameter))
                line += value == "no" ? " --no-" + name : " --" + name;
            else
                line += " --" + name + ' ' + (is_number(parameter) ? value : shell_word(value));
        });
    return line;
}

std::string script_fu_call(const StyleChoice& choice, int gimp_major) {
    const std::vector<ListedStyle> styles = nameable_styles(choice);
    const bool one_file = is_one_file(styles);
    const std::string painted_after = scheme_text(one_file ? styles[0].file : to_text(styles));
    if (gimp_major == 2) {
        std::string settings;
        const Settings defaults = default_settings(choice.settings.method);
        for_each_changed(
            choice.settings, defaults, [&](const Parameter& parameter, const std::string&) {
                settings +=
                    (settings.empty() ? "" : " ") + setting_text(parameter, choice.settings);
            });
        return "(plug-in-style-transfer RUN-NONINTERACTIVE image layer\n  " + painted_after + ' ' +
               scheme_text(settings) + ')';
    }
    std::string call = "(plug-in-style-transfer #:run-mode RUN-NONINTERACTIVE #:image image\n"
                       "  #:drawables layers " +
                       std::string(one_file ? "#:style-file " : "#:styles ") + painted_after;
    // GIMP 3 fills in what a call does not name: the defaults of the default method.
    for_each_changed(
        choice.settings, {}, [&](const Parameter& parameter, const std::string& value) {
            call += " #:" + std::string(parameter.name) + ' ';
            call += is_switch(parameter)   ? (value == "yes" ? "#t" : "#f")
                    : is_number(parameter) ? value
                                           : scheme_text(value);
        });
    return call + ')';
}

} // namespace style_transfer
