// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/gegl_saver.h"

#include "engine/pixels/buffer.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/log_guard.h"

#include <stdexcept>
#include <string>

namespace style_transfer {

void save_by_gegl(
    const ImageView& image, const Babl* space, const char* type, const char* operation,
    const std::filesystem::path& file, std::initializer_list<SaverNumber> properties) {
    const std::string encoding = std::string(image.channels == 4 ? "R'G'B'A " : "R'G'B' ") + type;
    const LogGuard log;
    const GeglRectangle extent{0, 0, image.size.width, image.size.height};
    const BufferHandle buffer(
        gegl_buffer_new(&extent, babl_format_with_space(encoding.c_str(), space)));
    write_buffer(image, buffer.get());

    const NodeHandle graph(gegl_node_new());
    GeglNode* source = gegl_node_new_child(
        graph.get(), "operation", "gegl:buffer-source", "buffer", buffer.get(), nullptr);
    GeglNode* save =
        gegl_node_new_child(graph.get(), "operation", operation, "path", file.c_str(), nullptr);
    for (const SaverNumber& number : properties)
        gegl_node_set(save, number.property, number.value, nullptr);
    gegl_node_link(source, save);
    gegl_node_process(save);
    log.check_nothing_lost();
    if (log.has_problem())
        throw std::runtime_error(log.first_problem());
}

} // namespace style_transfer
