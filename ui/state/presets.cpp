// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/presets.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/small_file.h"
#include "engine/base/translation.h"
#include "engine/client/settings_json.h"
#include "engine/settings/presets.h"
#include "ui/state/texts.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace style_transfer {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view format_name = "style-transfer-preset";
constexpr int format_version = 1;
constexpr std::size_t largest_file = std::size_t{64} << 10; // bytes; ours have one or two thousand

[[noreturn]] void refuse(const fs::path& file, const std::string& problem) {
    throw Error(
        ErrorCode::file,
        formatted(_("The preset %s cannot be read"), file.string().c_str()) + ": " + problem);
}

Settings settings_of(const Json& fields, const fs::path& file) {
    std::vector<NamedValue> values;
    for (const auto& [name, value] : fields.items()) {
        const Parameter* parameter = find_parameter(name);
        if (!parameter || !is_in_presets(*parameter))
            refuse(file, formatted(_("there is no setting %s"), name.c_str()));
        const auto text = text_of(value);
        if (!text)
            refuse(file, formatted(_("the setting %s has no number, text or list"), name.c_str()));
        values.push_back({parameter, *text});
    }
    Settings settings = defaults_of(fields);
    try {
        set_values(settings, values);
    } catch (const Error& error) {
        refuse(file, error.what());
    }
    return settings;
}

std::string file_error(const fs::path& file, const std::string& reason) {
    return formatted(_("The preset %s cannot be written"), file.string().c_str()) + ": " + reason;
}

Preset built_in(std::string name, const char* shown_name, const char* description) {
    Preset preset{shown_name, description, settings_of_preset(name), {}, {}};
    std::ranges::replace(name, '-', '_');
    preset.picture = "presets/" + name + ".jpg";
    return preset;
}

bool is_built_in(const std::string& name) {
    const auto presets = built_in_presets();
    return std::ranges::find(presets, name, &Preset::name) != presets.end();
}

std::string checked_name(const std::string& name) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    const auto first = std::ranges::find_if_not(name, is_space);
    const auto last = std::find_if_not(name.rbegin(), name.rend(), is_space).base();
    if (first == name.end())
        throw Error(ErrorCode::invalid_argument, _("Give the preset a name."));
    std::string trimmed(first, last);
    if (is_built_in(trimmed))
        throw Error(
            ErrorCode::invalid_argument,
            formatted(_("%s comes with the program; choose another name."), trimmed.c_str()));
    return trimmed;
}

} // namespace

Settings with_preset(const Settings& now, const Preset& preset) {
    Settings settings = preset.settings;
    for (const Parameter& parameter : parameters())
        if (!is_in_presets(parameter))
            copy_value(parameter, now, settings);
    return settings;
}

bool is_in_use(const Preset& preset, const Settings& now) {
    return with_preset(now, preset) == now;
}

std::vector<Preset> built_in_presets() {
    return {
        built_in(
            "painting", _("Painting"),
            _("Strokes, forms and colours of the style along the shapes of the photo")),
        built_in("faithful", _("Faithful"), _("The photo stays, and the brush follows it")),
        built_in("free-hand", _("Free hand"), _("The style comes first, the photo is a hint")),
        built_in("broad-brush", _("Broad brush"), _("Strokes twice as large")),
        built_in("fine-brush", _("Fine brush"), _("Strokes half as large")),
        built_in("wash", _("Wash"), _("Soft shapes in the colours of the style")),
        built_in("canvas", _("Canvas"), _("Canvas, grain and colours of the style, hardly a form")),
        built_in("large-forms", _("Large forms"), _("The forms of the style before its grain")),
        built_in(
            "palette", _("Palette"), _("The photo in the colours of the style, hardly a stroke")),
        built_in("vivid", _("Vivid"), _("Brighter, more colourful and sharper in the end")),
        built_in(
            "quick-sketch", _("Quick sketch"),
            _("Painted small, in a few seconds, to try a style")),
        built_in("textures", _("Textures"), _("The published method, begun small: sooner done")),
        built_in(
            "balanced", _("Balanced textures"),
            _("Textures from grain to forms, and more of the photo")),
        built_in("classic", _("Classic"), _("The published method, all of it at one size")),
    };
}

Preset read_preset(const fs::path& file) {
    const auto text = read_small_file(file, largest_file);
    if (!text)
        refuse(file, _("it does not exist or may not be read"));
    const Json json = text->size() > largest_file ? Json() : parse_settings_json(*text);
    if (!json.is_object() || json.value("format", Json()) != format_name)
        refuse(file, _("it is no preset of this program"));
    if (const Json version = json.value("version", Json()); version != format_version)
        refuse(file, formatted(_("expected version 1, found %s"), version.dump().c_str()));
    const Json name = json.value("name", Json());
    if (!name.is_string() || name.get<std::string>().empty())
        refuse(file, _("it has no name"));
    const Json fields = json.value("settings", Json());
    if (!fields.is_object())
        refuse(file, _("it has no settings"));
    return {name.get<std::string>(), {}, settings_of(fields, file), file, {}};
}

void write_preset(const fs::path& file, const std::string& name, const Settings& settings) {
    Json fields = Json::object();
    for (const Parameter& parameter : parameters())
        if (is_in_presets(parameter))
            fields[std::string(parameter.name)] = json_of(parameter, settings);
    const Json json{
        {"format", format_name}, {"version", format_version}, {"name", name}, {"settings", fields}};
    AtomicFile target(file, N_("The preset"));
    target.write(json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
    target.commit();
}

std::vector<Preset> OwnPresets::list() const {
    std::vector<Preset> presets;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() != ".json")
            continue;
        try {
            presets.push_back(read_preset(entry->path()));
        } catch (const Error&) {
            // Somebody else's file, or half of one: not worth a message each time.
        }
    }
    std::ranges::sort(presets, {}, &Preset::name);
    return presets;
}

// Any name is a file name then: what a file system may not take is written as its number.
fs::path OwnPresets::place_for(const std::string& name) const {
    std::string safe;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= 'a' && byte <= 'z') || c == ' ' || c == '-' || c == '_') {
            safe += c;
        } else {
            char code[4];
            std::snprintf(code, sizeof code, "%%%02X", unsigned{byte});
            safe += code;
        }
    }
    return folder_ / (safe + ".json");
}

// Where no other file is yet. `own`: a file that may be there, being the preset's own.
fs::path OwnPresets::free_place_for(const std::string& name, const fs::path& own) const {
    fs::path place = place_for(name);
    std::error_code error; // write_preset() says what is wrong
    for (int number = 2; place != own && fs::exists(place, error); ++number)
        place = place_for(name + ' ' + std::to_string(number));
    return place;
}

fs::path own_picture(const fs::path& file) {
    return fs::path(file).replace_extension(".png");
}

fs::path OwnPresets::save(const std::string& name, const Settings& settings) const {
    const std::string own = checked_name(name);
    std::error_code ignored; // write_preset() says when it did not work
    fs::create_directories(folder_, ignored);
    // One that was copied into the folder may have the name in another file.
    const auto present = list();
    const auto same = std::ranges::find(present, own, &Preset::name);
    const fs::path file = same == present.end() ? free_place_for(own, {}) : same->file;
    write_preset(file, own, settings);
    fs::remove(own_picture(file), ignored);
    return file;
}

void OwnPresets::add(const std::string& name, const Settings& settings) const {
    const auto present = list();
    const auto is_taken = [&](const std::string& wanted) {
        return is_built_in(wanted) ||
               std::ranges::find(present, wanted, &Preset::name) != present.end();
    };
    std::string free = name;
    for (int number = 2; is_taken(free); ++number)
        free = name + ' ' + std::to_string(number);
    save(free, settings);
}

void OwnPresets::rename(const Preset& preset, const std::string& name) const {
    const std::string own = checked_name(name);
    if (own == preset.name)
        return;
    const auto present = list();
    if (std::ranges::find(present, own, &Preset::name) != present.end())
        throw Error(
            ErrorCode::invalid_argument,
            formatted(_("There is a preset %s already; choose another name."), own.c_str()));
    const fs::path file = free_place_for(own, preset.file);
    write_preset(file, own, preset.settings);
    if (file == preset.file)
        return;
    std::error_code ignored; // a preset may have no picture
    fs::rename(own_picture(preset.file), own_picture(file), ignored);
    remove(preset);
}

void OwnPresets::remove(const Preset& preset) const {
    std::error_code error;
    fs::remove(preset.file, error);
    if (error)
        throw Error(ErrorCode::file, file_error(preset.file, error.message()));
    fs::remove(own_picture(preset.file), error);
}

} // namespace style_transfer
