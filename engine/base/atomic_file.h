// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_descriptor.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace style_transfer {

// A file that is written beside its place and put there when it is complete, so that the place
// holds the old file or the whole new one, never a part. What is not put there is removed; where
// the file system knows files without a name, not even the end of the process leaves any of it.
class AtomicFile {
  public:
    // Creates the temporary file in the folder of `file` (behind a link: of what it points to,
    // which need not be there yet). `what` begins the sentences: N_("The picture"), N_("The
    // report"). Throws Error(file).
    AtomicFile(const std::filesystem::path& file, std::string what);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    // For writing and reading by path, in this process.
    const std::filesystem::path& temporary() const { return temporary_; }

    // Writes all of the temporary file. Throws Error(file), for instance when the disk is full.
    void write(std::string_view content) const;

    // Puts the file in its place, with its content on the disk. Throws Error(file).
    void commit();

  private:
    void create(const std::filesystem::path& folder);
    // Where the file is, or can be, until it is in its place.
    std::filesystem::path name_beside(int number) const;

    std::filesystem::path place_;
    FileDescriptor unnamed_; // when it has no name yet
    std::filesystem::path temporary_;
    std::string what_;
};

// Throws the Error(file) that writing `file` would meet because of its folder or of what is in its
// place already; writes nothing.
void check_writable_place(const std::filesystem::path& file, const std::string& what);

} // namespace style_transfer
