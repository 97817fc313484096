// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/content_kind.h"
#include "engine/reader/heif_library.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace style_transfer {

// Throws std::runtime_error, which completes "… cannot be read: …".
[[noreturn]] void refuse_heif(std::string_view why);
void check_heif(const heif_error& error);

// The C library's objects, freed by its own functions.
template <class Object, auto Free>
struct FreedByHeif {
    void operator()(Object* object) const { (HeifLibrary::get().*Free)(object); }
};
template <class Object, auto Free>
using HeifPointer = std::unique_ptr<Object, FreedByHeif<Object, Free>>;

// The primary picture of a HEIC or AVIF file, not yet decoded. Takes HeifLibrary::get() before the
// process is confined. Throws as check_heif().
class HeifFile {
  public:
    // `content` must outlive this.
    explicit HeifFile(Bytes content);

    const heif_image_handle* handle() const { return handle_.get(); }
    // ICC; empty when there is none, or one that is longer than longest_profile.
    std::vector<std::byte> profile() const;
    // The first item of that type, and of that type of content where the type is "mime"; empty when
    // there is none.
    std::vector<std::byte> metadata(const char* type, std::string_view content_type = "") const;

  private:
    HeifPointer<heif_context, &HeifLibrary::context_free> context_;
    HeifPointer<heif_image_handle, &HeifLibrary::image_handle_release> handle_;
};

} // namespace style_transfer
