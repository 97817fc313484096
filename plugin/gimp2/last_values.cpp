// SPDX-License-Identifier: GPL-3.0-or-later
// GIMP 2.10 keeps a plug-in's values until it ends; a file in the user's GIMP folder keeps them
// longer. Each running GIMP goes on with its own values, and the file holds the newest of all.
#include "plugin/gimp2/gimp2_host.h"
#include "plugin/procedure.h"

#include <memory>
#include <string>

namespace style_transfer {

namespace {

using TextPointer = std::unique_ptr<gchar, decltype(&g_free)>;

TextPointer values_file() {
    return {g_build_filename(gimp_directory(), procedure::name, nullptr), &g_free};
}

std::string session_text() {
    const gint size = gimp_get_data_size(procedure::name);
    std::string text(std::size_t(size > 0 ? size : 0), '\0');
    if (text.empty() || !gimp_get_data(procedure::name, text.data()))
        return {};
    return text;
}

std::string file_text() {
    gchar* contents = nullptr;
    gsize length = 0;
    if (!g_file_get_contents(values_file().get(), &contents, &length, nullptr))
        return {};
    const TextPointer owner(contents, &g_free);
    return {contents, length};
}

} // namespace

SettingsRecord Gimp2Host::last_values() const {
    if (auto record = parse_record_text(session_text()))
        return *record;
    return parse_record_text(file_text()).value_or(SettingsRecord{});
}

void Gimp2Host::store_last_values(const SettingsRecord& values) noexcept try {
    const std::string text = to_record_text(values);
    gimp_set_data(procedure::name, text.data(), guint32(text.size()));
    // Writes another file and renames it, so that the file is never half there.
    GError* error = nullptr;
    if (!g_file_set_contents(values_file().get(), text.data(), gssize(text.size()), &error))
        g_printerr("%s: %s\n", procedure::program, error->message);
    g_clear_error(&error);
} catch (...) {
    // No memory for the text.
}

} // namespace style_transfer
