// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host.h"

#include <gegl.h>

namespace style_transfer {

void BufferRelease::operator()(GeglBuffer* buffer) const {
    g_object_unref(buffer);
}

BufferPointer part_of(const BufferPointer& buffer, const Area& area) {
    const GeglRectangle rectangle{area.x, area.y, area.size.width, area.size.height};
    return BufferPointer(gegl_buffer_create_sub_buffer(buffer.get(), &rectangle));
}

} // namespace style_transfer
