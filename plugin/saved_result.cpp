// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/saved_result.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/pixels/buffer.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/log_guard.h"

#include <glib.h>

#include <algorithm>
#include <optional>
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

void write_tiff(const ImageView& image, const Babl* space, const fs::path& file) {
    const GeglRectangle extent{0, 0, image.size.width, image.size.height};
    const char* encoding = image.channels == 4 ? "R'G'B'A u16" : "R'G'B' u16";
    const BufferHandle buffer(gegl_buffer_new(&extent, babl_format_with_space(encoding, space)));
    write_buffer(image, buffer.get());
    const LogGuard log;
    const NodeHandle graph(gegl_node_new());
    GeglNode* source = gegl_node_new_child(
        graph.get(), "operation", "gegl:buffer-source", "buffer", buffer.get(), nullptr);
    GeglNode* save = gegl_node_new_child(
        graph.get(), "operation", "gegl:tiff-save", "path", file.c_str(), nullptr);
    gegl_node_link(source, save);
    gegl_node_process(save);
    if (log.has_problem())
        throw Error(ErrorCode::file, log.first_problem() + ".");
}

} // namespace

fs::path save_result(
    const FinishedPicture& picture, const Settings& settings, const std::string& name,
    const Babl* space) {
    const Image whole = picture.whole(settings);
    std::optional<Error> failure;
    for (const fs::path& folder : folders())
        try {
            const fs::path file = free_name(folder, name);
            AtomicFile place(file, "picture");
            write_tiff(whole.view(), space, place.temporary());
            place.commit();
            return file;
        } catch (const Error& error) {
            failure = error;
        }
    throw failure ? *failure : Error(ErrorCode::file, "There is no folder to save it in.");
}

} // namespace style_transfer
