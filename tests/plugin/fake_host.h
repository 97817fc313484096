// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "plugin/host.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer::testing {

using Calls = std::vector<std::string>;

// A float picture of one colour as a buffer; `format` such as "R'G'B'A u8".
BufferPointer plain_buffer(const char* format, Size size, std::array<float, 4> colour);

// A GIMP with one layer in its document. It notes what it is asked to do and fails on demand.
class FakeHost : public Host {
  public:
    FakeHost();

    Target target_answer;
    BufferPointer base;
    BufferPointer base_mask;       // none: the layer has no mask
    BufferPointer selected_pixels; // of the image
    struct Region {
        BufferPointer pixels;
        Area place;
        bool by_alpha;
        BufferPointer mask;
    };
    std::map<std::string, Region> region_pixels; // by the text of the region
    std::vector<StyleRegion> document_regions;
    mutable std::vector<std::pair<std::string, Size>> opened_images;
    std::map<std::string, BufferPointer> pictures; // by file
    std::vector<OpenPicture> open;
    std::map<int, BufferPointer> open_buffers; // by id
    std::optional<Painting> made_here;         // what the target is
    Target photo;                              // of it
    std::optional<bool> replaces;              // whether the photo was chosen, and how
    SettingsRecord last;
    bool has_display = true;
    bool has_live_filters = false;
    std::string failing_call; // this one throws
    ErrorCode failure = ErrorCode::internal;

    // What was done, in order; reading and the steps of the progress bar are not noted.
    mutable Calls calls;
    std::vector<double> fractions;
    bool progress_open = false;

    // The layer that was made, and whether the document has it.
    struct Layer {
        std::string name;
        Area area; // of the base
        bool alpha = false;
        BufferPointer buffer;
        BufferPointer mask;
        std::string record;
        LayerFinishing finishing{};
    };
    std::optional<Layer> pending;
    std::optional<Layer> inserted;

    Target target() const override { return replaces ? photo : target_answer; }
    std::optional<Painting> painting() const override { return made_here; }
    void choose_photo(bool in_place) override;
    BufferPointer target_buffer() const override;
    BufferPointer load_picture(const std::string& file) const override;
    std::vector<OpenPicture> open_pictures() const override { return open; }
    BufferPointer load_open_picture(int id) const override;
    BufferPointer open_picture_thumbnail(int id, int longer_side) const override;
    BufferPointer target_mask() const override;
    BufferPointer selection() const override;
    std::vector<StyleRegion> regions() const override { return document_regions; }
    RegionSource region(const StyleRegion& region) const override;
    void open_image(const std::string& name, const ImageView& picture) const override {
        opened_images.emplace_back(name, picture.size);
    }
    BufferPointer create_layer(const std::string& name, const Area& area, bool alpha) override;
    BufferPointer create_mask() override;
    void insert_layer(const std::string& record, const LayerFinishing& finishing) override;
    bool takes_live_filters() const override { return has_live_filters; }
    void discard_layer() noexcept override;
    SettingsRecord last_values() const override;
    void store_last_values(const SettingsRecord& values) noexcept override;
    void begin_progress(const std::string& text) override;
    void update_progress(double fraction) override;
    void end_progress() noexcept override;
    int gimp_major() const override { return 3; }
    bool begin_windows() override;
    void attach_window(GtkWindow*) const override {}

  private:
    void note(const std::string& call) const;
    void fail_on_demand(const std::string& call) const;
};

} // namespace style_transfer::testing
