// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preferences.h"

#include "ui/widgets/callbacks.h"
#include "ui/widgets/key_file.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace style_transfer {

namespace {

constexpr const char* group = "run";
constexpr const char* accept_key = "accept-without-asking";
constexpr const char* recent_key = "recent-styles";
constexpr const char* favourites_key = "favourite-styles";
constexpr const char* folder_key = "style-folder";
constexpr const char* collection_key = "style-collection";
constexpr std::array<const char*, 4> collection_words{"bundled", "favourites", "recent", "folder"};
constexpr std::size_t most_recent = 8;

// Paths stand as addresses: one may be of bytes that are no text.
std::vector<std::string> read_paths(GKeyFile* keys, const char* key) {
    std::vector<std::string> paths;
    gsize count = 0;
    char** addresses = g_key_file_get_string_list(keys, group, key, &count, nullptr);
    for (gsize i = 0; i < count; ++i)
        if (const GlibText path{g_filename_from_uri(addresses[i], nullptr, nullptr)})
            paths.emplace_back(path.get());
    g_strfreev(addresses);
    return paths;
}

void write_paths(GKeyFile* keys, const char* key, const std::vector<std::string>& paths) {
    std::vector<GlibText> addresses;
    std::vector<const char*> list;
    for (const std::string& path : paths)
        if (GlibText address{g_filename_to_uri(path.c_str(), nullptr, nullptr)}) {
            list.push_back(address.get());
            addresses.push_back(std::move(address));
        }
    if (list.empty())
        g_key_file_remove_key(keys, group, key, nullptr);
    else
        g_key_file_set_string_list(keys, group, key, list.data(), list.size());
}

StyleCollection read_collection(GKeyFile* keys) {
    const GlibText word(g_key_file_get_string(keys, group, collection_key, nullptr));
    const auto found = std::ranges::find(collection_words, std::string(word ? word.get() : ""));
    return found == collection_words.end() ? StyleCollection::bundled
                                           : StyleCollection(found - collection_words.begin());
}

} // namespace

Preferences read_preferences(const std::filesystem::path& file) {
    const KeyFile keys = read_key_file(file);
    Preferences preferences;
    preferences.accept_without_asking =
        g_key_file_get_boolean(keys.get(), group, accept_key, nullptr) != FALSE;
    preferences.recent_styles = read_paths(keys.get(), recent_key);
    preferences.favourite_styles = read_paths(keys.get(), favourites_key);
    preferences.style_collection = read_collection(keys.get());
    if (const auto folders = read_paths(keys.get(), folder_key); !folders.empty())
        preferences.style_folder = folders.front();
    return preferences;
}

void write_preferences(const std::filesystem::path& file, const Preferences& preferences) {
    if (file.empty())
        return;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    const KeyFile keys = read_key_file(file);
    g_key_file_set_boolean(
        keys.get(), group, accept_key, preferences.accept_without_asking ? TRUE : FALSE);
    write_paths(keys.get(), recent_key, preferences.recent_styles);
    write_paths(keys.get(), favourites_key, preferences.favourite_styles);
    g_key_file_set_string(
        keys.get(), group, collection_key,
        collection_words.at(std::size_t(preferences.style_collection)));
    write_paths(
        keys.get(), folder_key,
        preferences.style_folder.empty() ? std::vector<std::string>{}
                                         : std::vector{preferences.style_folder});
    g_key_file_save_to_file(keys.get(), file.c_str(), nullptr);
}

Preferences with_recent_style(Preferences preferences, const std::string& file) {
    std::vector<std::string>& styles = preferences.recent_styles;
    std::erase(styles, file);
    styles.insert(styles.begin(), file);
    styles.resize(std::min(styles.size(), most_recent));
    return preferences;
}

bool is_favourite(const Preferences& preferences, const std::string& file) {
    return std::ranges::find(preferences.favourite_styles, file) !=
           preferences.favourite_styles.end();
}

Preferences with_favourite(Preferences preferences, const std::string& file, bool favourite) {
    std::erase(preferences.favourite_styles, file);
    if (favourite)
        preferences.favourite_styles.push_back(file);
    return preferences;
}

} // namespace style_transfer
