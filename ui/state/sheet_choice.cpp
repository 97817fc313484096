// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/sheet_choice.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "ui/state/presets.h"
#include "ui/state/texts.h"

#include <algorithm>
#include <clocale>
#include <cmath>
#include <sstream>

namespace style_transfer {

namespace {

// Of named_sheets(), in its order.
constexpr const char* named_texts[] = {
    N_("Content weight: 0.1 to 10"), N_("Style weight: 1 and 100"),
    N_("Each style layer alone"),    N_("Two ratios of the style layers"),
    N_("Variation weight: 1 to 10"),
};

bool has_decimal_comma() {
    return std::string_view(std::localeconv()->decimal_point) == ",";
}

std::vector<std::string> split_values(std::string text) {
    for (char& c : text) {
        if (c == ';')
            c = ' ';
        else if (c == ',')
            c = has_decimal_comma() ? '.' : ' ';
    }
    std::istringstream words(text);
    std::vector<std::string> values;
    for (std::string word; words >> word;)
        values.push_back(word);
    return values;
}

std::string number_text(double value) {
    return formatted("%.4g", value); // in the locale's notation
}

// With the words of the dialog in place of the command line's.
SheetAxis translated(SheetAxis axis) {
    const std::string label = without_mnemonic(_(axis.parameter->label));
    for (SheetAxis::Place& place : axis.places) {
        const std::string value = std::holds_alternative<Choice>(axis.parameter->field)
                                      ? choice_text(axis.parameter->name, place.value)
                                      : shown_numbers(place.value);
        place.label = formatted(_("%s %s"), label.c_str(), value.c_str());
        Settings settings;
        set_value(settings, *axis.parameter, place.value);
        if (const std::string layer = only_layer(*axis.parameter, settings); !layer.empty())
            // TRANSLATORS: a layer of the network that counts, and no other.
            place.caption = formatted(_("%s alone"), layer.c_str());
    }
    return axis;
}

SheetAxis axis_of(const Parameter& parameter, const std::string& text) {
    std::string values;
    for (const std::string& value : split_values(text))
        values += (values.empty() ? "" : ",") + value;
    return translated(read_sheet_axis(std::string(parameter.name) + '=' + values));
}

const NamedSheet* find_named(const std::string& name) {
    const auto found = std::ranges::find(named_sheets(), name, &NamedSheet::name);
    return found == named_sheets().end() ? nullptr : &*found;
}

std::vector<SheetAxis>
axes_of(const SheetChoice& choice, const std::vector<std::string>& paintings) {
    std::vector<SheetAxis> axes;
    if (const NamedSheet* named = find_named(choice.kind)) {
        axes.push_back(translated(read_sheet_axis(named->axis)));
    } else if (choice.kind == sheet_of_paintings) {
        if (paintings.empty())
            throw Error(
                ErrorCode::invalid_argument,
                _("There are no paintings to make a sheet of. Choose another list of them in the "
                  "dialog."));
        axes.emplace_back();
        for (std::size_t i = 0; i < std::min(paintings.size(), most_sheet_cells); ++i)
            axes[0].places.push_back({paintings[i], {}});
    } else {
        axes.push_back(axis_of(*choice.first, choice.first_values));
        if (choice.second)
            axes.push_back(axis_of(*choice.second, choice.second_values));
    }
    return axes;
}

} // namespace

std::vector<SheetKind> sheet_kinds() {
    std::vector<SheetKind> kinds{
        {sheet_of_paintings, _("These settings with each painting")},
        {sheet_of_own_values, _("Values of one or two settings")}};
    std::size_t index = 0;
    for (const NamedSheet& sheet : named_sheets())
        kinds.push_back(
            {std::string(sheet.name),
             formatted(_("Published method: %s"), _(named_texts[index++]))});
    return kinds;
}

std::vector<const Parameter*> sheet_parameters() {
    std::vector<const Parameter*> found;
    for (const Parameter& parameter : parameters()) {
        const bool is_size = parameter.name == "size" || parameter.name == "quality";
        if (parameter.group != Group::computer && !is_size)
            found.push_back(&parameter);
    }
    return found;
}

std::string suggested_values(const Parameter& parameter, const Settings& settings) {
    std::string text;
    const auto add = [&](const std::string& value) { text += (text.empty() ? "" : " ") + value; };
    const auto* whole = std::get_if<int Settings::*>(&parameter.field);
    const auto* real = std::get_if<double Settings::*>(&parameter.field);
    if (whole || real) {
        const double now = whole ? settings.*(*whole) : settings.*(*real);
        const double middle = now > 0 ? now : parameter.slider_maximum / 4;
        for (const double factor : {0.25, 1.0, 4.0}) {
            const double value = std::clamp(middle * factor, parameter.minimum, parameter.maximum);
            add(number_text(whole ? std::round(value) : value));
        }
        return text;
    }
    for (const std::string_view word : choices_of(parameter))
        add(std::string(word));
    if (std::holds_alternative<bool Settings::*>(parameter.field))
        text = "no yes";
    if (text.empty()) {
        text = value_text(parameter, settings);
        std::ranges::replace(text, ',', ':');
        text = shown_numbers(text);
    }
    return text;
}

ProofSheet make_sheet(
    const Settings& settings, const SheetChoice& choice,
    const std::vector<std::string>& paintings) {
    Settings start = settings;
    if (find_named(choice.kind))
        start = with_preset(settings, {{}, {}, published_settings(), {}});
    start.size = sheet_cell_side;
    start.quality = Quality::custom;
    return make_proof_sheet(start, axes_of(choice, paintings));
}

Settings with_cell(const Settings& now, const SheetCell& cell) {
    Settings settings = with_preset(now, {{}, {}, cell.settings, {}});
    settings.size = now.size;
    settings.quality = now.quality;
    return settings;
}

} // namespace style_transfer
