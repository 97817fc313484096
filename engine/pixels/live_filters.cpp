// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/live_filters.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/finishing/enhancement.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/log_guard.h"

#include <algorithm>
#include <cmath>

namespace style_transfer {

namespace {

constexpr double display_gamma = 2.2;
constexpr double darkest = 1.0 / 1024; // black has no exposure

} // namespace

std::vector<LiveFilter> live_filters(const Settings& settings, bool has_colours, double pixel) {
    std::vector<LiveFilter> filters;
    if (!settings.enhance)
        return filters;
    if (settings.brightness != 1)
        filters.push_back(
            {"brightness",
             "gegl:exposure",
             {{"exposure", display_gamma * std::log2(std::max(settings.brightness, darkest))}}});
    if (settings.colour != 1 && has_colours)
        filters.push_back({"colour", "gegl:saturation", {{"scale", settings.colour}}});
    const double deviation = std::sqrt(sharpening_variance) * pixel;
    if (settings.sharpness > 1)
        filters.push_back(
            {"sharpness",
             "gegl:unsharp-mask",
             {{"std-dev", deviation}, {"scale", settings.sharpness - 1}}});
    if (settings.sharpness < 1) {
        const double softening = deviation * std::sqrt(1 - settings.sharpness);
        filters.push_back(
            {"sharpness",
             "gegl:gaussian-blur",
             {{"std-dev-x", softening}, {"std-dev-y", softening}}});
    }
    return filters;
}

void apply(std::span<const LiveFilter> filters, const ImageSpan& picture, const Babl* space) {
    if (filters.empty())
        return;
    const Babl* format =
        babl_format_with_space(picture.channels == 4 ? "R'G'B'A float" : "R'G'B' float", space);
    const int row_bytes = int(picture.row_stride * std::ptrdiff_t{sizeof(float)});
    const GeglRectangle whole{0, 0, picture.size.width, picture.size.height};
    const LogGuard log;
    const BufferHandle source(gegl_buffer_new(&whole, format));
    gegl_buffer_set(source.get(), &whole, 0, format, picture.row(0), row_bytes);
    const NodeHandle graph(gegl_node_new());
    GeglNode* last = gegl_node_new_child(
        graph.get(), "operation", "gegl:buffer-source", "buffer", source.get(), nullptr);
    for (const LiveFilter& filter : filters) {
        GeglNode* node = gegl_node_new_child(graph.get(), "operation", filter.operation, nullptr);
        for (const auto& [name, value] : filter.values)
            gegl_node_set(node, name, value, nullptr);
        gegl_node_link(last, node);
        last = node;
    }
    gegl_node_blit(last, 1.0, &whole, format, picture.row(0), row_bytes, GEGL_BLIT_DEFAULT);
    log.check_nothing_lost();
    if (log.has_problem())
        throw Error(
            ErrorCode::internal,
            formatted(_("The picture could not be enhanced: %s."), log.first_problem().c_str()));
}

} // namespace style_transfer
