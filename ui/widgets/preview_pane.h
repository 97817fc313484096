// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/image.h"
#include "engine/settings/weighted_style.h"
#include "ui/jobs/preview_job.h"
#include "ui/jobs/recent.h"
#include "ui/state/preview_part.h"
#include "ui/state/shown_style.h"
#include "ui/widgets/split_view.h"
#include "ui/widgets/window_context.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace style_transfer {

// Shows what the settings do to the picture, while they are made: the picture before and after
// with a line between them that can be moved, a word on how far it is, and a button that magnifies
// a place of it.
class PreviewPane {
  public:
    // `context` has a base and an engine; `painted` is the part of the layer that it is about.
    PreviewPane(const WindowContext& context, CallbackGuard& guard, const Area& painted);

    GtkWidget* widget() const { return column_; }

    // Paints with these from now on; the same ones again do nothing. No styles: nothing to paint.
    void show(const Settings& settings, std::vector<ShownStyle> styles, const Area& painted);

    // Regions may have changed: paints again when they have.
    void look_at_document();

    // As it is painted now; empty while there is none.
    Image picture() const { return job_ ? job_->picture() : Image(); }

  private:
    using Region = std::pair<StyleRegion, std::shared_ptr<const Image>>;

    PreviewPart wanted_part() const;
    void magnify(bool magnified);
    void scroll(double right, double down);
    void update();
    void load_part();
    void paint();
    std::vector<PreviewStyle> styles_of_part();
    std::shared_ptr<const Image> region_of_part(const StyleRegion& region);
    std::shared_ptr<const Image> scaled(const std::shared_ptr<const Image>& picture);
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
    Settings settings_;                 // as asked for
    std::optional<PreviewPart> part_;   // that is painted
    std::shared_ptr<const Image> base_; // that part; nullptr: it cannot be read
    std::vector<ShownStyle> styles_;    // as chosen
    std::vector<Region> regions_;       // of that part
    std::string trouble_;               // why that part is not painted; empty: it is
    // By style and longer side: the job knows again what has been painted with the same object.
    Recent<std::pair<std::shared_ptr<const Image>, int>, std::shared_ptr<const Image>>
        scaled_styles_{2 * most_styles};
    unsigned shown_picture_ = 0;
    std::unique_ptr<PreviewJob> job_;
    std::unique_ptr<Timer> first_; // loads the picture once the window is there
    std::unique_ptr<Timer> looks_;
};

} // namespace style_transfer
