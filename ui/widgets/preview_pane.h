// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "ui/jobs/preview_job.h"
#include "ui/jobs/recent.h"
#include "ui/state/preview_part.h"
#include "ui/widgets/split_view.h"
#include "ui/widgets/window_context.h"

#include <memory>
#include <optional>
#include <utility>

namespace style_transfer {

// Shows what the settings do to the picture, while they are made: the picture before and after
// with a line between them that can be moved, a word on how far it is, and a button that magnifies
// a place of it.
class PreviewPane {
  public:
    // `context` has a base and an engine; `painted` is the part of the layer that it is about.
    PreviewPane(const WindowContext& context, CallbackGuard& guard, const Area& painted);

    GtkWidget* widget() const { return column_; }

    // Paints with these from now on; the same ones again do nothing. No style: nothing to paint.
    void show(const Settings& settings, std::shared_ptr<const Image> style, const Area& painted);

    // As it is painted now; empty while there is none.
    Image picture() const { return job_ ? job_->picture() : Image(); }

  private:
    PreviewPart wanted_part() const;
    void magnify(bool magnified);
    void update();
    void load_part();
    void paint();
    void look();

    const WindowContext& context_;
    Area painted_;
    SplitView view_;
    GtkWidget* column_;
    GtkWidget* remark_;
    GtkWidget* zoom_;
    bool magnified_ = false;
    double place_x_ = 0.5; // of what is magnified, in [0,1]
    double place_y_ = 0.5;
    Settings settings_;                  // as asked for
    std::optional<PreviewPart> part_;    // that is painted
    std::shared_ptr<const Image> base_;  // that part; nullptr: it cannot be read
    std::shared_ptr<const Image> style_; // as chosen
    // By style and longer side: the job knows again what has been painted with the same object.
    Recent<std::pair<std::shared_ptr<const Image>, int>, std::shared_ptr<const Image>>
        scaled_styles_{4};
    unsigned shown_picture_ = 0;
    std::unique_ptr<PreviewJob> job_;
    std::unique_ptr<Timer> first_; // loads the picture once the window is there
    std::unique_ptr<Timer> looks_;
};

} // namespace style_transfer
