// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/placement.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/base/translation.h"

#include <ATen/Context.h>

#include <c10/util/Exception.h>

#include <limits>

namespace style_transfer {

namespace {

at::ScalarType features_on_processor(const Settings& settings) {
    if (settings.precision == Precision::bf16 && !has_bfloat16_convolutions())
        throw Error(
            ErrorCode::invalid_argument,
            _("precision: this processor has no instructions for bfloat16 (AVX-512 BF16 or AMX); "
              "choose auto or fp32."));
    const bool half = settings.precision == Precision::bf16 ||
                      (settings.precision == Precision::automatic && has_bfloat16_convolutions());
    return half ? at::kBFloat16 : at::kFloat;
}

std::int64_t processor_limit(const Settings& settings) {
    return settings.memory > 0 ? settings.memory
                               : resident_memory_mib() + available_memory_mib() / 2;
}

} // namespace

std::vector<Placement> placements(const Settings& settings) {
    std::vector<Placement> all;
    if (settings.device == Device::cuda && !at::hasCUDA())
        throw Error(
            ErrorCode::invalid_argument,
            _("device: the installed libtorch finds no CUDA device; choose auto or cpu."));
    if (settings.device != Device::cpu && at::hasCUDA()) {
        const auto features = settings.precision == Precision::bf16 ? at::kBFloat16 : at::kFloat;
        // libtorch does not say how much is free there; the first attempt finds out.
        for (const std::int64_t limit : {std::int64_t{1} << 40, 16384L, 6144L, 3072L})
            all.push_back({at::kCUDA, features, limit});
    }
    all.push_back({at::kCPU, features_on_processor(settings), processor_limit(settings)});
    return all;
}

std::string in_first_that_fits(
    const std::vector<Placement>& all, const std::function<void(const Placement&)>& work) {
    const char* notice = "";
    for (std::size_t i = 0;; ++i) {
        const bool last = i + 1 == all.size();
        const char* next =
            !last && all[i + 1].device.is_cpu()
                ? _("The graphics card has too little memory for this picture; the processor does "
                    "the work.")
                : _("The graphics card has too little memory for the whole picture; it is done "
                    "in tiles.");
        try {
            work(all[i]);
            return notice;
        } catch (const c10::OutOfMemoryError&) {
            if (last)
                throw;
        } catch (const Error& error) { // no plan for so little
            if (last || error.code() != ErrorCode::memory)
                throw;
        }
        notice = next;
    }
}

} // namespace style_transfer
