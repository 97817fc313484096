// SPDX-License-Identifier: GPL-3.0-or-later
// All of Host that is the same in every GIMP; compiled for one of them, whose folder gives
// gimp_api.h. The two adapters add their windows and their last values.
#pragma once

#include "plugin/host.h"

#include "gimp_api.h"

#include <sys/types.h>

namespace style_transfer {

class GimpHost : public Host {
  public:
    // `drawable` is looked at only when `drawables` is 1.
    GimpHost(gimp::ImageHandle image, int drawables, gimp::DrawableHandle drawable);

    Target target() const override;
    std::optional<Painting> painting() const override;
    void choose_photo(bool replaces) override;
    BufferPointer target_buffer() const override;
    BufferPointer load_picture(const std::string& file) const override;
    std::vector<OpenPicture> open_pictures() const override;
    BufferPointer load_open_picture(int id) const override;
    BufferPointer open_picture_thumbnail(int id, int longer_side) const override;
    BufferPointer target_mask() const override;
    BufferPointer selection() const override;
    std::vector<StyleRegion> regions() const override;
    RegionSource region(const StyleRegion& region) const override;
    void open_image(const std::string& name, const ImageView& picture) const override;
    BufferPointer create_layer(const std::string& name, const Area& area, bool alpha) override;
    BufferPointer create_mask() override;
    void insert_layer(const std::string& record, const LayerFinishing& finishing) override;
    bool takes_live_filters() const override;
    void discard_layer() noexcept override;
    void begin_progress(const std::string& text) override;
    void update_progress(double fraction) override;
    void end_progress() noexcept override;
    int gimp_major() const override { return GIMP_MAJOR_VERSION; }

    // The layer that insert_layer has put into the document.
    gimp::LayerHandle result() const { return result_; }

  private:
    BufferPointer taken_picture(gimp::ImageHandle picture) const;
    void convert_to_target_space(gimp::ImageHandle picture) const;
    void require_target() const;
    bool has_painting() const;

    gimp::ImageHandle image_;
    int drawables_;
    gimp::DrawableHandle drawable_;
    gimp::DrawableHandle painting_ = gimp::none; // of which drawable_ is the photo
    bool replaces_ = false;                      // it by the new layer
    gimp::LayerHandle layer_ = gimp::none;       // created, not inserted
    Area area_;                                  // of the target, that layer_ will cover
    gimp::LayerHandle result_ = gimp::none;
    pid_t gimp_process_;
};

} // namespace style_transfer
