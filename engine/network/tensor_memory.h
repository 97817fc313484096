// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace style_transfer {

// Memory for large tensors on the processor, of the whole process. An evaluation makes and releases
// hundreds of MiB of feature maps, and the next one those of the same sizes: got from the kernel
// anew, which has to clear them, they cost a quarter of the time. While an object of this class
// lives, what is released is kept for the next tensor of its size, as long as all tensors together,
// in use and kept, take no more than the budget; what was released first goes first. Blocks lie in
// large pages where the kernel has them. Without an object, tensors are made by libtorch.
//
// From any thread; budgets of several objects add up.
class TensorMemory {
  public:
    explicit TensorMemory(std::int64_t budget); // bytes
    ~TensorMemory();
    TensorMemory(const TensorMemory&) = delete;
    TensorMemory& operator=(const TensorMemory&) = delete;

    // Bytes of large tensors in use, and of those kept for others.
    static std::int64_t used();
    static std::int64_t kept();

  private:
    std::int64_t budget_;
};

} // namespace style_transfer
