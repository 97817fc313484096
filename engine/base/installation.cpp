// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/installation.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr const char* own_folder = "gimp-style-transfer";

// Empty counts as not set, as the XDG base directory specification has it.
std::string environment(const char* variable, const char* otherwise = "") {
    const char* value = std::getenv(variable);
    return value && *value ? value : otherwise;
}

} // namespace

fs::path program_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::vector<fs::path> moved_folders(const fs::path& folder) {
    std::vector<fs::path> found;
    const fs::path program = program_folder();
    if (program.empty() || folder.is_absolute())
        return found;
    for (const fs::path& prefix : {program, program.parent_path()}) {
        std::error_code error;
        if (fs::is_directory(prefix / folder, error))
            found.push_back(prefix / folder);
    }
    return found;
}

fs::path user_data_folder() {
    const std::string home = environment("HOME");
    fs::path data = environment("XDG_DATA_HOME");
    if (!data.is_absolute() && !home.empty()) // the specification has others ignored
        data = fs::path(home) / ".local" / "share";
    return data.is_absolute() ? data / own_folder : fs::path();
}

std::vector<fs::path> data_folders() {
    std::vector<fs::path> folders;
    if (const fs::path chosen = environment("STYLE_TRANSFER_DATA"); !chosen.empty())
        folders.push_back(chosen);
    for (fs::path& moved : moved_folders(STYLE_TRANSFER_DATA_FOLDER))
        folders.push_back(std::move(moved));
    if (fs::path user = user_data_folder(); !user.empty())
        folders.push_back(std::move(user));
    std::istringstream system(environment("XDG_DATA_DIRS", "/usr/local/share:/usr/share"));
    for (std::string folder; std::getline(system, folder, ':');)
        if (fs::path(folder).is_absolute())
            folders.push_back(fs::path(folder) / own_folder);
    folders.push_back(fs::path(STYLE_TRANSFER_PREFIX) / STYLE_TRANSFER_DATA_FOLDER);
    return folders;
}

std::vector<fs::path> engine_folders() {
    auto folders = moved_folders(STYLE_TRANSFER_ENGINE_FOLDER);
    folders.push_back(fs::path(STYLE_TRANSFER_PREFIX) / STYLE_TRANSFER_ENGINE_FOLDER);
    return folders;
}

fs::path command_line_program() {
    if (fs::path chosen = environment("STYLE_TRANSFER_PROGRAM"); !chosen.empty())
        return chosen;
    auto folders = moved_folders(STYLE_TRANSFER_PROGRAM_FOLDER);
    folders.push_back(fs::path(STYLE_TRANSFER_PREFIX) / STYLE_TRANSFER_PROGRAM_FOLDER);
    for (const fs::path& folder : folders) {
        std::error_code error;
        if (fs::is_regular_file(folder / "style-transfer", error))
            return folder / "style-transfer";
    }
    return {};
}

fs::path catalogue_folder() {
    if (fs::path chosen = environment("STYLE_TRANSFER_LOCALE"); !chosen.empty())
        return chosen;
    const auto moved = moved_folders("locale"); // in an archive, where the plug-in's is the top
    return moved.empty() ? fs::path(STYLE_TRANSFER_CATALOGUE_FOLDER) : moved.front();
}

} // namespace style_transfer
