// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pixels/gegl_user.h"

#include <gegl.h>

namespace style_transfer {

GeglUser::GeglUser() {
    gegl_init(nullptr, nullptr);
}

GeglUser::~GeglUser() {
    gegl_exit();
}

} // namespace style_transfer
