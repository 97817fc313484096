// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/dialog_state.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/settings/parameters.h"
#include "ui/state/texts.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

namespace style_transfer {

DialogState::DialogState(const StyleChoice& choice, Size layer_size)
    : settings_(choice.settings), styles_(choice.styles), layer_size_(layer_size) {
    take_model(choice.settings.model);
}

void DialogState::take_model(const std::string& model) {
    const auto end = std::begin(model_words) + int(ModelKind::file);
    const auto word = std::find(std::begin(model_words), end, model);
    model_kind_ = ModelKind(word - std::begin(model_words));
    if (model_kind_ == ModelKind::file)
        model_file_ = model;
}

StyleChoice DialogState::choice() const {
    StyleChoice choice{settings_, styles_.list()};
    choice.settings.model =
        model_kind_ == ModelKind::file ? model_file_ : model_words[int(model_kind_)];
    return choice;
}

Settings DialogState::shown_settings() const {
    const bool enlarges = settings_.size > layer_size_.longer_side();
    return enlarges ? settings_ : with_named_quality(settings_);
}

void DialogState::reset() {
    settings_ = {};
    take_model(settings_.model);
}

bool DialogState::matters(std::string_view parameter) const {
    if ((parameter == "palette" || parameter == "colour") && !has_colours_)
        return false;
    if (parameter == "brightness" || parameter == "colour" || parameter == "sharpness")
        return settings_.enhance;
    if (parameter == "size")
        return settings_.quality == Quality::custom;
    const Parameter* row = find_parameter(parameter);
    if ((row && row->group == Group::finish) || parameter == "quality" || parameter == "model" ||
        parameter == "iterations")
        return true;
    if (parameter == "layer-balance" || parameter == "balance-size")
        return settings_.method == Method::gram && settings_.iterations > 0;
    // Without iterations the base is only enhanced.
    if (settings_.iterations == 0)
        return false;
    if (parameter == "content-layer")
        return settings_.content_weight > 0;
    if (parameter == "style-layers")
        return settings_.style_weight > 0;
    return true;
}

std::string DialogState::problem() const {
    if (std::string problem = styles_.problem(); !problem.empty())
        return problem;
    if (model_kind_ == ModelKind::file && model_file_.empty())
        return _("Choose the file of the network.");
    std::error_code unknown;
    if (model_kind_ == ModelKind::file && !std::filesystem::exists(model_file_, unknown))
        return formatted(
            _("There is no network file %s; choose another one."), model_file_.c_str());
    try {
        validate(choice().settings);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

Size DialogState::working_size() const {
    return scaled_to_longer_side(
        layer_size_, style_transfer::working_size(settings_, layer_size_.longer_side()));
}

std::string DialogState::working_size_text() const {
    const std::string size = size_text(working_size());
    if (working_size().longer_side() > layer_size_.longer_side())
        return formatted(_("Works at %s, larger than the layer"), size.c_str());
    return formatted(_("Works at %s"), size.c_str());
}

std::string DialogState::colours_text() const {
    return has_colours_ ? std::string()
                        : _("The image is gray, and so will the painting be. For colours choose "
                            "Image > Mode > RGB first.");
}

std::vector<std::string> DialogState::content_layers() const {
    std::vector<std::string> names;
    for (const NetworkLayer& layer : layers_)
        if (layer.content)
            names.push_back(layer.name);
    if (std::ranges::find(names, settings_.content_layer) == names.end())
        names.push_back(settings_.content_layer);
    return names;
}

} // namespace style_transfer
