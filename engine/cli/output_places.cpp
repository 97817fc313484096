// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/output_places.h"

#include "engine/base/error.h"

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
                "Writing \"" + file.string() + "\" would overwrite \"" + other.string() +
                    "\", which is another file of the same call; choose another name.");
}

void check_is_new(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored))
        throw Error(
            ErrorCode::file,
            "The picture \"" + file.string() + "\" exists already; give --force to replace it.");
}

} // namespace style_transfer
