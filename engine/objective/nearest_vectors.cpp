// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/nearest_vectors.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <tuple>

namespace style_transfer {

namespace {

constexpr int subspace_iterations = 3;

at::Tensor directions_of(const at::Tensor& vectors) {
    const at::Tensor centred = vectors - vectors.mean(0, /*keepdim=*/true);
    return centred.div_(centred.norm(2, {1}, /*keepdim=*/true).clamp_min_(1e-12));
}

} // namespace

Projection principal_components(const at::Tensor& vectors, std::int64_t dimensions) {
    const auto channels = vectors.size(1);
    Projection projection;
    projection.mean = vectors.mean(0);
    if (dimensions >= channels) {
        projection.directions = at::eye(channels, vectors.options());
        return projection;
    }
    const at::Tensor centred = vectors - projection.mean;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(/*seed=*/1);
    at::Tensor basis = at::randn({channels, dimensions}, generator, at::kFloat)
                           .to(vectors.scalar_type())
                           .to(vectors.device());
    for (int i = 0; i < subspace_iterations; ++i)
        basis = std::get<0>(at::linalg_qr(at::mm(centred.t(), at::mm(centred, basis))));
    projection.directions = basis;
    return projection;
}

at::Tensor nearest_vectors(
    const at::Tensor& queries, const at::Tensor& candidates, const CancellationToken& token,
    std::int64_t block_bytes) {
    const at::Tensor among = directions_of(candidates).t();
    const at::Tensor mean = queries.mean(0, /*keepdim=*/true);
    const auto bytes_per_query = candidates.size(0) * std::int64_t(queries.element_size());
    const auto block =
        std::max<std::int64_t>(1, block_bytes / std::max<std::int64_t>(1, bytes_per_query));
    at::Tensor found = at::empty({queries.size(0)}, queries.options().dtype(at::kInt));
    for (std::int64_t begin = 0; begin < queries.size(0); begin += block) {
        token.throw_if_cancelled();
        const auto count = std::min(block, queries.size(0) - begin);
        found.narrow(0, begin, count)
            .copy_(at::mm(queries.narrow(0, begin, count) - mean, among).argmax(1));
    }
    return found;
}

} // namespace style_transfer
