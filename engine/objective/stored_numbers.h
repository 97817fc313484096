// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). Numbers as loops over feature maps read and write them.
#pragma once

#include <ATen/core/Tensor.h>

#include <bit>
#include <cstdint>
#include <type_traits>

namespace style_transfer {

// bfloat16 as its bits: of numbers of a class of their own, the compiler takes one at a time.
using Bits = std::uint16_t;

inline float wide(Bits bits) {
    return std::bit_cast<float>(std::uint32_t(bits) << 16);
}
inline float wide(float value) {
    return value;
}
inline double wide(double value) {
    return value;
}

// Rounded to nearest, ties to even.
inline void narrow_to(float value, Bits& target) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    target = Bits((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}
inline void narrow_to(float value, float& target) {
    target = value;
}
inline void narrow_to(double value, double& target) {
    target = value;
}

// How a tensor's scalar lies in memory, and what is calculated with.
template <typename Scalar>
using Stored = std::conditional_t<std::is_same_v<Scalar, at::BFloat16>, Bits, Scalar>;
template <typename Scalar>
using Number = std::conditional_t<std::is_same_v<Scalar, double>, double, float>;

template <typename Scalar>
const Stored<Scalar>* data_of(const at::Tensor& tensor) {
    return reinterpret_cast<const Stored<Scalar>*>(tensor.data_ptr<Scalar>());
}

constexpr int lanes = 16; // partial sums, so that the compiler may take as many at once

template <typename Real>
Real sum_of(const Real (&partial)[lanes]) {
    Real sum = 0;
    for (const Real value : partial)
        sum += value;
    return sum;
}

} // namespace style_transfer
