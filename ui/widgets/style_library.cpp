// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_library.h"

#include "ui/widgets/callbacks.h"
#include "ui/widgets/data_files.h"
#include "ui/widgets/key_file.h"
#include "ui/widgets/thumbnail.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_in_folder = 400;

std::string text_of(GKeyFile* keys, const char* group, const char* key) {
    const GlibText text(g_key_file_get_locale_string(keys, group, key, nullptr, nullptr));
    return text ? text.get() : "";
}

bool exists(const std::string& file) {
    return g_file_test(file.c_str(), G_FILE_TEST_IS_REGULAR);
}

bool has_picture_name(const fs::path& file) {
    const GlibText type(g_content_type_guess(file.c_str(), nullptr, 0, nullptr));
    const GlibText mime(type ? g_content_type_get_mime_type(type.get()) : nullptr);
    return mime && g_str_has_prefix(mime.get(), "image/");
}

std::vector<std::string> picture_files(const fs::path& folder) {
    std::vector<std::pair<std::string, std::string>> found; // sort key, file
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::path& file = entry->path();
        if (file.filename().string().front() == '.' || !has_picture_name(file) ||
            !exists(file.string()))
            continue;
        const GlibText key(g_utf8_collate_key_for_filename(shown_name(file.string()).c_str(), -1));
        found.emplace_back(key.get(), file.string());
    }
    std::ranges::sort(found);
    found.resize(std::min(found.size(), most_in_folder));
    std::vector<std::string> files;
    files.reserve(found.size());
    for (auto& [key, file] : found)
        files.push_back(std::move(file));
    return files;
}

} // namespace

StyleLibrary::StyleLibrary() {
    const fs::path list = find_data_file("paintings/paintings.ini");
    if (list.empty())
        return;
    const KeyFile keys = read_key_file(list);
    char** names = g_key_file_get_groups(keys.get(), nullptr);
    for (char** name = names; *name; ++name) {
        const fs::path file = list.parent_path() / (std::string(*name) + ".jpg");
        if (!exists(file.string()))
            continue;
        std::string detail = text_of(keys.get(), *name, "artist");
        if (const std::string year = text_of(keys.get(), *name, "year"); !year.empty())
            detail += ", " + year;
        paintings_.push_back({file.string(), text_of(keys.get(), *name, "title"), detail});
    }
    g_strfreev(names);
}

StylePicture StyleLibrary::describe(const std::string& file) const {
    const auto painting = std::ranges::find(paintings_, file, &StylePicture::file);
    return painting != paintings_.end() ? *painting : StylePicture{file, shown_name(file), {}};
}

std::vector<StylePicture>
StyleLibrary::describe_existing(const std::vector<std::string>& files) const {
    std::vector<StylePicture> pictures;
    for (const std::string& file : files)
        if (exists(file))
            pictures.push_back(describe(file));
    return pictures;
}

std::vector<StylePicture>
StyleLibrary::list(StyleCollection collection, const Preferences& preferences) const {
    switch (collection) {
    case StyleCollection::bundled:
        return paintings_;
    case StyleCollection::favourites:
        return describe_existing(preferences.favourite_styles);
    case StyleCollection::recent:
        return describe_existing(preferences.recent_styles);
    case StyleCollection::folder:
        return describe_existing(picture_files(preferences.style_folder));
    }
    return {};
}

std::string StyleLibrary::first_style(const Preferences& preferences) const {
    for (const StyleCollection collection : {StyleCollection::recent, StyleCollection::bundled}) {
        const auto pictures = list(collection, preferences);
        if (!pictures.empty())
            return pictures.front().file;
    }
    return {};
}

} // namespace style_transfer
