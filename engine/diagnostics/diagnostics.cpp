// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/diagnostics.h"

#include "engine/diagnostics/checks.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <exception>
#include <pwd.h>
#include <unistd.h>
#include <utility>

namespace style_transfer {

namespace {

// The longest name that stands in its column.
constexpr std::size_t column = 12;

bool ends_component(char c) {
    return !(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.');
}

// All that stand whole: not the begin of a longer name.
void replace_all(std::string& text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        const std::size_t end = at + what.size();
        const bool whole = end == text.size() || ends_component(text[end]);
        if (whole)
            text.replace(at, what.size(), by);
        at += whole ? by.size() : what.size();
    }
}

} // namespace

bool Diagnostics::fine() const {
    return std::ranges::none_of(findings, &Finding::fault);
}

std::string Diagnostics::text() const {
    const auto faults = std::ranges::count_if(findings, &Finding::fault);
    std::string text = "Style Transfer for GIMP " STYLE_TRANSFER_VERSION ": " +
                       (faults == 0   ? "all is fine"
                        : faults == 1 ? "1 fault"
                                      : std::to_string(faults) + " faults") +
                       "\n";
    for (const Finding& finding : findings) {
        std::string name = finding.name;
        name.resize(std::max(column, name.size()), ' ');
        text += name + " " + (finding.fault ? "FAULT: " : "") + finding.text + "\n";
    }
    const char* home = std::getenv("HOME");
    const passwd* user = getpwuid(getuid());
    text = without_personal_names(
        std::move(text), home ? home : "", user && user->pw_name ? user->pw_name : "");
    return user && user->pw_dir ? without_personal_names(std::move(text), user->pw_dir, "") : text;
}

std::string
without_personal_names(std::string text, const std::string& home, const std::string& user) {
    if (home.size() > 1)
        replace_all(text, home.back() == '/' ? home.substr(0, home.size() - 1) : home, "~");
    if (!user.empty())
        replace_all(text, "/" + user, "/USER");
    return text;
}

Diagnostics diagnose(const EngineLoader& engine, bool test_run) {
    Diagnostics all;
    const auto add = [&](const std::string& name, const auto& check) {
        try {
            for (Finding& finding : check())
                all.findings.push_back(std::move(finding));
        } catch (const std::exception& error) {
            all.findings.push_back({name, error.what(), true});
        }
    };
    add("system", check_machine);
    add("engine", [&] { return check_engine(engine); });
    add("libraries", check_libraries); // once the engine has brought its own
    add("networks", check_networks);
    add("reader", check_reader);
    add("folders", check_folders);
    if (test_run)
        add("test run", [&] { return check_painting(engine); });
    return all;
}

} // namespace style_transfer
