// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pixels/finished_picture.h"

#include <utility>

namespace style_transfer::testing {

// What a run leaves that has painted `painting` over `photo`, both of one size, or the photo
// larger.
class PaintedResult {
  public:
    PaintedResult(const Image& photo, Image painting)
        : painting_(std::move(painting)),
          canvas_(photo.clone(), one_style(painting_.clone()), settings(), ResultSize::base),
          picture(canvas_, painting_.view()) {}
    PaintedResult(const PaintedResult&) = delete;
    PaintedResult& operator=(const PaintedResult&) = delete;

  private:
    Settings settings() const {
        Settings settings;
        settings.size = painting_.size().longer_side();
        return settings;
    }

    Image painting_;
    Canvas canvas_;

  public:
    const FinishedPicture picture;
};

} // namespace style_transfer::testing
