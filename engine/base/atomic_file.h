// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace style_transfer {

// A file that is written beside its place and put there when it is complete, so that the place
// holds the old file or the whole new one, never a part. What is not put there is removed.
class AtomicFile {
  public:
    // Creates the temporary file, with the same suffix, in the folder of `file` (behind a link: of
    // what it points to). `what` is "picture" or "report", for the sentences. Throws Error(file).
    AtomicFile(const std::filesystem::path& file, std::string what);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    const std::filesystem::path& temporary() const { return temporary_; }

    // Writes all of the temporary file. Throws Error(file), for instance when the disk is full.
    void write(std::string_view content) const;

    // Puts the file in its place, with its content on the disk. Throws Error(file).
    void commit();

  private:
    std::filesystem::path place_;
    std::filesystem::path temporary_;
    std::string what_;
};

// Throws the Error(file) that writing `file` would meet because of its folder or of what is in its
// place already; writes nothing.
void check_writable_place(const std::filesystem::path& file, const std::string& what);

} // namespace style_transfer
