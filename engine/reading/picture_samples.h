// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancellation.h"
#include "engine/reading/picture_answer.h"
#include "engine/reading/reader_process.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace style_transfer {

// How the content of that length is laid out that a reader hands over behind this head. Throws
// ReaderRefusal for a head of which any field is impossible, and for another length.
PictureLayout checked_layout(const PictureHead& head, std::uint64_t content_length);

// A picture as it lies in its file, see picture_answer.h, while a reader reads it. Lengths and
// words have been checked, the numbers of the pixels may be any, NaN too. Throws ReaderRefusal: not
// there, no file, not readable, and whatever the reader finds on the way; Error(cancelled).
class PictureSamples {
  public:
    // Starts reading. `token` must outlive this.
    PictureSamples(const std::filesystem::path& file, const CancellationToken& token);

    const PictureHead& head() const { return head_; }
    // Empty when there is none that babl can use.
    std::span<const std::byte> profile() const;

    // The rows from top to bottom, each valid until the next is asked for.
    std::span<const std::byte> next_row();
    // All rows that are left, for whoever wants to know that the file is whole; then finish().
    void read_to_end();
    // Once after the last row: what is handed over counts only then, and the head is complete.
    void finish();

  private:
    void start(const std::string& variant);

    FileDescriptor file_;
    const CancellationToken& token_;
    std::unique_ptr<ReaderProcess> reader_;
    std::span<const std::byte> content_;
    PictureHead head_{};
    std::optional<PictureLayout> layout_;
    std::uint32_t rows_ = 0;
};

} // namespace style_transfer
