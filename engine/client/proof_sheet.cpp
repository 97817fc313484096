// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/proof_sheet.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <variant>

namespace style_transfer {

namespace {

constexpr int most_in_one_row = 5;

// Gatys, Ecker and Bethge, A Neural Algorithm of Artistic Style (2015), and what users of it try:
// the ratio of content to style, one layer at a time, the layers' shares, and smoothness.
constexpr std::array table{
    NamedSheet{"content", "content-weight=0.1,1,5,10"},
    NamedSheet{"style", "style-weight=1,100"},
    NamedSheet{"layers", "style-layers=1:0:0:0:0,0:1:0:0:0,0:0:1:0:0,0:0:0:1:0,0:0:0:0:1"},
    NamedSheet{"ratios", "style-layers=1:1:1:1:1,0.5:0.5:0.4:0.4:1"},
    NamedSheet{"variation", "variation-weight=1,5,10"},
};

Error refused(const std::string& sentence) {
    return Error(ErrorCode::invalid_argument, sentence);
}

bool is_list(const Parameter& parameter) {
    return std::holds_alternative<std::array<double, 5> Settings::*>(parameter.field);
}

// For labels and reports, the same in every language.
std::string caption_of(const std::string& only) {
    return only.empty() ? "" : only + " alone";
}

SheetAxis::Place place_of(const Parameter& parameter, std::string value) {
    if (is_list(parameter))
        std::ranges::replace(value, ':', ',');
    Settings settings;
    set_value(settings, parameter, value);
    std::string shown = value_text(parameter, settings);
    std::ranges::replace(shown, ',', ':');
    return {
        std::string(parameter.name) + ' ' + shown, caption_of(only_layer(parameter, settings)),
        std::move(value)};
}

std::string common_text(const Settings& settings, const std::vector<SheetAxis>& axes) {
    const Settings usual = default_settings(settings.method);
    std::string text;
    for (const Parameter& parameter : parameters()) {
        const bool varies = std::ranges::any_of(
            axes, [&](const SheetAxis& axis) { return axis.parameter == &parameter; });
        const bool is_told = parameter.name == "method" || parameter.name == "size" ||
                             value_text(parameter, settings) != value_text(parameter, usual);
        if (!varies && is_told && parameter.group != Group::computer)
            text += (text.empty() ? "" : " ") + setting_text(parameter, settings);
    }
    return text;
}

void check_axes(const std::vector<SheetAxis>& axes) {
    if (axes.empty() || axes.size() > 2)
        throw refused(formatted(
            _("vary: expected one or two settings or styles to go over, found %zu."), axes.size()));
    if (axes.size() == 2 && axes[0].parameter == axes[1].parameter)
        throw refused(formatted(
            _("vary: %s is named twice; name all its values at once."),
            axes[0].parameter ? std::string(axes[0].parameter->name).c_str() : "style"));
    std::size_t cells = 1;
    for (const SheetAxis& axis : axes)
        cells *= axis.places.size();
    if (cells > most_sheet_cells)
        throw refused(formatted(
            _("vary: the sheet would have %zu cells, at most %zu are painted."), cells,
            std::size_t{most_sheet_cells}));
}

// One for each axis.
using Places = std::vector<std::size_t>;

SheetCell
cell_at(const Settings& settings, const std::vector<SheetAxis>& axes, const Places& places) {
    SheetCell cell{settings, std::nullopt, "", ""};
    std::vector<NamedValue> values;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const SheetAxis::Place& place = axes[i].places[places[i]];
        if (axes[i].parameter)
            values.push_back({axes[i].parameter, place.value});
        else
            cell.style = places[i];
        std::string& line = i == 0 ? cell.title : cell.caption;
        line = place.label + (i == 0 || place.caption.empty() ? "" : ", " + place.caption);
    }
    if (axes.size() == 1)
        cell.caption = axes[0].places[places[0]].caption;
    set_values(cell.settings, values);
    validate(cell.settings);
    return cell;
}

} // namespace

std::span<const NamedSheet> named_sheets() {
    return table;
}

std::string only_layer(const Parameter& parameter, const Settings& settings) {
    if (!is_list(parameter))
        return "";
    const auto& weights = settings.*std::get<std::array<double, 5> Settings::*>(parameter.field);
    if (std::ranges::count(weights, 0.0) + 1 != std::ptrdiff_t(weights.size()))
        return "";
    const auto only = std::ranges::find_if(weights, [](double weight) { return weight != 0; });
    return style_layer_name(std::size_t(only - weights.begin()));
}

SheetAxis read_sheet_axis(std::string_view text) {
    const auto sign = text.find('=');
    const std::string_view name = text.substr(0, sign);
    if (sign == std::string_view::npos)
        throw refused(formatted(
            _("vary: expected a setting with its values such as content-weight=0.1,1, found "
              "\"%s\"."),
            std::string(text).c_str()));
    SheetAxis axis{find_parameter(name), {}};
    if (!axis.parameter)
        throw refused(formatted(_("vary: there is no setting \"%s\"."), std::string(name).c_str()));
    for (std::string_view rest = text.substr(sign + 1);;) {
        const auto comma = rest.find(',');
        axis.places.push_back(place_of(*axis.parameter, std::string(rest.substr(0, comma))));
        if (comma == std::string_view::npos)
            return axis;
        rest.remove_prefix(comma + 1);
    }
}

ProofSheet make_proof_sheet(const Settings& settings, std::vector<SheetAxis> axes) {
    check_axes(axes);
    std::stable_partition(
        axes.begin(), axes.end(), [](const SheetAxis& axis) { return !axis.parameter; });
    ProofSheet sheet;
    sheet.common = common_text(settings, axes);
    const int first = int(axes[0].places.size());
    if (axes.size() == 2)
        sheet.columns = int(axes[1].places.size());
    else
        sheet.columns = first <= most_in_one_row ? first : int(std::ceil(std::sqrt(first)));
    for (std::size_t i = 0; i < axes[0].places.size(); ++i) {
        if (axes.size() == 1)
            sheet.cells.push_back(cell_at(settings, axes, {i}));
        else
            for (std::size_t j = 0; j < axes[1].places.size(); ++j)
                sheet.cells.push_back(cell_at(settings, axes, {i, j}));
    }
    return sheet;
}

} // namespace style_transfer
