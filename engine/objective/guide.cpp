// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/guide.h"

#include "engine/base/translation.h"

#include <ATen/TensorOperators.h>

namespace style_transfer {

std::vector<GuideSource> guide_sources(
    const FeatureSource& base, const std::vector<Guide>& guides, const TilePlan& base_tiles,
    const TilePlan& style_tiles) {
    std::vector<GuideSource> sources;
    sources.reserve(guides.size());
    int number = -1;
    for (const Guide& guide : guides) {
        ++number;
        VisiblePicture visible{base.picture(), base.mask()};
        if (guide.part.defined())
            visible.mask = base.mask().defined() ? guide.part * base.mask() : guide.part;
        // At a small size of the picture; at its own one somebody has looked.
        if (guide.part.defined() && visible.mask.sum(at::kDouble).item<double>() < 1)
            continue;
        GuideSource source{number, {base.network(), visible, base_tiles, N_("The layer")}, 1, {}};
        source.share = source.base.visible_pixels() / base.visible_pixels();
        source.styles.reserve(guide.styles.size());
        for (const Guide::Style& style : guide.styles)
            source.styles.push_back(
                {{base.network(), style.picture, style_tiles, N_("The style")},
                 style.weight,
                 style.number});
        sources.push_back(std::move(source));
    }
    return sources;
}

} // namespace style_transfer
