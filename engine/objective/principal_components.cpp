// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/principal_components.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>

#include <tuple>

namespace style_transfer {

constexpr int subspace_iterations = 3;

at::Tensor principal_components(const at::Tensor& vectors, std::int64_t dimensions) {
    const auto channels = vectors.size(1);
    if (dimensions >= channels)
        return at::eye(channels, vectors.options());
    const at::Tensor centred = vectors - vectors.mean(0);
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(/*seed=*/1);
    at::Tensor basis = at::randn({channels, dimensions}, generator, at::kFloat)
                           .to(vectors.scalar_type())
                           .to(vectors.device());
    for (int i = 0; i < subspace_iterations; ++i)
        basis = std::get<0>(at::linalg_qr(at::mm(centred.t(), at::mm(centred, basis))));
    return basis;
}

} // namespace style_transfer
