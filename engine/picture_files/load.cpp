// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/buffer.h"

#include "engine/base/error.h"
#include "engine/picture_files/file_kind.h"
#include "engine/picture_files/inks.h"
#include "engine/picture_files/jpeg_codec.h"
#include "engine/picture_files/orientation.h"
#include "engine/picture_files/png_codec.h"
#include "engine/picture_files/ppm_decoder.h"
#include "engine/picture_files/profile.h"
#include "engine/picture_files/structure.h"
#include "engine/pixels/handles.h"
#include "engine/pixels/log_guard.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr int largest_side = 65536; // of an Image

// What is wrong, without naming the file: load_picture does that once for all.
struct Refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void check_readable(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        throw Refusal("there is no such file");
    if (status.type() == fs::file_type::none)
        throw Refusal(error.message());
    if (fs::is_directory(status))
        throw Refusal("that is a folder");
    if (!fs::is_regular_file(status))
        throw Refusal("that is no ordinary file");
    if (access(file.c_str(), R_OK) != 0)
        throw Refusal(std::strerror(errno));
    if (fs::file_size(file, error) == 0)
        throw Refusal("the file is empty");
}

class MappedFile {
  public:
    explicit MappedFile(const fs::path& file) {
        GError* error = nullptr;
        file_ = g_mapped_file_new(file.c_str(), FALSE, &error);
        if (!file_) {
            const std::string message = error->message;
            g_error_free(error);
            throw Refusal(message);
        }
    }
    ~MappedFile() { g_mapped_file_unref(file_); }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    Bytes bytes() const {
        return {
            reinterpret_cast<const std::byte*>(g_mapped_file_get_contents(file_)),
            g_mapped_file_get_length(file_)};
    }

  private:
    GMappedFile* file_ = nullptr;
};

BufferHandle load_buffer(const fs::path& file, FileKind kind) {
    const LogGuard log;
    const std::string failure =
        std::string("the ") + name_of(kind) + " data is damaged or cut short";
    const NodeHandle graph(gegl_node_new());
    GeglNode* load = gegl_node_new_child(
        graph.get(), "operation", loader_of(kind), "path", file.c_str(), nullptr);
    const GeglRectangle extent = gegl_node_get_bounding_box(load);
    // Processing nothing would leak inside GEGL.
    if (log.has_problem() || extent.width < 1 || extent.height < 1)
        throw Refusal(failure);
    // A damaged header may tell any size, and GEGL would set out to fill it.
    if (std::max(extent.width, extent.height) > largest_side)
        throw Refusal(
            "its size is " + std::to_string(extent.width) + "×" + std::to_string(extent.height) +
            " pixels, and no side may be longer than " + std::to_string(largest_side));
    GeglBuffer* buffer = nullptr;
    GeglNode* sink = gegl_node_new_child(
        graph.get(), "operation", "gegl:buffer-sink", "buffer", &buffer, "format", nullptr,
        nullptr);
    gegl_node_link(load, sink);
    gegl_node_process(sink);
    BufferHandle result(buffer);
    if (log.has_problem() || !result)
        throw Refusal(failure);
    return result;
}

Image read_inks(GeglBuffer* buffer) {
    const GeglRectangle extent = *gegl_buffer_get_extent(buffer);
    const Babl* format = gegl_buffer_get_format(buffer);
    Image image = Image::create({extent.width, extent.height}, 3);
    std::vector<std::byte> row(
        std::size_t(extent.width) * std::size_t(babl_format_get_bytes_per_pixel(format)));
    for (int y = 0; y < extent.height; ++y) {
        const GeglRectangle line{extent.x, extent.y + y, extent.width, 1};
        gegl_buffer_get(
            buffer, &line, 1.0, format, row.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
        inks_to_rgb(format, row.data(), image.row(y), extent.width);
    }
    return image;
}

int bits_of(const Babl* format) {
    const std::string_view type = babl_get_name(babl_format_get_type(format, 0));
    if (type == "u8")
        return 8;
    return type == "u16" ? 16 : 32;
}

// GEGL reads unusual TIFFs (palettes, black and white) through a part of libtiff that mirrors the
// picture as its tag says but does not turn it. What is left to do then:
int remaining_orientation(const Babl* format, int orientation) {
    const std::string_view encoding = babl_format_get_encoding(format);
    static constexpr std::array<int, 9> turn_only{1, 1, 1, 1, 1, 5, 7, 5, 7};
    return encoding == "R'aG'aB'aA u8" ? turn_only[std::size_t(orientation)] : orientation;
}

LoadedPicture load_with_gegl(const fs::path& file, FileKind kind, Bytes content) {
    const FileStructure structure = examine_structure(kind, content);
    if (!structure.problem.empty())
        throw Refusal(structure.problem);
    const BufferHandle buffer = load_buffer(file, kind);
    const Babl* format = gegl_buffer_get_format(buffer.get());
    LoadedPicture picture;
    if (is_ink_format(format)) {
        picture.image = read_inks(buffer.get());
    } else {
        picture.image = read_buffer(buffer.get());
        picture.space = babl_format_get_space(format);
    }
    picture.bits = bits_of(format);
    int orientation = orientation_of(structure.exif);
    if (kind == FileKind::tiff)
        orientation = remaining_orientation(format, orientation);
    picture.image = set_upright(std::move(picture.image), orientation);
    if (const Babl* space = space_of_profile(structure.profile))
        picture.space = space;
    return picture;
}

LoadedPicture load_any(const fs::path& file) {
    check_readable(file);
    const MappedFile mapped(file);
    const std::optional<FileKind> kind = kind_of_content(mapped.bytes());
    if (!kind)
        throw Refusal(std::string("it is not a picture of a kind known here: ") + all_kinds());
    switch (*kind) {
    case FileKind::png:
        return decode_png(mapped.bytes());
    case FileKind::jpeg:
        return decode_jpeg(mapped.bytes());
    case FileKind::ppm:
        return decode_ppm(mapped.bytes());
    default:
        return load_with_gegl(file, *kind, mapped.bytes());
    }
}

} // namespace

LoadedPicture load_picture(const fs::path& file) {
    const auto sentence = [&file](const std::string& why) {
        return "The picture \"" + file.string() + "\" cannot be read: " + why + ".";
    };
    try {
        LoadedPicture picture = load_any(file);
        picture.file = file;
        return picture;
    } catch (const Error&) {
        throw;
    } catch (const std::runtime_error& refusal) {
        throw Error(ErrorCode::file, sentence(refusal.what()));
    }
}

} // namespace style_transfer
