// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/tensor_file.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/model/safetensors_head.h"

namespace style_transfer::train {

void write_tensor_file(
    const std::filesystem::path& file, const std::string& what,
    const std::map<std::string, std::string>& metadata, const NamedTensors& tensors) {
    std::vector<TensorDescription> descriptions;
    std::string data;
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.detach().cpu().contiguous();
        data.append(static_cast<const char*>(values.data_ptr()), values.nbytes());
        descriptions.push_back(
            {name, values.scalar_type() == at::kHalf ? "F16" : "F32", values.sizes().vec(),
             values.nbytes()});
    }
    AtomicFile target(file, "The " + what);
    target.write(safetensors_head(metadata, descriptions) + data);
    target.commit();
}

} // namespace style_transfer::train
