// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/report.h"

#include "engine/base/atomic_file.h"
#include "engine/base/translation.h"
#include "engine/client/settings_json.h"

#include <ctime>
#include <sys/resource.h>

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(Size size) {
    return {{"width", size.width}, {"height", size.height}};
}

Json styles_of(const std::vector<StyleArgument>& styles, const Canvas& canvas) {
    Json list = Json::array();
    for (std::size_t i = 0; i < styles.size(); ++i) {
        list.push_back(
            {{"file", styles[i].file.string()},
             {"weight", styles[i].weight},
             {"size", json_of(canvas.style_sizes()[i])},
             {"working_size", json_of(canvas.working_style_sizes()[i])}});
        if (styles[i].region)
            list.back()["region"] = styles[i].region->string();
    }
    return list;
}

// A term of several parts is a list of them.
Json json_of(const Losses& losses) {
    Json json;
    for (const Loss& loss : losses.terms) {
        const auto slash = loss.name.find('/');
        if (slash == std::string::npos)
            json[loss.name] = loss.value;
        else
            json[loss.name.substr(0, slash)].push_back(loss.value);
    }
    json["total"] = losses.total();
    return json;
}

double peak_rss_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024; // Linux counts in KiB
}

} // namespace

Json json_of(const Progress& progress) {
    Json json = json_of(progress.losses);
    json["evaluations"] = progress.evaluations;
    json["seconds"] = progress.seconds;
    json["width"] = progress.size.width;
    json["height"] = progress.size.height;
    // Of all threads: what the clock shows depends on what else the machine does.
    json["processor_seconds"] = double(std::clock()) / CLOCKS_PER_SEC;
    return json;
}

void Report::begin(const Session& session, const Canvas& canvas) {
    json_ = {
        {"version", STYLE_TRANSFER_VERSION},
        {"base", {{"file", arguments_.base.string()}, {"size", json_of(canvas.base_size())}}},
        {"styles", styles_of(arguments_.styles, canvas)},
        {"output", {{"file", arguments_.output.string()}, {"size", json_of(canvas.result_size())}}},
        {"working_size", json_of(canvas.working_base_size())},
        {"settings", style_transfer::json_of(arguments_.settings)},
        {"model", {{"name", session.model_name()}, {"file", session.model_file()}}},
        {"initial", nullptr},
        {"iterations", Json::array()},
    };
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
    if (progress.event == ProgressEvent::initial) {
        json_["initial"] = json_of(progress);
        json_["initial"]["gradient_l2"] = progress.gradient_l2;
    } else if (progress.event == ProgressEvent::iteration) {
        json_["iterations"].push_back(json_of(progress));
    } else if (progress.event == ProgressEvent::finished) {
        json_["final"] = json_of(progress);
        json_["seconds"] = progress.seconds;
    }
}

void Report::write(const std::filesystem::path& file) {
    json_["peak_rss_mib"] = peak_rss_mib();
    AtomicFile target(file, N_("The report"));
    // File names need not be UTF-8, JSON must be.
    target.write(json_.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    target.commit();
}

} // namespace style_transfer
