// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/layers_job.h"

#include <utility>

namespace style_transfer {

LayersJob::LayersJob(EngineLoader loader)
    : job_([load = std::move(loader)](const std::string& model) {
          // Why it failed is said when the run is asked for.
          std::vector<NetworkLayer> layers;
          try {
              layers = describe_model(load(), model);
          } catch (...) {
          }
          return std::optional(std::move(layers));
      }) {}

} // namespace style_transfer
