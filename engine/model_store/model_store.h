// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that the user brings into models/ of the user_data_folder(): downloaded when asked for,
// or out of a file. Whatever happens, that folder holds the former network or the whole new one.
#pragma once

#include "engine/model/catalogue.h"
#include "engine/model_store/download.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace style_transfer {

struct DownloadEvents {
    DownloadProgress progress;                             // called often; may be empty
    std::function<void(const std::string& sentence)> note; // what was given up, and what is next
};

// Downloads the file of `model` from the first of `sources` that gives it, goes on with what an
// earlier call has left, checks size and digests, and stores the network in the project's own
// format. The answer is its file. An interrupted call leaves what has come. Throws Error(model)
// when no source gives the file, with each one's reason; Error(file), Error(cancelled), and like
// load_model().
std::filesystem::path install_model(
    const PublishedModel& model, const std::vector<std::string>& sources, int patience,
    const DownloadEvents& events, const CancellationToken& token);

struct ImportedModel {
    std::filesystem::path file;
    bool is_published = false; // what was read is the published file, byte by byte
};

// Stores the VGG19 that `file` holds, in any format of load_model(). `model` is what is known of
// VGG19. Throws Error(model) for another network, Error(file), Error(cancelled).
ImportedModel import_model(
    const PublishedModel& model, const std::filesystem::path& file, const CancellationToken& token);

enum class Verdict {
    published, // byte by byte what was published
    installed, // byte by byte what install_model() or import_model() wrote
    changed,   // neither, though it should be
    unknown,   // put there by somebody else
};

// What `file`, an installed_file() of `model`, is. Throws Error(model) when it cannot be read,
// Error(cancelled).
Verdict verify_model(
    const PublishedModel& model, const std::filesystem::path& file, const CancellationToken& token);

// Takes away all files of `model` from the user's folder, unfinished downloads too; the answer
// names them. Throws Error(model) when there is none, Error(file).
std::vector<std::filesystem::path> remove_model(const PublishedModel& model);

} // namespace style_transfer
