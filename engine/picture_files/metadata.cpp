// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/metadata.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/base/translation.h"
#include "engine/reading/reader_process.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <span>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

// What the source holds stands in files of many makers: the reader parses it, and it alone.
struct BothFiles {
    FileDescriptor file; // the source, and behind it the picture
    std::size_t source_length;
};

void append(const FileDescriptor& file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            throw ReaderRefusal(std::strerror(errno));
        bytes = bytes.subspan(std::size_t(std::max<ssize_t>(written, 0)));
    }
}

BothFiles both_files(const fs::path& source, const fs::path& picture) {
    FileDescriptor file(memfd_create("picture and metadata", MFD_CLOEXEC));
    if (!file.valid())
        throw ReaderRefusal(std::strerror(errno));
    const MappedFile from = MappedFile::open(source, ErrorCode::file, N_("picture file"));
    append(file, from.bytes());
    append(file, MappedFile::open(picture, ErrorCode::file, N_("picture file")).bytes());
    return {std::move(file), from.bytes().size()};
}

} // namespace

std::string copy_metadata(const fs::path& source, const AtomicFile& target, Size size) {
    bool is_complete = true;
    std::string picture; // empty: there is nothing to copy, or no place for it
    try {
        const BothFiles files = both_files(source, target.temporary());
        const CancellationToken never;
        ReaderProcess reader(
            files.file.number(),
            {"metadata", std::to_string(files.source_length), std::to_string(size.width),
             std::to_string(size.height)},
            never);
        reader.wait_for_end();
        const std::span<const std::byte> answer = reader.content();
        if (answer.empty())
            throw ReaderRefusal(_("the reader gave an answer that cannot be"));
        is_complete = answer.front() != std::byte{0};
        picture.assign(reinterpret_cast<const char*>(answer.data()) + 1, answer.size() - 1);
    } catch (const std::exception& error) {
        return formatted(
            _("EXIF, IPTC, XMP and profile of \"%s\" are not kept: %s."), source.c_str(),
            error.what());
    }
    if (!picture.empty())
        target.write(picture);
    return is_complete ? ""
                       : formatted(
                             _("Not all EXIF data of \"%s\" are kept: they are more than the "
                               "format holds."),
                             source.c_str());
}

} // namespace style_transfer
