// SPDX-License-Identifier: GPL-3.0-or-later
// Settings as text, and what of it is refused.
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "engine/settings/presets.h"

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <vector>

namespace style_transfer {

namespace {

[[noreturn]] void
refuse(const Parameter& parameter, const std::string& expected, std::string_view found) {
    throw Error(
        ErrorCode::invalid_argument,
        // TRANSLATORS: the name of a setting, what was expected, and what was found.
        formatted(
            _("%s: expected %s, found \"%s\"."), std::string(parameter.name).c_str(),
            expected.c_str(), std::string(found).c_str()));
}

std::string number_text(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string limit_text(double limit) {
    char buffer[64];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, limit, std::chars_format::fixed).ptr;
    return {buffer, end};
}

// `format` takes the least and the largest value of the parameter.
std::string in_range_text(const char* format, const Parameter& parameter) {
    const std::string least = limit_text(parameter.minimum);
    const std::string largest = limit_text(parameter.maximum);
    return formatted(format, least.c_str(), largest.c_str());
}

// Number from the C locale's notation; all of `text` must be used.
template <typename Number>
bool read_number(std::string_view text, Number& number) {
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

double checked(const Parameter& parameter, double value, const std::string& expected) {
    // The negated comparison also refuses NaN.
    if (!(value >= parameter.minimum && value <= parameter.maximum))
        refuse(parameter, expected, number_text(value));
    return value;
}

std::string list_expectation(const Parameter& parameter) {
    return in_range_text(_("five numbers from %s to %s separated by commas"), parameter);
}

std::array<double, 5> read_list(const Parameter& parameter, std::string_view text) {
    std::array<double, 5> values{};
    std::string_view rest = text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto comma = rest.find(',');
        const bool last = i + 1 == values.size();
        if (last != (comma == std::string_view::npos) ||
            !read_number(rest.substr(0, comma), values[i]))
            refuse(parameter, list_expectation(parameter), text);
        checked(parameter, values[i], list_expectation(parameter));
        rest.remove_prefix(last ? rest.size() : comma + 1);
    }
    return values;
}

// Calls `visitor` with the field itself, so that each kind of value is an overload.
template <typename AnySettings, typename Visitor>
decltype(auto) visit_field(AnySettings& settings, const Parameter& parameter, Visitor visitor) {
    return std::visit(
        [&](const auto& field) -> decltype(auto) {
            if constexpr (std::is_same_v<decltype(field), const Choice&>)
                return visitor(settings, field);
            else
                return visitor(settings.*field);
        },
        parameter.field);
}

// "auto, fp32 or bf16".
std::string choices_text(const Choice& choice) {
    std::string text;
    for (std::size_t i = 0; i < choice.words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == choice.words.size() ? _(" or ") : ", ";
        text += choice.words[i];
    }
    return text;
}

void check_text(const Parameter& parameter, std::string_view text) {
    if (text.empty())
        refuse(parameter, _("a name"), text);
}

struct Writer {
    std::string operator()(double value) const { return number_text(value); }
    std::string operator()(int value) const { return std::to_string(value); }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const std::array<double, 5>& values) const {
        std::string text;
        for (double value : values)
            text += (text.empty() ? "" : ",") + number_text(value);
        return text;
    }
    std::string operator()(const Settings& settings, const Choice& choice) const {
        return std::string(choice.word(settings));
    }
};

struct Reader {
    const Parameter& parameter;
    std::string_view text;

    void operator()(double& value) const {
        const std::string expected = in_range_text(_("a number from %s to %s"), parameter);
        double number = 0;
        if (!read_number(text, number))
            refuse(parameter, expected, text);
        value = checked(parameter, number, expected);
    }
    void operator()(int& value) const {
        const std::string expected = in_range_text(_("a whole number from %s to %s"), parameter);
        long long number = 0;
        if (!read_number(text, number))
            refuse(parameter, expected, text);
        value = int(checked(parameter, double(number), expected));
    }
    void operator()(bool& value) const {
        if (text == "yes" || text == "true" || text == "1")
            value = true;
        else if (text == "no" || text == "false" || text == "0")
            value = false;
        else
            refuse(parameter, _("yes or no"), text);
    }
    void operator()(std::string& value) const {
        check_text(parameter, text);
        value = text;
    }
    void operator()(std::array<double, 5>& values) const { values = read_list(parameter, text); }
    void operator()(Settings& settings, const Choice& choice) const {
        const auto word = std::ranges::find(choice.words, text);
        if (word == choice.words.end())
            refuse(parameter, choices_text(choice), text);
        choice.set_place(settings, int(word - choice.words.begin()));
    }
};

struct Checker {
    const Parameter& parameter;

    void operator()(double value) const {
        checked(parameter, value, in_range_text(_("a number from %s to %s"), parameter));
    }
    void operator()(int value) const {
        checked(parameter, value, in_range_text(_("a whole number from %s to %s"), parameter));
    }
    void operator()(bool) const {}
    void operator()(const std::string& value) const { check_text(parameter, value); }
    void operator()(const std::array<double, 5>& values) const {
        for (double value : values)
            checked(parameter, value, list_expectation(parameter));
    }
    void operator()(const Settings& settings, const Choice& choice) const {
        const int place = choice.place(settings);
        if (place < 0 || place >= int(choice.words.size()))
            refuse(parameter, choices_text(choice), std::to_string(place));
    }
};

bool needs_quotes(const std::string& value) {
    return value.empty() || value.find_first_of(" \t\n\"\\") != std::string::npos;
}

std::string quoted(const std::string& value) {
    std::string text = "\"";
    for (char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

// Takes one value from the front of `text`: quoted, or up to the next white space.
std::string take_value(std::string_view& text, std::string_view name) {
    std::string value;
    if (text.empty() || text.front() != '"') {
        const auto end = std::min(text.find_first_of(" \t\n"), text.size());
        value = text.substr(0, end);
        text.remove_prefix(end);
        return value;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        value += text[i];
    }
    throw Error(
        ErrorCode::invalid_argument,
        formatted(
            _("settings: the value of %s lacks its closing quote."), std::string(name).c_str()));
}

} // namespace

std::string range_text(const Parameter& parameter) {
    return limit_text(parameter.minimum) + " to " + limit_text(parameter.maximum);
}

std::string value_text(const Parameter& parameter, const Settings& settings) {
    return visit_field(settings, parameter, Writer{});
}

void set_value(Settings& settings, const Parameter& parameter, std::string_view text) {
    visit_field(settings, parameter, Reader{parameter, text});
}

void set_values(Settings& settings, std::span<const NamedValue> values) {
    Settings changed = settings;
    for (const auto& [parameter, text] : values)
        if (parameter->name == "method") {
            Settings chosen;
            set_value(chosen, *parameter, text);
            choose_method(changed, chosen.method);
        }
    for (const auto& [parameter, text] : values)
        set_value(changed, *parameter, text);
    settings = std::move(changed);
}

void copy_value(const Parameter& parameter, const Settings& from, Settings& to) {
    std::visit(
        [&](const auto& field) {
            if constexpr (std::is_same_v<decltype(field), const Choice&>)
                field.set_place(to, field.place(from));
            else
                to.*field = from.*field;
        },
        parameter.field);
}

std::string setting_text(const Parameter& parameter, const Settings& settings) {
    const std::string value = value_text(parameter, settings);
    return std::string(parameter.name) + '=' + (needs_quotes(value) ? quoted(value) : value);
}

std::string to_text(const Settings& settings) {
    std::string text;
    for (const Parameter& parameter : parameters())
        text += (text.empty() ? "" : " ") + setting_text(parameter, settings);
    return text;
}

void apply_text(Settings& settings, std::string_view text) {
    std::vector<NamedValue> values;
    Settings changed = settings;
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\n"), text.size()));
        if (text.empty())
            break;
        const auto name_end = std::min(text.find_first_of("= \t\n"), text.size());
        const std::string_view name = text.substr(0, name_end);
        if (name_end == text.size() || text[name_end] != '=')
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("settings: expected name=value, found \"%s\"."), std::string(name).c_str()));
        const Parameter* parameter = find_parameter(name);
        const bool is_preset = name == "preset";
        if (!parameter && !is_preset)
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("settings: there is no setting named \"%s\"."), std::string(name).c_str()));
        text.remove_prefix(name_end + 1);
        const std::string value = take_value(text, name);
        if (is_preset)
            apply_preset(changed, value);
        else
            values.push_back({parameter, value});
    }
    set_values(changed, values);
    settings = std::move(changed);
}

void validate(const Settings& settings) {
    for (const Parameter& parameter : parameters())
        visit_field(settings, parameter, Checker{parameter});
}

} // namespace style_transfer
