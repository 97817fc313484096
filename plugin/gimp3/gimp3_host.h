// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/gimp/gimp_host.h"

namespace style_transfer {

// What is GIMP 3's own: its window helpers, and a procedure config that holds the call's arguments
// and, in interactive and with-last-values mode, the last values.
class Gimp3Host final : public GimpHost {
  public:
    // `drawables` is a list ended by nullptr. `config` stays the caller's.
    Gimp3Host(GimpImage* image, GimpDrawable** drawables, GimpProcedureConfig* config);

    SettingsRecord last_values() const override;
    void store_last_values(const SettingsRecord& values) noexcept override;
    bool begin_windows() override;
    void attach_window(GtkWindow* window) const override;

  private:
    GimpProcedureConfig* config_;
};

} // namespace style_transfer
