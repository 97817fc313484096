// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"
#include "ui/jobs/answer_job.h"

#include <optional>
#include <string>
#include <vector>

namespace style_transfer {

// Looks up what layers a network has, on a thread of its own: the engine may have to be loaded.
class LayersJob {
  public:
    explicit LayersJob(EngineLoader loader);

    // Of the network that the setting `model` names.
    void ask(const std::string& model) { job_.ask(model); }

    // For what was asked last; nothing until it is known, none when there is no such network.
    std::optional<std::vector<NetworkLayer>> answer() const { return job_.answer(); }

  private:
    AnswerJob<std::string, std::optional<std::vector<NetworkLayer>>> job_;
};

} // namespace style_transfer
