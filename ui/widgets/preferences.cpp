// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preferences.h"

#include "ui/widgets/callbacks.h"

#include <algorithm>
#include <system_error>

namespace style_transfer {

namespace {

constexpr const char* group = "run";
constexpr const char* accept_key = "accept-without-asking";
constexpr const char* recent_key = "recent-styles";
constexpr std::size_t most_recent = 8;

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
    const KeyFile keys = load(file);
    Preferences preferences;
    preferences.accept_without_asking =
        g_key_file_get_boolean(keys.get(), group, accept_key, nullptr) != FALSE;
    gsize count = 0;
    char** addresses = g_key_file_get_string_list(keys.get(), group, recent_key, &count, nullptr);
    for (gsize i = 0; i < count; ++i)
        if (const GlibText path{g_filename_from_uri(addresses[i], nullptr, nullptr)})
            preferences.recent_styles.emplace_back(path.get());
    g_strfreev(addresses);
    return preferences;
}

void write_preferences(const std::filesystem::path& file, const Preferences& preferences) {
    if (file.empty())
        return;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    const KeyFile keys = load(file);
    g_key_file_set_boolean(
        keys.get(), group, accept_key, preferences.accept_without_asking ? TRUE : FALSE);
    // As addresses: a path may be of bytes that are no text.
    std::vector<GlibText> addresses;
    std::vector<const char*> list;
    for (const std::string& style : preferences.recent_styles)
        if (GlibText address{g_filename_to_uri(style.c_str(), nullptr, nullptr)}) {
            list.push_back(address.get());
            addresses.push_back(std::move(address));
        }
    if (!list.empty())
        g_key_file_set_string_list(keys.get(), group, recent_key, list.data(), list.size());
    g_key_file_save_to_file(keys.get(), file.c_str(), nullptr);
}

Preferences with_recent_style(Preferences preferences, const std::string& file) {
    std::vector<std::string>& styles = preferences.recent_styles;
    std::erase(styles, file);
    styles.insert(styles.begin(), file);
    styles.resize(std::min(styles.size(), most_recent));
    return preferences;
}

} // namespace style_transfer
