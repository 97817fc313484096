// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/plugin/fake_host.h"

#include <gegl.h>

namespace style_transfer::testing {

namespace {

BufferPointer shared(const BufferPointer& buffer) {
    return BufferPointer(buffer ? GEGL_BUFFER(g_object_ref(buffer.get())) : nullptr);
}

} // namespace

BufferPointer plain_buffer(const char* format, Size size, std::array<float, 4> colour) {
    const GeglRectangle extent{0, 0, size.width, size.height};
    BufferPointer buffer(gegl_buffer_new(&extent, babl_format(format)));
    GeglColor* paint = gegl_color_new(nullptr);
    gegl_color_set_pixel(paint, babl_format("R'G'B'A float"), colour.data());
    gegl_buffer_set_color(buffer.get(), nullptr, paint);
    g_object_unref(paint);
    return buffer;
}

FakeHost::FakeHost() {
    target_answer.place.size = {40, 30};
    target_answer.name = "Photo";
    base = plain_buffer("R'G'B' float", target_answer.place.size, {0.5F, 0.25F, 0.125F, 1});
}

void FakeHost::note(const std::string& call) const {
    calls.push_back(call);
    fail_on_demand(call);
}

void FakeHost::fail_on_demand(const std::string& call) const {
    if (call == failing_call)
        throw Error(failure, call + " failed.");
}

void FakeHost::choose_photo(bool in_place) {
    note("choose_photo");
    replaces = in_place;
}

BufferPointer FakeHost::target_buffer() const {
    return shared(base);
}

BufferPointer FakeHost::target_mask() const {
    return shared(base_mask);
}

BufferPointer FakeHost::selection() const {
    return shared(selected_pixels);
}

RegionSource FakeHost::region(const StyleRegion& region) const {
    const auto found = region_pixels.find(to_text(region));
    if (found == region_pixels.end())
        return {};
    const Region& known = found->second;
    return {shared(known.pixels), known.place, known.by_alpha, shared(known.mask)};
}

BufferPointer FakeHost::load_picture(const std::string& file) const {
    note("load_picture");
    const auto found = pictures.find(file);
    if (found == pictures.end())
        throw Error(ErrorCode::file, "\"" + file + "\" is no picture.");
    return shared(found->second);
}

BufferPointer FakeHost::load_open_picture(int id) const {
    note("load_open_picture");
    const auto found = open_buffers.find(id);
    if (found == open_buffers.end())
        throw Error(ErrorCode::invalid_argument, "It is no longer open.");
    return shared(found->second);
}

BufferPointer FakeHost::open_picture_thumbnail(int id, int) const {
    return load_open_picture(id);
}

BufferPointer FakeHost::create_layer(const std::string& name, const Area& area, bool alpha) {
    note("create_layer");
    const std::string format =
        std::string(alpha ? "R'G'B'A " : "R'G'B' ") +
        babl_get_name(babl_format_get_type(gegl_buffer_get_format(base.get()), 0));
    pending = Layer{name, area, alpha, plain_buffer(format.c_str(), area.size, {}), {}, {}};
    return shared(pending->buffer);
}

BufferPointer FakeHost::create_mask() {
    note("create_mask");
    pending->mask = plain_buffer("Y u8", pending->area.size, {1, 1, 1, 1});
    return shared(pending->mask);
}

void FakeHost::insert_layer(const std::string& record, const LayerFinishing& finishing) {
    note("insert_layer");
    // Only ours is left: GIMP gets the pixels when the last one of the plug-in has gone.
    for (const GeglBuffer* buffer : {pending->buffer.get(), pending->mask.get()})
        if (buffer && G_OBJECT(buffer)->ref_count != 1)
            throw Error(ErrorCode::internal, "A buffer was not released before insert_layer.");
    inserted = std::move(pending);
    inserted->record = record;
    inserted->finishing = finishing;
    pending.reset();
}

void FakeHost::discard_layer() noexcept {
    if (pending)
        calls.emplace_back("discard_layer");
    pending.reset();
}

SettingsRecord FakeHost::last_values() const {
    fail_on_demand("last_values");
    return last;
}

void FakeHost::store_last_values(const SettingsRecord& values) noexcept {
    calls.emplace_back("store_last_values");
    last = values;
}

void FakeHost::begin_progress(const std::string&) {
    note("begin_progress");
    progress_open = true;
}

void FakeHost::update_progress(double fraction) {
    if (!progress_open)
        throw Error(ErrorCode::internal, "The progress bar is not open.");
    fractions.push_back(fraction);
}

void FakeHost::end_progress() noexcept {
    calls.emplace_back("end_progress");
    progress_open = false;
}

bool FakeHost::begin_windows() {
    note("begin_windows");
    return has_display;
}

} // namespace style_transfer::testing
