// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancellation.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace style_transfer {

enum class Digest { md5, sha256 };

// In lower-case hexadecimal.
std::string digest_of(std::span<const std::byte> bytes, Digest kind);
// The same of a file's content. Throws Error(model) when it cannot be read, Error(cancelled).
std::string
digest_of(const std::filesystem::path& file, Digest kind, const CancellationToken& token);

} // namespace style_transfer
