// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/devices.h"

#include "engine/base/error.h"

#include <ATen/Context.h>

namespace style_transfer::train {

namespace {

bool cpu_has_bfloat16() {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

} // namespace

at::Device choose_device(Device device) {
    const bool there = at::hasCUDA();
    if (device == Device::cuda && !there)
        throw Error(
            ErrorCode::invalid_argument,
            "--device cuda: this libtorch finds no CUDA device. Use --device cpu, or build with a "
            "libtorch for CUDA on a machine that has one.");
    return device != Device::cpu && there ? at::Device(at::kCUDA) : at::Device(at::kCPU);
}

at::ScalarType choose_precision(Precision precision, at::Device device) {
    if (precision == Precision::automatic)
        precision =
            device.is_cuda() || cpu_has_bfloat16() ? Precision::bfloat16 : Precision::single;
    return precision == Precision::bfloat16 ? at::kBFloat16 : at::kFloat;
}

} // namespace style_transfer::train
