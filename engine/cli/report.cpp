// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/report.h"

#include "engine/base/atomic_file.h"
#include "engine/settings/parameters.h"

#include <ctime>
#include <sys/resource.h>

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(Size size) {
    return {{"width", size.width}, {"height", size.height}};
}

Json json_of(const Settings& settings) {
    Json json;
    for (const Parameter& parameter : parameters())
        std::visit(
            [&](auto member) { json[std::string(parameter.name)] = settings.*member; },
            parameter.field);
    return json;
}

Json json_of(const Progress& progress) {
    return {
        {"content", progress.losses.content},
        {"style", progress.losses.style},
        {"variation", progress.losses.variation},
        {"total", progress.losses.total},
        {"evaluations", progress.evaluations},
        {"seconds", progress.seconds},
        {"width", progress.width},
        {"height", progress.height},
        // Of all threads: what the clock shows depends on what else the machine does.
        {"processor_seconds", double(std::clock()) / CLOCKS_PER_SEC},
    };
}

double peak_rss_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024; // Linux counts in KiB
}

} // namespace

Report::Report(const Arguments& arguments, Size base, Size style, Size working, Size working_style)
    : json_{
          {"version", STYLE_TRANSFER_VERSION},
          {"base", {{"file", arguments.base.string()}, {"size", json_of(base)}}},
          {"style", {{"file", arguments.style.string()}, {"size", json_of(style)}}},
          {"output",
           {{"file", arguments.output.string()},
            {"size", json_of(arguments.settings.quality == "custom" ? working : base)}}},
          {"working_size", json_of(working)},
          {"working_style_size", json_of(working_style)},
          {"settings", json_of(arguments.settings)},
          {"model", nullptr},
          {"initial", nullptr},
          {"iterations", Json::array()},
      } {}

void Report::set_model(const Session& session) {
    json_["model"] = {{"name", session.model_name()}, {"file", session.model_file()}};
}

void Report::set_plan(const Session& session) {
    const ste_plan plan = session.plan();
    json_["plan"] = {
        {"memory_mib", plan.memory_mib},
        {"tile_side", plan.tile_side},
        {"history", plan.history},
        {"work", plan.work},
        {"precision", plan.half ? "bf16" : "fp32"},
        {"device", plan.cuda ? "cuda" : "cpu"},
        {"notice", session.notice()},
    };
}

void Report::add(const Progress& progress) {
    if (progress.event == STE_EVENT_INITIAL) {
        json_["initial"] = json_of(progress);
        json_["initial"]["gradient_l2"] = progress.gradient_l2;
    } else if (progress.event == STE_EVENT_ITERATION) {
        json_["iterations"].push_back(json_of(progress));
    } else if (progress.event == STE_EVENT_FINISHED) {
        json_["final"] = json_of(progress);
        json_["seconds"] = progress.seconds;
    }
}

void Report::write(const std::filesystem::path& file) {
    json_["peak_rss_mib"] = peak_rss_mib();
    AtomicFile target(file, "report");
    // File names need not be UTF-8, JSON must be.
    target.write(json_.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    target.commit();
}

} // namespace style_transfer
