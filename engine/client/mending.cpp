// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/client/mending.h"

#include "engine/base/translation.h"

#include <system_error>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

// Of the unpacked archive that `engine` is part of, install.sh; empty where it is of none.
fs::path installer_of(const fs::path& engine) {
    std::error_code error;
    for (fs::path folder = engine.parent_path(); folder.has_relative_path();
         folder = folder.parent_path())
        if (fs::exists(folder / "install.sh", error) && fs::exists(folder / "licences", error))
            return folder / "install.sh";
    return {};
}

bool is_packaged(const fs::path& engine) {
    const std::string name = engine.string();
    return name.rfind("/usr/", 0) == 0 && name.rfind("/usr/local/", 0) != 0;
}

} // namespace

std::string how_to_mend(const fs::path& engine, const fs::path& root) {
    std::error_code error;
    if (const fs::path installer = installer_of(engine); !installer.empty())
        return formatted(
            _("Unpack the archive of Style Transfer again and run its install.sh; it replaces "
              "\"%s\"."),
            installer.parent_path().c_str());
    if (fs::exists(root / "usr/bin/apt-get", error))
        return is_packaged(engine)
                   ? formatted(
                         _("This mends it: %s"),
                         "sudo apt-get install --reinstall gimp-style-transfer")
                   : formatted(
                         _("This mends it, or build gimp-style-transfer again after it: %s"),
                         "sudo apt-get install libtorch-dev libhdf5-dev libopenblas0-pthread");
    return _("Install libtorch and HDF5 with your system's package manager, and build "
             "gimp-style-transfer again.");
}

} // namespace style_transfer
