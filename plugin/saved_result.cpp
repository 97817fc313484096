// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/saved_result.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/pixels/gegl_saver.h"

#include <glib.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> folders() {
    std::vector<fs::path> folders;
    for (const char* folder :
         {g_get_user_special_dir(G_USER_DIRECTORY_PICTURES), g_get_home_dir(), g_get_tmp_dir()})
        if (folder)
            folders.emplace_back(folder);
    return folders;
}

// A name that nothing has in that folder.
fs::path free_name(const fs::path& folder, std::string name) {
    std::ranges::replace(name, '/', '-');
    fs::path file = folder / (name + ".tif");
    std::error_code error;
    for (int number = 2; fs::exists(file, error); ++number)
        file = folder / (name + " " + std::to_string(number) + ".tif");
    return file;
}

} // namespace

fs::path save_result(
    const FinishedPicture& picture, const Settings& settings, FinishedPicture::Ending ending,
    const std::string& name, const Babl* space) {
    const Image whole = picture.whole(settings, ending);
    std::optional<Error> failure;
    for (const fs::path& folder : folders())
        try {
            const fs::path file = free_name(folder, name);
            AtomicFile place(file, N_("The picture"));
            save_by_gegl(whole.view(), space, "u16", "gegl:tiff-save", place.temporary());
            place.commit();
            return file;
        } catch (const Error& error) {
            failure = error;
        } catch (const std::runtime_error& error) { // of GEGL
            failure = Error(ErrorCode::file, std::string(error.what()) + ".");
        }
    throw failure ? *failure : Error(ErrorCode::file, _("There is no folder to save it in."));
}

} // namespace style_transfer
