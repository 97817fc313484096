// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen).
#pragma once

#include "engine/base/cancellation.h"
#include "engine/model/layer_chain.h"
#include "engine/model/model.h"
#include "engine/network/network.h"
#include "engine/settings/settings.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// The network of a run: what has been read of it, and the types of numbers that it stands ready in.
struct RunNetwork {
    // Up to the deepest layer that the settings look at: `kept`, where that is the one, else read.
    // Throws Error.
    static RunNetwork of(const Settings& settings, RunNetwork kept, const CancellationToken& token);

    bool is_same_as(const RunNetwork& other) const {
        return model.file == other.model.file && wanted_layers == other.wanted_layers;
    }
    // In numbers of that type, there; reads the weights again where they have been let go.
    const std::shared_ptr<const Network>&
    in(at::ScalarType features, at::Device device, const CancellationToken& token);
    // Lets the weights go: what stands ready has its own.
    void release_weights();

    Model model;
    std::vector<std::string> wanted_layers;
    LayerChain chain;
    std::map<at::ScalarType, std::shared_ptr<const Network>> ready;
};

} // namespace style_transfer
