// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

#include <filesystem>
#include <memory>

namespace style_transfer {

struct KeyFileRelease {
    void operator()(GKeyFile* file) const { g_key_file_unref(file); }
};
using KeyFile = std::unique_ptr<GKeyFile, KeyFileRelease>;

// With its comments and translations; empty when the file cannot be read.
inline KeyFile read_key_file(const std::filesystem::path& file) {
    KeyFile keys(g_key_file_new());
    g_key_file_load_from_file(
        keys.get(), file.c_str(),
        GKeyFileFlags(G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS), nullptr);
    return keys;
}

} // namespace style_transfer
