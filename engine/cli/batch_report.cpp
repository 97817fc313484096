// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_report.h"

#include "engine/base/atomic_file.h"
#include "engine/base/translation.h"
#include "engine/cli/progress_line.h"
#include "engine/client/settings_json.h"

#include <algorithm>
#include <array>

namespace style_transfer {

namespace {

using Json = nlohmann::ordered_json;

// In the order of Outcome: for the report, and counted for people.
constexpr std::array<const char*, 4> outcome_words{"painted", "kept", "failed", "not tried"};
constexpr std::array<const char*, 4> outcome_counts{
    N_("%td painted"), N_("%td kept"), N_("%td failed"), N_("%td not tried")};

const char* word_of(Outcome outcome) {
    return outcome_words[std::size_t(outcome)];
}

std::ptrdiff_t count_of(const std::vector<BatchEntry>& entries, Outcome outcome) {
    return std::ranges::count(entries, outcome, &BatchEntry::outcome);
}

} // namespace

std::string summary_of(const std::vector<BatchEntry>& entries, double seconds) {
    std::string text;
    for (const Outcome outcome :
         {Outcome::painted, Outcome::kept, Outcome::failed, Outcome::not_tried}) {
        const auto count = count_of(entries, outcome);
        if (count > 0 || outcome == Outcome::painted)
            text += formatted(_(outcome_counts[std::size_t(outcome)]), count) + ", ";
    }
    text += formatted(_("took %s."), duration_text(seconds).c_str());
    std::string failed;
    for (const BatchEntry& entry : entries)
        if (entry.outcome == Outcome::failed)
            failed += (failed.empty() ? "\"" : ", \"") + entry.file.input.string() + '"';
    return failed.empty() ? text : text + ' ' + formatted(_("Failed: %s."), failed.c_str());
}

void write_batch_report(
    const std::filesystem::path& file, const BatchArguments& arguments,
    const std::vector<BatchEntry>& entries, double seconds) {
    Json files = Json::array();
    for (const BatchEntry& entry : entries) {
        Json one = {
            {"file", entry.file.input.string()},
            {"output", entry.file.output.string()},
            {"outcome", word_of(entry.outcome)}};
        if (entry.outcome == Outcome::painted)
            one["seconds"] = entry.seconds;
        if (entry.outcome == Outcome::failed)
            one["error"] = entry.error;
        files.push_back(std::move(one));
    }
    Json styles = Json::array();
    for (const StyleArgument& style : arguments.styles)
        styles.push_back({{"file", style.file.string()}, {"weight", style.weight}});
    Json json = {
        {"version", STYLE_TRANSFER_VERSION},
        {"styles", styles},
        {"settings", json_of(arguments.settings)},
        {"files", files},
        {"seconds", seconds}};
    for (const Outcome outcome :
         {Outcome::painted, Outcome::kept, Outcome::failed, Outcome::not_tried})
        json[word_of(outcome)] = count_of(entries, outcome);
    AtomicFile target(file, N_("The report"));
    // File names need not be UTF-8, JSON must be.
    target.write(json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    target.commit();
}

} // namespace style_transfer
