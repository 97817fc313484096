// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences.h"

#include "ui/callbacks.h"

#include <system_error>

namespace style_transfer {

namespace {

constexpr const char* group = "run";
constexpr const char* accept_key = "accept-without-asking";

struct KeyFileRelease {
    void operator()(GKeyFile* file) const { g_key_file_unref(file); }
};
using KeyFile = std::unique_ptr<GKeyFile, KeyFileRelease>;

KeyFile load(const std::filesystem::path& file) {
    KeyFile keys(g_key_file_new());
    g_key_file_load_from_file(keys.get(), file.c_str(), G_KEY_FILE_KEEP_COMMENTS, nullptr);
    return keys;
}

} // namespace

Preferences read_preferences(const std::filesystem::path& file) {
    return {g_key_file_get_boolean(load(file).get(), group, accept_key, nullptr) != FALSE};
}

void write_preferences(const std::filesystem::path& file, const Preferences& preferences) {
    if (file.empty())
        return;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    const KeyFile keys = load(file);
    g_key_file_set_boolean(
        keys.get(), group, accept_key, preferences.accept_without_asking ? TRUE : FALSE);
    g_key_file_save_to_file(keys.get(), file.c_str(), nullptr);
}

} // namespace style_transfer
