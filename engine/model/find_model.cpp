// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/translation.h"
#include "engine/model/model.h"
#include "engine/model/named_models.h"

#include <algorithm>
#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> model_folders() {
    std::vector<fs::path> folders = data_folders();
    for (fs::path& folder : folders)
        folder /= "models";
    return folders;
}

fs::path installed(const NamedModel& model) {
    if (const auto file = installed_file(model))
        return *file;
    std::string folders;
    for (const fs::path& folder : model_folders())
        folders += (folders.empty() ? "" : ", ") + folder.string();
    std::string files;
    for (const std::string& name : model.files)
        files += (files.empty() ? "" : _(" or ")) + name;
    throw Error(
        ErrorCode::model,
        formatted(
            _("The model \"%s\" is not installed: none of the folders %s holds %s."),
            model.name.c_str(), folders.c_str(), files.c_str()));
}

} // namespace

const std::vector<NamedModel>& named_models() {
    static const std::vector<NamedModel> models{
        {"compact", {"compact.safetensors"}},
        {"preview", {"preview.safetensors"}},
        {"vgg19",
         {"vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5", "vgg19.h5", "vgg19.safetensors"}},
    };
    return models;
}

const NamedModel* named_model(const std::string& name) {
    const auto found = std::ranges::find(named_models(), name, &NamedModel::name);
    return found == named_models().end() ? nullptr : &*found;
}

std::optional<fs::path> installed_file(const NamedModel& model) {
    for (const fs::path& folder : model_folders())
        for (const std::string& name : model.files) {
            std::error_code error;
            if (fs::is_regular_file(folder / name, error))
                return folder / name;
        }
    return std::nullopt;
}

fs::path find_model(const std::string& model) {
    if (const NamedModel* named = named_model(model))
        return installed(*named);
    if (model == "auto") {
        const auto best = installed_file(*named_model("vgg19"));
        return best ? *best : installed(*named_model("compact"));
    }
    std::error_code error;
    const fs::file_status status = fs::status(model, error);
    if (!fs::exists(status))
        throw Error(
            ErrorCode::model,
            formatted(
                _("%s: there is no such model file; expected auto, compact, preview, vgg19 or a "
                  "file."),
                model.c_str()));
    if (fs::is_directory(status))
        throw Error(
            ErrorCode::model,
            model + ": " + formatted(_("this is a folder; expected a %s."), _("model file")));
    return model;
}

} // namespace style_transfer
