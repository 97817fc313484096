// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancellation.h"
#include "engine/model_store/part_file.h"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace style_transfer {

// Bytes that are there, of all.
using DownloadProgress = std::function<void(std::uint64_t done, std::uint64_t bytes)>;

// Why a source did not give the file: completes "SOURCE: …", no full stop.
struct SourceFailure : std::runtime_error {
    SourceFailure(const std::string& reason, bool passing)
        : std::runtime_error(reason), is_passing(passing) {}

    bool is_passing; // asking the same source again may help
};

struct DownloadLimits {
    std::uint64_t bytes = 0; // of the file; another size is refused before its content comes
    int patience = 30;       // seconds in which nothing comes
};

// Appends to `part` what it lacks of the file at `url`, an https address, also after redirections
// to others. Certificates are checked against $CURL_CA_BUNDLE or $SSL_CERT_FILE, $SSL_CERT_DIR, or
// the system's; proxies are those of libcurl's variables. When it returns, `part` has as many bytes
// as the file. Throws SourceFailure, Error(file) for the disk, Error(cancelled), Error(internal)
// without libcurl; what has come stays in `part` unless it cannot belong to the file. Any thread.
void download(
    const std::string& url, const DownloadLimits& limits, PartFile& part,
    const DownloadProgress& progress, const CancellationToken& token);

} // namespace style_transfer
