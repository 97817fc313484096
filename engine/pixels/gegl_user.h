// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace style_transfer {

// GEGL is ready to use as long as one of these lives: for programs that do not know GEGL
// themselves. What ends the process in GEGL or GLib ends it with a sentence on standard error and
// exit code 1. Make one in main(), after the arguments have been read, and only one; a plug-in's
// GEGL is started by GIMP.
class GeglUser {
  public:
    GeglUser(); // throws Error(memory)
    ~GeglUser();
    GeglUser(const GeglUser&) = delete;
    GeglUser& operator=(const GeglUser&) = delete;
};

} // namespace style_transfer
