// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/command_options.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/cli/exit_codes.h"
#include "engine/cli/settings_file.h"
#include "engine/settings/presets.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

namespace style_transfer {

namespace {

constexpr const char* preset_option = "preset";

const char* title_of(Group group) {
    switch (group) {
    case Group::look:
        return "Look";
    case Group::finish:
        return "Finish";
    case Group::method:
        return "Method";
    case Group::computer:
        return "Computer";
    }
    return "";
}

// What stands for the value in the help.
struct Placeholder {
    const Parameter& parameter;

    std::string operator()(double Settings::*) const { return "F"; }
    std::string operator()(int Settings::*) const {
        const std::string unit = parameter.unit;
        return unit == "MiB" ? unit : "N";
    }
    std::string operator()(bool Settings::*) const { return ""; }
    std::string operator()(std::string Settings::*) const {
        return parameter.name == "model" ? "NAME|FILE" : "NAME";
    }
    std::string operator()(std::array<double, 5> Settings::*) const { return "a,b,c,d,e"; }
    std::string operator()(const Choice&) const { return "WORD"; }
};

bool is_switch(const Parameter& parameter) {
    return std::holds_alternative<bool Settings::*>(parameter.field);
}

std::string description_of(const Parameter& parameter) {
    std::string text = parameter.blurb;
    const char* separator = ": ";
    for (const std::string_view choice : choices_of(parameter)) {
        text += separator;
        text += choice;
        separator = ", ";
    }
    if (parameter.maximum > parameter.minimum)
        text += " (" + range_text(parameter) + ')';
    return text;
}

class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter() { column_width(36); }

    // A switch is shown as "--enhance, --no-enhance", without what the latter stands for.
    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        std::string name = CLI::Formatter::make_option_name(option, positional);
        constexpr std::string_view stands_for = "{false}";
        if (const auto at = name.find(stands_for); at != std::string::npos)
            name.erase(at, stands_for.size());
        if (const auto comma = name.find(",--no-"); comma != std::string::npos)
            name.insert(comma + 1, " ");
        return name;
    }
};

// Those that a parser has not known, in the order in which they were typed.
std::string unknown_words(const CLI::App& app) {
    std::string words;
    for (const std::string& word : app.remaining())
        words += (words.empty() ? "" : " ") + word;
    return words;
}

// The first file that has no name, as by an unset variable of a script; empty: none. Settings and
// presets say by themselves what they expect.
std::string unnamed_file(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (name != preset_option && !find_parameter(name) &&
            std::ranges::any_of(option->results(), &std::string::empty))
            return name;
    }
    return "";
}

int refuse(const std::string& sentence, const std::string& help) {
    std::fprintf(
        stderr, "style-transfer: %s\n%s\n", sentence.c_str(),
        formatted(_("Try \"%s --help\"."), help.c_str()).c_str());
    return exit_usage;
}

} // namespace

// One option per row of the table; switches become --NAME and --no-NAME. The texts are read later,
// by set_values, so that every front end refuses a value in the same words.
SettingsOptions::SettingsOptions(CLI::App& app) : app_(app) {
    const auto file =
        app.add_option(
               "--settings", file_,
               "Settings of a report, a preset or a layer's text; what is named beside it counts")
            ->type_name("FILE");
    std::string names;
    for (const BuiltInPreset& preset : built_in_preset_table())
        names += (names.empty() ? "" : ", ") + std::string(preset.name);
    app.add_option(
           "--preset", preset_, "Settings by name; what is named beside it counts: " + names)
        ->type_name("NAME")
        ->excludes(file);
    for (const Parameter& parameter : parameters()) {
        const std::string name(parameter.name);
        if (is_switch(parameter)) {
            app.add_flag("--" + name + ",!--no-" + name, texts_[name], parameter.blurb)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
                ->group(title_of(parameter.group));
            continue;
        }
        app.add_option("--" + name, texts_[name], description_of(parameter))
            ->type_name(std::visit(Placeholder{parameter}, parameter.field))
            ->default_str(value_text(parameter, Settings{}))
            // So that a script's own defaults can stand before what its caller gives.
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(title_of(parameter.group));
    }
}

Settings SettingsOptions::settings(const Settings& start) const {
    Settings settings = file_.empty() ? start : read_settings(file_);
    if (app_.count("--preset") > 0)
        apply_preset(settings, preset_);
    std::vector<NamedValue> given;
    for (const auto& [name, text] : texts_)
        if (app_.count("--" + name) > 0)
            given.push_back({find_parameter(name), text});
    set_values(settings, given);
    return settings;
}

std::optional<std::filesystem::path> SettingsOptions::file() const {
    return file_.empty() ? std::nullopt : std::optional<std::filesystem::path>(file_);
}

void add_progress_options(CLI::App& app, bool& progress, bool& quiet) {
    const auto shown =
        app.add_flag("--progress", progress, "Show progress, also without a terminal");
    app.add_flag("--quiet", quiet, "Show nothing but errors")->excludes(shown);
}

std::optional<int>
parse(CLI::App& app, int count, const char* const* values, const std::function<void()>& read) {
    app.formatter(std::make_shared<HelpFormatter>());
    app.allow_extras();
    try {
        app.parse(count, values);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error) == 0 ? exit_done : exit_usage;
        return refuse(error.what(), app.get_name());
    }
    if (const std::string words = unknown_words(app); !words.empty())
        return refuse(
            formatted(_("There is no such option or argument here: %s"), words.c_str()),
            app.get_name());
    if (const std::string name = unnamed_file(app); !name.empty())
        return refuse(
            formatted(_("%s: expected %s, found \"%s\"."), name.c_str(), _("a value"), ""),
            app.get_name());
    try {
        read();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::invalid_argument)
            throw;
        return refuse(error.what(), app.get_name());
    }
    return std::nullopt;
}

} // namespace style_transfer
