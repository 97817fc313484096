// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_files.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/cli/output_places.h"
#include "engine/picture_files/picture_file.h"

#include <glob.h>

#include <map>
#include <set>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

bool is_pattern(const std::string& text) {
    std::error_code ignored;
    return text.find_first_of("*?[") != std::string::npos && !fs::exists(text, ignored);
}

std::vector<fs::path> files_like(const std::string& pattern) {
    glob_t found{};
    std::vector<fs::path> files;
    if (glob(pattern.c_str(), GLOB_BRACE | GLOB_TILDE, nullptr, &found) == 0)
        for (std::size_t i = 0; i < found.gl_pathc; ++i) {
            std::error_code ignored;
            if (!fs::is_directory(found.gl_pathv[i], ignored))
                files.emplace_back(found.gl_pathv[i]);
        }
    globfree(&found);
    return files;
}

fs::path identity(const fs::path& file) {
    std::error_code ignored;
    return fs::weakly_canonical(fs::absolute(file), ignored);
}

} // namespace

std::vector<fs::path>
find_files(const std::vector<std::string>& patterns, std::vector<std::string>& unmatched) {
    std::vector<fs::path> files;
    std::set<fs::path> known;
    for (const std::string& pattern : patterns) {
        const std::vector<fs::path> found =
            is_pattern(pattern) ? files_like(pattern) : std::vector<fs::path>{pattern};
        if (found.empty())
            unmatched.push_back(pattern);
        for (const fs::path& file : found)
            if (known.insert(identity(file)).second)
                files.push_back(file);
    }
    if (files.empty())
        throw Error(
            ErrorCode::file,
            formatted(_("There is no file whose name is like \"%s\"."), unmatched.front().c_str()));
    return files;
}

std::vector<BatchFile> with_outputs(
    const std::vector<fs::path>& files, const fs::path& folder, const std::string& format,
    const std::vector<fs::path>& kept) {
    std::vector<BatchFile> all;
    std::map<fs::path, fs::path> taken;
    for (const fs::path& file : files) {
        fs::path output = folder / file.filename();
        if (!format.empty())
            output.replace_extension(format);
        else if (!has_known_suffix(output))
            output.replace_extension(".png");
        if (!has_known_suffix(output))
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("format: \"%s\" is no suffix of a picture; png or jpg is one."),
                    format.c_str()));
        const auto [former, is_new] = taken.emplace(output, file);
        if (!is_new)
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("\"%s\" and \"%s\" would both be written to \"%s\"; paint them into "
                      "different folders."),
                    former->second.c_str(), file.c_str(), output.c_str()));
        check_overwrites_none(output, {file});
        check_overwrites_none(output, kept);
        all.push_back({file, output});
    }
    // One file's place may be another file.
    std::map<fs::path, fs::path> inputs;
    for (const BatchFile& file : all)
        inputs.emplace(identity(file.input), file.input);
    for (const BatchFile& file : all)
        if (const auto other = inputs.find(identity(file.output)); other != inputs.end())
            check_overwrites_none(file.output, {other->second});
    return all;
}

} // namespace style_transfer
