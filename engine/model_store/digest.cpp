// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_store/digest.h"

#include "engine/base/mapped_file.h"
#include "engine/base/translation.h"

#include <glib.h>

#include <algorithm>
#include <memory>

namespace style_transfer {

namespace {

struct ChecksumRelease {
    void operator()(GChecksum* checksum) const { g_checksum_free(checksum); }
};

std::string digest(std::span<const std::byte> bytes, Digest kind, const CancellationToken* token) {
    constexpr std::size_t step = std::size_t{1} << 20;
    const std::unique_ptr<GChecksum, ChecksumRelease> checksum(
        g_checksum_new(kind == Digest::md5 ? G_CHECKSUM_MD5 : G_CHECKSUM_SHA256));
    while (!bytes.empty()) {
        if (token)
            token->throw_if_cancelled();
        const auto part = bytes.first(std::min(step, bytes.size()));
        g_checksum_update(
            checksum.get(), reinterpret_cast<const guchar*>(part.data()), gssize(part.size()));
        bytes = bytes.subspan(part.size());
    }
    return g_checksum_get_string(checksum.get());
}

} // namespace

std::string digest_of(std::span<const std::byte> bytes, Digest kind) {
    return digest(bytes, kind, nullptr);
}

std::string
digest_of(const std::filesystem::path& file, Digest kind, const CancellationToken& token) {
    return digest(MappedFile::open(file, ErrorCode::model, N_("model file")).bytes(), kind, &token);
}

} // namespace style_transfer
