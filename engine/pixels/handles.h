// SPDX-License-Identifier: GPL-3.0-or-later
// Owners for what GLib and GEGL hand out.
#pragma once

#include <gegl.h>

#include <memory>

namespace style_transfer {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
using BufferHandle = std::unique_ptr<GeglBuffer, Unref>;
using NodeHandle = std::unique_ptr<GeglNode, Unref>; // a graph; owns its children

} // namespace style_transfer
