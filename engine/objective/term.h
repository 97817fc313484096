// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header (ATen). A loss term is one thing: what it looks at, its loss, its gradient, and
// what it takes. One file holds all of a kind; term_kinds.cpp lists the kinds.
#pragma once

#include "engine/base/progress.h"
#include "engine/network/tiles.h"
#include "engine/objective/feature_source.h"
#include "engine/objective/guide.h"
#include "engine/objective/target_cache.h"
#include "engine/objective/term_demand.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

namespace style_transfer {

// One evaluation goes: begin; look at each tile of each layer; settle, for the whole picture;
// gradient for each tile of each layer, from the deepest on; losses. Where all terms are local it
// goes tile by tile instead: look at all layers, settle for the tile, gradient. One thread.
class Term {
  public:
    virtual ~Term() = default;

    // The layers that it looks at; none when it looks at the picture itself.
    virtual std::vector<std::string> layers() const { return {}; }

    virtual void begin() {}

    // Whether a tile with its margins is all that its gradient there and its loss within need.
    virtual bool is_local() const { return true; }

    // The features, [channels, height, width], of a tile's own part, which lies at `place` of the
    // layer's map. All tiles together cover it once; of tiles that are settled for themselves it is
    // the part with the margins, and they overlap.
    virtual void look(const std::string&, const at::Tensor&, const Region&) {}

    // All features of a tile have been seen (regions in pixels); the whole picture is one.
    virtual void settle(const Tile&) {}

    // With respect to the features of a tile with its margins: they lie at `crop` of the layer's
    // map, and `inner` is the part that belongs to the tile alone. A new tensor of any type, or
    // undefined: zero.
    virtual at::Tensor gradient(
        const std::string&, const at::Tensor&, const Region& /*crop*/, const Region& /*inner*/) {
        return {};
    }

    // Adds the gradient with respect to the picture, [3, height, width], of a term that looks at it
    // directly; `gradient` may be undefined: zero.
    virtual void add_picture_gradient(const at::Tensor& /*picture*/, at::Tensor& /*gradient*/) {}

    // Its losses as they enter the total, after the way back.
    virtual void add_losses(Losses& losses) const = 0;
};

// What a term is made from.
struct TermContext {
    const Settings& settings;
    const Model& model; // scales and tap maps; its kernels may be gone
    const FeatureSource& base;
    const std::vector<GuideSource>& guides;
    // Where the picture stands when the work with the term begins, like the base's; undefined: at
    // the base itself.
    at::Tensor painted;
    TargetCache& style_targets; // of this network in this precision
    int deepest_block;          // that terms may look at
    const CancellationToken& token;

    // balance_size² / (visible pixels): at any size the terms keep the balance they have at
    // balance_size².
    double balance() const;
};

struct TermKind {
    // What its terms ask for with these settings; no taps and nothing else when it takes no part.
    TermDemand (*demand)(const DemandQuestion& question);
    // Its terms: none when it takes no part. Throws Error.
    std::vector<std::unique_ptr<Term>> (*make)(const TermContext& context);
};

} // namespace style_transfer
