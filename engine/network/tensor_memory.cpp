// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/tensor_memory.h"

#if defined(__linux__)

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <torch/csrc/api/include/torch/version.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <list>
#include <mutex>
#include <sys/mman.h>
#include <unordered_map>

namespace style_transfer {

namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;
constexpr std::size_t least = std::size_t{256} << 10; // smaller ones are not worth it
constexpr std::size_t step = std::size_t{64} << 10;

// A part of the address space, of which only what is touched takes memory.
struct Block {
    void* address; // a multiple of a large page
    std::size_t size;
    void* mapping;
    std::size_t mapped;
};

Block map(std::size_t size) {
    const std::size_t mapped = size + large_page;
    void* mapping =
        mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED)
        return {};
    const auto begin = reinterpret_cast<std::uintptr_t>(mapping);
    void* address = reinterpret_cast<void*>((begin + large_page - 1) / large_page * large_page);
    madvise(address, size, MADV_HUGEPAGE); // only advice: without, pages are small
    return {address, size, mapping, mapped};
}

class Blocks {
  public:
    // Null when there is no budget, or no memory.
    void* take(std::size_t bytes) {
        const std::size_t size = (bytes + step - 1) / step * step;
        const std::lock_guard lock(mutex_);
        if (budget_ <= 0)
            return nullptr;
        // The newest, of which the processor may still know a part.
        const auto found = std::find_if(
            kept_.rbegin(), kept_.rend(), [&](const Block& block) { return block.size == size; });
        Block block{};
        if (found != kept_.rend()) {
            block = *found;
            kept_.erase(std::next(found).base());
            kept_bytes_ -= size;
        } else {
            make_room(size);
            block = map(size);
            if (!block.address)
                return nullptr;
        }
        used_bytes_ += size;
        used_.emplace(block.address, block);
        return block.address;
    }

    // False when the address is not that of a block in use.
    bool give_back(void* address) {
        if (reinterpret_cast<std::uintptr_t>(address) % large_page != 0)
            return false;
        const std::lock_guard lock(mutex_);
        const auto found = used_.find(address);
        if (found == used_.end())
            return false;
        kept_.push_back(found->second);
        kept_bytes_ += found->second.size;
        used_bytes_ -= found->second.size;
        used_.erase(found);
        make_room(0);
        return true;
    }

    void change_budget(std::int64_t bytes) {
        const std::lock_guard lock(mutex_);
        budget_ += bytes;
        make_room(0);
    }

    std::int64_t used() {
        const std::lock_guard lock(mutex_);
        return std::int64_t(used_bytes_);
    }

    std::int64_t kept() {
        const std::lock_guard lock(mutex_);
        return std::int64_t(kept_bytes_);
    }

  private:
    void make_room(std::size_t size) {
        while (!kept_.empty() && std::int64_t(used_bytes_ + kept_bytes_ + size) >
                                     std::max<std::int64_t>(0, budget_)) {
            kept_bytes_ -= kept_.front().size;
            munmap(kept_.front().mapping, kept_.front().mapped);
            kept_.pop_front();
        }
    }

    std::mutex mutex_;
    std::unordered_map<void*, Block> used_; // by address
    std::list<Block> kept_;                 // the newest last
    std::size_t used_bytes_ = 0;
    std::size_t kept_bytes_ = 0;
    std::int64_t budget_ = 0;
};

// Never destroyed: tensors may outlive every other object.
Blocks& blocks() {
    static auto* const all = new Blocks;
    return *all;
}

// By the address alone: oneDNN hands its memory over without a context.
void release(void* address) {
    if (!blocks().give_back(address))
        c10::GetDefaultCPUAllocator()->raw_deleter()(address);
}

class LargeTensorAllocator final : public c10::Allocator {
  public:
#if TORCH_VERSION_MAJOR < 2
    c10::DataPtr allocate(std::size_t size) const override {
        return block_of(size);
    }
#else
    c10::DataPtr allocate(std::size_t size) override {
        return block_of(size);
    }
    void copy_data(void* to, const void* from, std::size_t size) const override {
        std::memcpy(to, from, size);
    }
#endif

    c10::DeleterFnPtr raw_deleter() const override {
        return &release;
    }

  private:
    static c10::DataPtr block_of(std::size_t size) {
        void* address = size < least ? nullptr : blocks().take(size);
        if (!address) // it also knows how to say that there is no memory
            return c10::GetDefaultCPUAllocator()->allocate(size);
        return {address, address, &release, c10::Device(c10::DeviceType::CPU)};
    }
};

} // namespace

TensorMemory::TensorMemory(std::int64_t budget) : budget_(std::max<std::int64_t>(0, budget)) {
    static std::once_flag once;
    std::call_once(once, [] {
        constexpr std::uint8_t above_default = 1;
        c10::SetCPUAllocator(new LargeTensorAllocator, above_default); // which keeps it for good
    });
    blocks().change_budget(budget_);
}

TensorMemory::~TensorMemory() {
    blocks().change_budget(-budget_);
}

std::int64_t TensorMemory::used() {
    return blocks().used();
}

std::int64_t TensorMemory::kept() {
    return blocks().kept();
}

} // namespace style_transfer

#else

namespace style_transfer {

TensorMemory::TensorMemory(std::int64_t budget) : budget_(budget) {}
TensorMemory::~TensorMemory() = default;
std::int64_t TensorMemory::used() {
    return 0;
}
std::int64_t TensorMemory::kept() {
    return 0;
}

} // namespace style_transfer

#endif
