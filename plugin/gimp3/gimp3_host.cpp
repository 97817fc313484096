// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp3/gimp3_host.h"

#include "engine/settings/parameters.h"
#include "plugin/gimp3/config.h"
#include "plugin/procedure.h"
#include "ui/widgets/direction.h"

#include <libgimp/gimpui.h>

#include <utility>

namespace style_transfer {

namespace {

int length(GimpDrawable** drawables) {
    return int(gimp_core_object_array_get_length(reinterpret_cast<GObject**>(drawables)));
}

} // namespace

bool gimp::add_filter(
    gimp::DrawableHandle layer, const LiveFilter& filter, const std::string& name) {
    GimpDrawableFilter* added = gimp_drawable_filter_new(layer, filter.operation, name.c_str());
    if (!added)
        return false;
    gimp_drawable_filter_set_blend_mode(added, GIMP_LAYER_MODE_REPLACE);
    GimpDrawableFilterConfig* config = gimp_drawable_filter_get_config(added);
    for (const auto& [property, value] : filter.values)
        g_object_set(config, property, value, nullptr);
    gimp_drawable_append_filter(layer, added);
    return true;
}

Gimp3Host::Gimp3Host(GimpImage* image, GimpDrawable** drawables, GimpProcedureConfig* config)
    : GimpHost(image, length(drawables), drawables ? drawables[0] : nullptr), config_(config) {}

SettingsRecord Gimp3Host::last_values() const {
    const CallArguments values = read_config(config_);
    const std::string settings = to_text(values.settings);
    if (values.styles.empty())
        return {values.style_file, settings, {}, values.live_filters};
    auto styles = parse_style_list(values.styles);
    if (!values.style_file.empty())
        styles.insert(styles.begin(), {values.style_file});
    return {{}, settings, std::move(styles), values.live_filters};
}

void Gimp3Host::store_last_values(const SettingsRecord& values) noexcept try {
    // GIMP keeps the config of a successful interactive run, also over a restart.
    Settings settings;
    apply_text(settings, values.settings_text);
    write_config(
        config_, {values.style_file, settings, to_text(values.styles), values.live_filters});
} catch (...) {
    // Not worth failing a run that has its result.
}

bool Gimp3Host::begin_windows() {
    // gimp_ui_init() would end the process when there is no display.
    if (!gtk_init_check(nullptr, nullptr))
        return false;
    gimp_ui_init(procedure::program);
    follow_direction_of_texts();
    return true;
}

void Gimp3Host::attach_window(GtkWindow* window) const {
    gimp_window_set_transient(window);
}

} // namespace style_transfer
