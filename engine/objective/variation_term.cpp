// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/variation_term.h"

#include "engine/objective/term.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

// Pixels of a band of rows whose intermediate values stay in the processor's cache.
constexpr std::int64_t band_pixels = 1 << 16;

} // namespace

LossAndGradient
variation_loss(const at::Tensor& picture, double factor, const at::Tensor& weights) {
    at::Tensor gradient = at::zeros_like(picture);
    const auto height = picture.size(1);
    const auto width = picture.size(2);
    if (height < 2 || width < 2)
        return {0, gradient};
    double loss = 0;
    const auto band = std::max<std::int64_t>(1, band_pixels / width);
    for (std::int64_t top = 0; top < height - 1; top += band) {
        const auto rows = std::min(band, height - 1 - top);
        const auto part = [&](const at::Tensor& whole, int y, int x) {
            return whole.narrow(1, top + y, rows).narrow(2, x, width - 1);
        };
        const at::Tensor here = part(picture, 0, 0);
        at::Tensor down = here - part(picture, 1, 0);
        at::Tensor right = here - part(picture, 0, 1);
        const at::Tensor squares = down.square().add_(right.square());
        // s^0.25 by two square roots: far cheaper than pow, and s^1.25 = s · s^0.25.
        at::Tensor root = squares.sqrt().sqrt_();
        if (weights.defined()) {
            const auto plane = weights.unsqueeze(0);
            root.mul_(part(plane, 0, 0)).mul_(part(plane, 1, 0)).mul_(part(plane, 0, 1));
        }
        loss += factor * (squares * root).sum(at::kDouble).item<double>();
        root.mul_(2.5 * factor); // d(s^1.25) = 1.25 · s^0.25 · 2 · difference
        down.mul_(root);
        right.mul_(root);
        part(gradient, 0, 0).add_(down).add_(right);
        part(gradient, 1, 0).sub_(down);
        part(gradient, 0, 1).sub_(right);
    }
    return {loss, gradient};
}

namespace {

class VariationTerm : public Term {
  public:
    explicit VariationTerm(const TermContext& context)
        : factor_(
              context.settings.variation_weight * (context.settings.method == Method::matching
                                                       ? relative_scale(context)
                                                       : context.balance())),
          mask_(context.base.mask()) {}

    void add_picture_gradient(const at::Tensor& picture, at::Tensor& gradient) override {
        LossAndGradient found = variation_loss(picture, factor_, mask_);
        loss_ = found.loss;
        if (gradient.defined())
            gradient.add_(found.gradient);
        else
            gradient = std::move(found.gradient);
    }

    void add_losses(Losses& losses) const override { losses.add("variation", loss_); }

  private:
    // Beside the matching term, which is relative too: the mean over the pixels where black and
    // white are 1 apart.
    static double relative_scale(const TermContext& context) {
        return 1 / (std::pow(255.0, 2.5) * 3 * context.base.visible_pixels());
    }

    double factor_;
    at::Tensor mask_; // of the base; undefined: everything is visible
    double loss_ = 0;
};

} // namespace

TermKind variation_kind() {
    return {
        [](const DemandQuestion&) { return TermDemand{}; },
        [](const TermContext& context) {
            std::vector<std::unique_ptr<Term>> terms;
            terms.push_back(std::make_unique<VariationTerm>(context));
            return terms;
        },
    };
}

} // namespace style_transfer
