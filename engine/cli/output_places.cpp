// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/output_places.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/picture_files/picture_file.h"

#include <string>
#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

bool is_same_file(const fs::path& one, const fs::path& other) {
    std::error_code ignored;
    // The second comparison is for files that are not there yet.
    return fs::equivalent(one, other, ignored) ||
           fs::weakly_canonical(fs::absolute(one), ignored) ==
               fs::weakly_canonical(fs::absolute(other), ignored);
}

} // namespace

void check_overwrites_none(const fs::path& file, const std::vector<fs::path>& others) {
    for (const fs::path& other : others)
        if (is_same_file(file, other))
            throw Error(
                ErrorCode::invalid_argument,
                formatted(
                    _("Writing \"%s\" would overwrite \"%s\", which is another file of the same "
                      "call; choose another name."),
                    file.c_str(), other.c_str()));
}

void check_overwrite_none(
    const fs::path& picture, const std::optional<fs::path>& report,
    const std::vector<fs::path>& others) {
    check_overwrites_none(picture, others);
    if (report)
        check_overwrites_none(*report, others);
}

void check_is_new(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored))
        throw Error(
            ErrorCode::file,
            formatted(
                _("The picture \"%s\" exists already; give --force to replace it."), file.c_str()));
}

void check_outputs(
    const fs::path& picture, const std::optional<fs::path>& report, std::vector<fs::path> inputs,
    bool force) {
    check_can_save(picture);
    check_overwrites_none(picture, inputs);
    if (!force)
        check_is_new(picture);
    if (!report)
        return;
    check_writable_place(*report, N_("The report"));
    inputs.push_back(picture);
    check_overwrites_none(*report, inputs);
}

} // namespace style_transfer
