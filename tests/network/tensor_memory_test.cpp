// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/tensor_memory.h"

#include "engine/base/machine.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace style_transfer {
namespace {

constexpr std::int64_t mib = 1 << 20;

at::Tensor tensor_of(std::int64_t size_mib, double value = 1) {
    return at::full({size_mib, mib / 4}, value);
}

// What the kernel says of the mapping that holds the address: "VmFlags" of /proc/self/smaps.
std::string flags_at(std::uintptr_t address) {
    std::ifstream file("/proc/self/smaps");
    bool here = false;
    for (std::string line; std::getline(file, line);) {
        unsigned long begin = 0, end = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2)
            here = begin <= address && address < end;
        else if (here && line.starts_with("VmFlags:"))
            return line + " ";
    }
    return "";
}

TEST(TensorMemory, GivesThePlaceOfATensorToTheNextOfItsSize) {
    const TensorMemory memory(TensorMemory::used() + 100 * mib);
    at::Tensor first = tensor_of(20);
    const void* place = first.data_ptr();
    const std::int64_t used = TensorMemory::used();
    first.reset();
    EXPECT_EQ(TensorMemory::used(), used - 20 * mib);
    EXPECT_EQ(TensorMemory::kept(), 20 * mib);
    const at::Tensor other = tensor_of(30);
    EXPECT_NE(other.data_ptr(), place);
    const at::Tensor second = tensor_of(20, 3);
    EXPECT_EQ(second.data_ptr(), place);
    EXPECT_EQ(TensorMemory::kept(), 0);
    EXPECT_EQ(second.sum().item<double>(), 3.0 * 20 * mib / 4);
}

TEST(TensorMemory, KeepsNoMoreThanTheBudgetAndTheNewestLongest) {
    const TensorMemory memory(TensorMemory::used() + 50 * mib);
    at::Tensor a = tensor_of(10), b = tensor_of(12), c = tensor_of(14);
    const void* place = c.data_ptr();
    a.reset();
    b.reset();
    c.reset();
    EXPECT_EQ(TensorMemory::kept(), 36 * mib);
    at::Tensor large = tensor_of(30); // there is room for c beside it
    EXPECT_EQ(TensorMemory::kept(), 14 * mib);
    EXPECT_EQ(tensor_of(14).data_ptr(), place);
    const at::Tensor too_large = tensor_of(60); // a budget is no limit of what is needed
    EXPECT_EQ(TensorMemory::kept(), 0);
    large.reset();
    EXPECT_EQ(TensorMemory::kept(), 0);
}

TEST(TensorMemory, BudgetsAddUp) {
    const TensorMemory one(TensorMemory::used() + 10 * mib);
    {
        const TensorMemory other(15 * mib);
        tensor_of(20);
        EXPECT_EQ(TensorMemory::kept(), 20 * mib);
    }
    EXPECT_EQ(TensorMemory::kept(), 0);
}

TEST(TensorMemory, GoesBackToTheKernelWithTheBudget) {
    if (resident_memory_mib() == 0)
        GTEST_SKIP() << "this kernel does not tell a process its size";
    auto memory = std::make_unique<TensorMemory>(TensorMemory::used() + 100 * mib);
    const std::int64_t without = resident_memory_mib();
    at::Tensor staying = tensor_of(10, 2);
    tensor_of(64);
    EXPECT_GE(resident_memory_mib(), without + 70);
    memory.reset();
    EXPECT_LE(resident_memory_mib(), without + 20);
    EXPECT_EQ(staying.max().item<float>(), 2);
    staying.reset();
    EXPECT_LE(resident_memory_mib(), without + 10);
    EXPECT_EQ(TensorMemory::kept(), 0);
    const std::int64_t used = TensorMemory::used();
    const at::Tensor later = tensor_of(64);
    EXPECT_EQ(TensorMemory::used(), used);
}

TEST(TensorMemory, LiesInLargePages) {
    const TensorMemory memory(mib);
    const at::Tensor large = tensor_of(64);
    const auto address = reinterpret_cast<std::uintptr_t>(large.data_ptr());
    EXPECT_EQ(address % (2 * mib), 0u);
    if (flags_at(address).empty() || access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0)
        GTEST_SKIP() << "this kernel has no large pages, or does not tell where";
    EXPECT_NE(flags_at(address).find(" hg "), std::string::npos) << flags_at(address);
}

TEST(TensorMemory, ServesConvolutionsToo) {
    const TensorMemory memory(TensorMemory::used() + 400 * mib);
    const at::Tensor maps = at::ones({1, 16, 400, 400});
    const at::Tensor kernels = at::ones({16, 16, 3, 3});
    for (int i = 0; i < 3; ++i) {
        const at::Tensor sums = at::conv2d(maps, kernels, {}, 1, 1);
        EXPECT_EQ(sums.max().item<float>(), 16 * 9);
        EXPECT_EQ(sums.min().item<float>(), 16 * 4);
    }
}

TEST(TensorMemory, ThreadsShareIt) {
    const std::int64_t before = TensorMemory::used();
    {
        const TensorMemory memory(before + 64 * mib);
        std::vector<std::thread> threads;
        for (int id = 1; id <= 4; ++id)
            threads.emplace_back([id] {
                for (int i = 0; i < 50; ++i) {
                    const at::Tensor tensor = tensor_of(5 + i % 3, id);
                    EXPECT_EQ(tensor.min().item<float>(), float(id));
                    EXPECT_EQ(tensor.max().item<float>(), float(id));
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        EXPECT_LE(TensorMemory::used() + TensorMemory::kept(), before + 64 * mib);
    }
    EXPECT_EQ(TensorMemory::used(), before);
    EXPECT_EQ(TensorMemory::kept(), 0);
}

} // namespace
} // namespace style_transfer
