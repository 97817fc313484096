// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/engine.hpp"
#include "engine/finishing/rgb_space.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace style_transfer {

// A copy, taken at one moment.
struct PreviewState {
    enum class Phase { idle, working, settled, failed };

    Phase phase = Phase::idle;
    std::string error;           // the sentence, when failed
    unsigned picture_number = 0; // grows with each new picture, and when one goes
};

// The settings with which a preview of a result with `settings` is painted: a bundled network, a
// fixed amount of work, and what would be too slow or differ by machine left out. Where that
// network lacks something, the job takes what it has.
Settings preview_settings(const Settings& settings);
// The same for the first picture of one, by the smallest network.
Settings quick_preview(Settings preview);
// The same for one that goes on from a picture that is there.
Settings continued_preview(Settings preview);
// Whether no more than one control was moved between two previews, so that one can go on from the
// other.
bool continues_preview(const Settings& settings, const Settings& former);

// A style as previews take it; of the same picture, or region, the same object.
struct PreviewStyle {
    std::shared_ptr<const Image> picture;
    double weight = 1;
    std::shared_ptr<const Image> region{}; // of the base's size; nullptr: see StyleView

    bool operator==(const PreviewStyle&) const = default;
};

// Paints one small picture again and again on a thread of its own, each time with other settings.
// What it settles on does not depend on what was asked for before: it is painted from the start, as
// a run is. Before that comes a quick picture: from the start too, or, when one control was moved,
// on the picture that is there. What was finished a short while ago is there at once. All members
// may be called from any one other thread and never wait, but for the destructor.
class PreviewJob {
  public:
    // `space` is that of all numbers.
    explicit PreviewJob(EngineLoader loader, RgbSpace space = {});
    ~PreviewJob();
    PreviewJob(const PreviewJob&) = delete;
    PreviewJob& operator=(const PreviewJob&) = delete;

    // Paints with these from now on. Of several calls in a short time the last one counts. After a
    // failure the former picture stays. There is no picture of a former base.
    void show(
        const Settings& settings, std::shared_ptr<const Image> base,
        std::vector<PreviewStyle> styles);

    PreviewState state() const;

    // The newest picture, RGB and finished, at the newest base's size; empty while there is none.
    Image picture() const;

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::thread worker_;
};

} // namespace style_transfer
