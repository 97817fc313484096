// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/arguments.h"
#include "engine/client/engine.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace style_transfer {

// The JSON that --report writes, gathered while the work goes on.
class Report {
  public:
    Report(const Arguments& arguments, Size base, Size style, Size working, Size working_style);

    void set_model(const Session& session);
    // After the run.
    void set_plan(const Session& session);
    void add(const Progress& progress);

    // Adds what is known at the end and writes the file: the whole of it or nothing. Throws
    // Error(file).
    void write(const std::filesystem::path& file);

  private:
    nlohmann::ordered_json json_;
};

} // namespace style_transfer
