// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/host.h"

#include <glib-object.h>

namespace style_transfer {

void BufferRelease::operator()(GeglBuffer* buffer) const {
    g_object_unref(buffer);
}

} // namespace style_transfer
