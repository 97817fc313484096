// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/checkpoint.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/model/safetensors.h"
#include "engine/train/tensor_file.h"

#include <ATen/ops/from_blob.h>

#include <vector>

namespace style_transfer::train {

namespace {

constexpr const char* format = "style-transfer-training 1";

at::Tensor as_tensor(const StoredTensor& stored) {
    std::vector<float> values = stored.read();
    const std::vector<std::int64_t> shape(stored.shape.begin(), stored.shape.end());
    return at::from_blob(values.data(), shape, at::kFloat).clone();
}

} // namespace

void refuse_checkpoint(const std::filesystem::path& file, const std::string& problem) {
    throw Error(
        ErrorCode::file, "The checkpoint \"" + file.string() + "\" cannot be gone on from: " +
                             problem + ". Choose another one, or start anew without --resume.");
}

const at::Tensor&
TrainingState::tensor(const std::string& name, const std::filesystem::path& file) const {
    const auto found = tensors.find(name);
    if (found == tensors.end())
        refuse_checkpoint(file, "it lacks the tensor \"" + name + "\"");
    return found->second;
}

void save_checkpoint(
    const std::filesystem::path& file, const nlohmann::json& settings, const TrainingState& state) {
    NamedTensors tensors;
    nlohmann::json names = nlohmann::json::array();
    for (const auto& [name, tensor] : state.tensors) {
        tensors.emplace_back(name, tensor);
        names.push_back(name);
    }
    write_tensor_file(
        file, "checkpoint",
        {{"format", format},
         {"settings", settings.dump()},
         {"numbers", state.numbers.dump()},
         {"tensors", names.dump()}},
        tensors);
}

TrainingState load_checkpoint(const std::filesystem::path& file, const nlohmann::json& settings) {
    try {
        const MappedFile mapped = MappedFile::open(file, ErrorCode::model, "checkpoint");
        const Safetensors stored = Safetensors::parse(mapped.bytes(), file);
        const auto& metadata = stored.metadata();
        if (!metadata.contains("format") || metadata.at("format") != format)
            refuse_checkpoint(file, "it is not one that this program has written");
        const auto former = nlohmann::json::parse(metadata.at("settings"));
        for (const auto& [name, value] : settings.items())
            if (const auto found = former.value(name, nlohmann::json()); found != value)
                refuse_checkpoint(
                    file, "its " + name + " is " + found.dump() + ", not " + value.dump());
        TrainingState state;
        state.numbers = nlohmann::json::parse(metadata.at("numbers"));
        for (const nlohmann::json& name : nlohmann::json::parse(metadata.at("tensors")))
            state.tensors[name] = as_tensor(stored.tensor(name));
        return state;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::model)
            throw;
        // The reader of tensors knows networks only.
        throw Error(ErrorCode::file, error.what());
    } catch (const std::exception& error) {
        refuse_checkpoint(file, std::string("it is damaged (") + error.what() + ")");
    }
}

} // namespace style_transfer::train
