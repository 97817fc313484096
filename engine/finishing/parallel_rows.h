// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/machine.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace style_transfer {

// Calls `work(first, last)` for ranges of rows that together are 0 … `rows`, on as many threads as
// the process may use when there is enough to do; returns when all is done. `work` throws nothing.
template <typename Work>
void for_rows(int rows, const Work& work) {
    constexpr int least_rows = 32; // for a thread to be worth its start
    constexpr int most_threads = 8;
    const int threads = std::clamp(std::min(usable_cores(), rows / least_rows), 1, most_threads);
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([&work, rows, threads, i] {
            work(int(long(rows) * i / threads), int(long(rows) * (i + 1) / threads));
        });
    work(0, int(long(rows) / threads));
}

} // namespace style_transfer
