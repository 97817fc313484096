// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/feature_source.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <algorithm>

namespace style_transfer {

namespace {

double visible_pixels_of(const VisiblePicture& picture, const char* what) {
    const double pixels = picture.mask.defined()
                              ? picture.mask.sum(at::kDouble).item<double>()
                              : double(picture.picture.size(1)) * double(picture.picture.size(2));
    if (pixels < 1)
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("%s is completely transparent: there is nothing to work with. Choose another "
                  "one."),
                _(what)));
    return pixels;
}

} // namespace

FeatureSource::FeatureSource(
    const Network& network, VisiblePicture picture, TilePlan tiles, const char* what)
    : network_(network), picture_(std::move(picture)), tiles_(std::move(tiles)),
      visible_pixels_(visible_pixels_of(picture_, what)) {}

void FeatureSource::visit(
    const std::vector<std::string>& layers, const TiledNetwork::Visitor& visitor,
    const CancellationToken& token, const at::Tensor& picture) const {
    TiledNetwork(network_, layers, tiles_)
        .forward(
            picture.defined() ? picture : picture_.picture, Network::Keep::nothing, visitor, token);
}

at::Tensor FeatureSource::weights(const std::string& layer) const {
    if (!picture_.mask.defined())
        return {};
    const auto found = weights_.find(layer);
    if (found != weights_.end())
        return found->second;
    return weights_[layer] = network_.visibility(picture_.mask, {layer}).at(layer);
}

std::pair<std::int64_t, std::int64_t> FeatureSource::map_size(const std::string& layer) const {
    const int stride = network_.chain().stride(network_.chain().range_to({layer}));
    return {picture_.picture.size(1) / stride, picture_.picture.size(2) / stride};
}

} // namespace style_transfer
