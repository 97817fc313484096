// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/arguments.h"
#include "engine/client/engine.hpp"
#include "engine/pixels/canvas.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace style_transfer {

// The losses of one moment, with evaluations, seconds and size so far.
nlohmann::ordered_json json_of(const Progress& progress);

// The JSON that --report writes, gathered while the work goes on.
class Report {
  public:
    // The arguments live as long as the report.
    explicit Report(const Arguments& arguments) : arguments_(arguments) {}

    // Before the run, …
    void begin(const Session& session, const Canvas& canvas);
    void add(const Progress& progress);
    // … and after it.
    void set_plan(const Session& session);

    // Adds what is known at the end and writes the file: the whole of it or nothing. Throws
    // Error(file).
    void write(const std::filesystem::path& file);

  private:
    const Arguments& arguments_;
    nlohmann::ordered_json json_;
};

} // namespace style_transfer
