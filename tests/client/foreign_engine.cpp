// SPDX-License-Identifier: GPL-3.0-or-later
// A library with the engine's one function: of another version, or empty but of the right one.
#include "engine/api/style_transfer_engine.h"

#ifdef MATCHING
constexpr uint32_t spoken_version = STE_ABI_VERSION;
#else
constexpr uint32_t spoken_version = STE_ABI_VERSION + 1;
#endif

const ste_api* style_transfer_engine_api(uint32_t abi_version) {
    static ste_api api{};
    api.abi_version = spoken_version;
    return abi_version == spoken_version ? &api : nullptr;
}
