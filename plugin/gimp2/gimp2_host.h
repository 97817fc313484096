// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/gimp/gimp_host.h"

namespace style_transfer {

// What GIMP 2.10 leaves to a plug-in that does not use its GTK 2 library: GTK 3 windows beside
// GIMP's, and last values that survive a restart.
class Gimp2Host final : public GimpHost {
  public:
    using GimpHost::GimpHost;

    SettingsRecord last_values() const override;
    void store_last_values(const SettingsRecord& values) noexcept override;
    bool begin_windows() override;
    void attach_window(GtkWindow* window) const override;
};

} // namespace style_transfer
