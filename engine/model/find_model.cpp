// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/model/model.h"

#include <array>
#include <optional>
#include <system_error>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> model_folders() {
    std::vector<fs::path> folders = data_folders();
    for (fs::path& folder : folders)
        folder /= "models";
    return folders;
}

// A model that is asked for by name, and the files that it can be, the best first.
struct NamedModel {
    std::string name;
    std::vector<std::string> files;
};

const NamedModel vgg19{
    "vgg19",
    {"vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5", "vgg19.h5", "vgg19.safetensors"}};
const NamedModel compact{"compact", {"compact.safetensors"}};
const NamedModel preview{"preview", {"preview.safetensors"}};

std::optional<fs::path> first_file(const NamedModel& model) {
    for (const fs::path& folder : model_folders())
        for (const std::string& name : model.files) {
            std::error_code error;
            if (fs::is_regular_file(folder / name, error))
                return folder / name;
        }
    return std::nullopt;
}

fs::path installed(const NamedModel& model) {
    if (const auto file = first_file(model))
        return *file;
    std::string sentence =
        "The model \"" + model.name + "\" is not installed: none of the folders ";
    const std::vector<fs::path> folders = model_folders();
    for (std::size_t i = 0; i < folders.size(); ++i)
        sentence += (i == 0 ? "" : ", ") + folders[i].string();
    sentence += " holds ";
    for (std::size_t i = 0; i < model.files.size(); ++i)
        sentence += (i == 0 ? "" : " or ") + model.files[i];
    throw Error(ErrorCode::model, sentence + ".");
}

} // namespace

fs::path find_model(const std::string& model) {
    for (const NamedModel& named : {vgg19, compact, preview})
        if (model == named.name)
            return installed(named);
    if (model == "auto") {
        const auto best = first_file(vgg19);
        return best ? *best : installed(compact);
    }
    std::error_code error;
    const fs::file_status status = fs::status(model, error);
    if (!fs::exists(status))
        throw Error(
            ErrorCode::model, model +
                                  ": there is no such model file; expected auto, compact, preview, "
                                  "vgg19 or a file.");
    if (fs::is_directory(status))
        throw Error(ErrorCode::model, model + ": this is a folder; expected a model file.");
    return model;
}

} // namespace style_transfer
