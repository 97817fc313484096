// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/base/file_descriptor.h"
#include "engine/base/mapped_file.h"
#include "engine/base/translation.h"
#include "engine/model/model.h"
#include "engine/model/project_network.h"
#include "engine/model/safetensors.h"
#include "engine/model/vgg19_network.h"
#include "engine/reading/reader_process.h"

#include <cstring>
#include <fcntl.h>
#include <new>
#include <string_view>

namespace style_transfer {

namespace {

NetworkFile safetensors_network(const Safetensors& tensors, const std::filesystem::path& file) {
    if (is_project_network(tensors))
        return project_network(tensors, file);
    if (tensors.contains("features.1.weight"))
        refuse(file, "this is a VGG with batch normalisation; expected VGG19 without it.");
    if (tensors.contains("features.0.weight"))
        return torchvision_vgg19(tensors);
    const auto format = tensors.metadata().find("format");
    refuse(
        file, "expected the format \"style-transfer-model\" in __metadata__ or the tensors of "
              "torchvision's VGG19 (\"features.0.weight\" …), found " +
                  (format == tensors.metadata().end() ? "neither"
                                                      : "the format " + in_quotes(format->second)) +
                  ".");
}

// As libhdf5 looks for it: at the begin, or at 512 and each double of that.
bool is_hdf5(std::span<const std::byte> bytes) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    for (std::size_t at = 0; at + signature.size() <= bytes.size(); at = at == 0 ? 512 : 2 * at)
        if (std::memcmp(bytes.data() + at, signature.data(), signature.size()) == 0)
            return true;
    return false;
}

// libhdf5 is no match for a file made to do harm, so another process reads it, and hands over the
// wanted layers in the format that can be checked here.
Model read_keras(
    const std::filesystem::path& file, const std::vector<std::string>& wanted_layers,
    const CancellationToken& token) {
    const FileDescriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    try {
        std::vector<std::string> job{"network"};
        job.insert(job.end(), wanted_layers.begin(), wanted_layers.end());
        ReaderProcess reader(descriptor.number(), job, token);
        reader.wait_for_end();
        const Safetensors tensors = Safetensors::parse(reader.content(), file);
        return read_layers(converted_keras_vgg19(tensors), file, wanted_layers, token);
    } catch (const ReaderRefusal& refusal) {
        refuse(file, std::string(refusal.what()) + ".");
    }
}

} // namespace

Model load_model(
    const std::filesystem::path& file, const std::vector<std::string>& wanted_layers,
    const CancellationToken& token) {
    try {
        const MappedFile mapped = MappedFile::open(file, ErrorCode::model, N_("model file"));
        Model model;
        if (is_hdf5(mapped.bytes())) {
            model = read_keras(file, wanted_layers, token);
        } else {
            const Safetensors tensors = Safetensors::parse(mapped.bytes(), file);
            model = read_layers(safetensors_network(tensors, file), file, wanted_layers, token);
        }
        model.file = file;
        return model;
    } catch (const std::bad_alloc&) {
        throw Error(
            ErrorCode::memory,
            formatted(
                _("%s: there is not enough memory for the weights of this model."), file.c_str()));
    }
}

Model describe_network(const std::filesystem::path& file) {
    const MappedFile mapped = MappedFile::open(file, ErrorCode::model, N_("model file"));
    Model model;
    if (is_hdf5(mapped.bytes())) {
        read_keras(file, {}, {}); // whether it can be read at all
        model = keras_vgg19();
    } else {
        model = safetensors_network(Safetensors::parse(mapped.bytes(), file), file).model;
    }
    model.file = file;
    return model;
}

} // namespace style_transfer
