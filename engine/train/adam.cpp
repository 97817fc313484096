// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/adam.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <cmath>

namespace style_transfer::train {

namespace {

constexpr double first_decay = 0.9, second_decay = 0.99;

} // namespace

void Adam::add(const std::string& name, const at::Tensor& value) {
    const at::Tensor plain = value.detach();
    const double size = std::sqrt(plain.square().mean().item<double>()) + 1e-8;
    parameters_.push_back({name, value, at::zeros_like(plain), at::zeros_like(plain), size});
}

void Adam::step(double rate) {
    const c10::NoGradGuard plain;
    ++steps_;
    const double first_share = 1 - std::pow(first_decay, steps_);
    const double second_share = 1 - std::pow(second_decay, steps_);
    for (Parameter& parameter : parameters_) {
        const at::Tensor gradient = parameter.value.grad();
        parameter.first.mul_(first_decay).add_(gradient, 1 - first_decay);
        parameter.second.mul_(second_decay).addcmul_(gradient, gradient, 1 - second_decay);
        const at::Tensor deviation = (parameter.second / second_share).sqrt_().add_(1e-12);
        parameter.value.addcdiv_(parameter.first, deviation, -rate * parameter.size / first_share);
        parameter.value.mutable_grad().reset();
    }
}

} // namespace style_transfer::train
