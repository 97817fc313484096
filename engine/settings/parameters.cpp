// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/settings/parameters.h"

#include "engine/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

// Marks a msgid for xgettext; it is translated where it is shown.
#define N_(msgid) msgid

namespace style_transfer {

namespace {

constexpr double largest_weight = 1e6;

const std::vector<Parameter>& table() {
    static const std::vector<Parameter> rows{
        {"content-weight", &Settings::content_weight, 0, largest_weight, 0, 1, 3,
         N_("Content _weight"), N_("How closely the shapes of the photo are kept")},
        {"style-weight", &Settings::style_weight, 0, largest_weight, 0, 10, 2, N_("_Style weight"),
         N_("How strongly the strokes and colours of the style are painted")},
        {"variation-weight", &Settings::variation_weight, 0, largest_weight, 0, 10, 2,
         N_("_Variation weight"), N_("How strongly neighbouring pixels are smoothed")},
        {"style-layers", &Settings::style_layers, 0, largest_weight, 0, 1, 2, N_("Style _layers"),
         N_("Weights of the five style layers, from fine grain and colour to large forms")},
        {"content-layer", &Settings::content_layer, 0, 0, 0, 0, 0, N_("Content la_yer"),
         N_("Network layer that describes the photo; deeper layers keep less detail")},
        {"style-scale", &Settings::style_scale, 0.1, 4, 0.25, 2, 2, N_("Stro_ke size"),
         N_("Size of the painted strokes as a factor: 2 paints them twice as large")},
        {"iterations", &Settings::iterations, 0, 100000, 0, 100, 0, N_("_Iterations"),
         N_("How long the picture is worked on; 0 only enhances the base")},
        {"evaluations", &Settings::evaluations, 1, 1000, 1, 50, 0, N_("_Evaluations"),
         N_("Loss evaluations in one iteration at most")},
        {"size",
         &Settings::size,
         16,
         65536,
         64,
         2048,
         0,
         N_("Si_ze"),
         N_("Longer side of the working image in pixels"),
         {},
         N_("px")},
        {"quality", &Settings::quality, 0, 0, 0, 0, 0, N_("_Quality"),
         N_("How large the picture is worked on: custom takes the size"),
         "custom|preview|standard|fine|full"},
        {"schedule", &Settings::schedule, 0, 0, 0, 0, 0, N_("Schedule"),
         N_("Whether the picture is begun small and grows"), "pyramid|single"},
        {"enhance", &Settings::enhance, 0, 1, 0, 1, 0, N_("E_nhance the result"),
         N_("Apply brightness, colour and sharpness at the end")},
        {"brightness", &Settings::brightness, 0, 10, 0, 2, 2, N_("_Brightness"),
         N_("Brightness factor of the result; 1 changes nothing")},
        {"colour", &Settings::colour, 0, 10, 0, 2, 2, N_("Colo_ur"),
         N_("Colourfulness factor of the result; 1 changes nothing")},
        {"sharpness", &Settings::sharpness, 0, 10, 0, 2, 2, N_("Shar_pness"),
         N_("Sharpness factor of the result; 1 changes nothing")},
        {"model", &Settings::model, 0, 0, 0, 0, 0, N_("_Model"),
         N_("Network: auto, compact, preview, vgg19 or a model file")},
        {"balance-size",
         &Settings::balance_size,
         1,
         65536,
         100,
         2000,
         0,
         N_("B_alance size"),
         N_("Picture side in pixels at which the weights have their published balance"),
         {},
         N_("px")},
        {"threads", &Settings::threads, 0, 1024, 0, 64, 0, N_("_Threads"),
         N_("Processor threads to use; 0 uses all cores")},
        {"memory",
         &Settings::memory,
         0,
         16777216,
         0,
         65536,
         0,
         N_("Memory _limit"),
         N_("Memory limit in MiB; 0 takes half of what is free"),
         {},
         N_("MiB")},
        {"seed", &Settings::seed, 0, 2147483647, 0, 1000, 0, N_("See_d"),
         N_("0 starts at the photo itself; other numbers start at the photo plus a little noise")},
        {"precision", &Settings::precision, 0, 0, 0, 0, 0, N_("Precision"),
         N_("Numbers within the network: half as long ones are faster where the processor has "
            "them"),
         "auto|fp32|bf16"},
        {"device", &Settings::device, 0, 0, 0, 0, 0, N_("Device"), N_("Where the work is done"),
         "auto|cpu|cuda"},
    };
    return rows;
}

[[noreturn]] void
refuse(const Parameter& parameter, const std::string& expected, std::string_view found) {
    throw Error(
        ErrorCode::invalid_argument, std::string(parameter.name) + ": expected " + expected +
                                         ", found \"" + std::string(found) + "\".");
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
    return "five numbers from " + range_text(parameter) + " separated by commas";
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
        [&](auto member) -> decltype(auto) { return visitor(settings.*member); }, parameter.field);
}

// "auto, fp32 or bf16".
std::string choices_text(const std::vector<std::string>& choices) {
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i)
        text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
    return text;
}

void check_text(const Parameter& parameter, std::string_view text) {
    if (text.empty())
        refuse(parameter, "a name", text);
    const auto choices = choices_of(parameter);
    if (!choices.empty() && std::ranges::find(choices, text) == choices.end())
        refuse(parameter, choices_text(choices), text);
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
};

struct Reader {
    const Parameter& parameter;
    std::string_view text;

    void operator()(double& value) const {
        const std::string expected = "a number from " + range_text(parameter);
        double number = 0;
        if (!read_number(text, number))
            refuse(parameter, expected, text);
        value = checked(parameter, number, expected);
    }
    void operator()(int& value) const {
        const std::string expected = "a whole number from " + range_text(parameter);
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
            refuse(parameter, "yes or no", text);
    }
    void operator()(std::string& value) const {
        check_text(parameter, text);
        value = text;
    }
    void operator()(std::array<double, 5>& values) const { values = read_list(parameter, text); }
};

struct Checker {
    const Parameter& parameter;

    void operator()(double value) const {
        checked(parameter, value, "a number from " + range_text(parameter));
    }
    void operator()(int value) const {
        checked(parameter, value, "a whole number from " + range_text(parameter));
    }
    void operator()(bool) const {}
    void operator()(const std::string& value) const { check_text(parameter, value); }
    void operator()(const std::array<double, 5>& values) const {
        for (double value : values)
            checked(parameter, value, list_expectation(parameter));
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
        "settings: the value of " + std::string(name) + " lacks its closing quote.");
}

} // namespace

std::span<const Parameter> parameters() {
    return table();
}

const Parameter* find_parameter(std::string_view name) {
    const auto rows = parameters();
    const auto row = std::ranges::find(rows, name, &Parameter::name);
    return row == rows.end() ? nullptr : &*row;
}

std::string range_text(const Parameter& parameter) {
    return limit_text(parameter.minimum) + " to " + limit_text(parameter.maximum);
}

std::string value_text(const Parameter& parameter, const Settings& settings) {
    return visit_field(settings, parameter, Writer{});
}

void set_value(Settings& settings, const Parameter& parameter, std::string_view text) {
    visit_field(settings, parameter, Reader{parameter, text});
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
                "settings: expected name=value, found \"" + std::string(name) + "\".");
        const Parameter* parameter = find_parameter(name);
        if (!parameter)
            throw Error(
                ErrorCode::invalid_argument,
                "settings: there is no setting named \"" + std::string(name) + "\".");
        text.remove_prefix(name_end + 1);
        set_value(changed, *parameter, take_value(text, name));
    }
    settings = std::move(changed);
}

std::vector<std::string> choices_of(const Parameter& parameter) {
    std::vector<std::string> choices;
    for (std::string_view left = parameter.choices; !left.empty();) {
        const auto end = std::min(left.find('|'), left.size());
        choices.emplace_back(left.substr(0, end));
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return choices;
}

namespace {

constexpr std::pair<std::string_view, int> quality_levels[] = {
    {"preview", 256}, {"standard", 512}, {"fine", 1024}};

} // namespace

Settings with_named_quality(Settings settings) {
    for (const auto& [name, side] : quality_levels)
        if (settings.quality == "custom" && settings.size == side)
            settings.quality = name;
    return settings;
}

int working_size(const Settings& settings, int original) {
    if (settings.quality == "custom")
        return settings.size;
    for (const auto& [name, side] : quality_levels)
        if (settings.quality == name)
            return std::max(16, std::min(side, original));
    return std::max(16, original);
}

int working_style_size(const Settings& settings, int working, int original) {
    return std::max(16, int(std::lround(std::min(working, original) * settings.style_scale)));
}

void validate(const Settings& settings) {
    for (const Parameter& parameter : parameters())
        visit_field(settings, parameter, Checker{parameter});
}

} // namespace style_transfer
