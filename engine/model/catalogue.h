// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the networks that have a name: models/models.json in the data folders.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace style_transfer {

struct PublishedModel {
    std::string name;                 // of named_models.h
    std::string file;                 // what the published file is called
    std::uint64_t bytes = 0;          // that it has
    std::string sha256;               // in lower-case hexadecimal; empty where it is not known, …
    std::string md5;                  // … but one of the two always is
    std::string licence;              // short, such as "CC BY 4.0"
    std::string credit;               // whose work it is
    std::vector<std::string> sources; // https addresses, tried in this order; none: it is bundled
};

// In the order of the file. Throws Error(model) when no data folder has it, or it is damaged.
std::vector<PublishedModel> read_catalogue();

// Throws Error(invalid_argument) that lists the names for one that `catalogue` does not have.
const PublishedModel&
find_published(const std::vector<PublishedModel>& catalogue, const std::string& name);

// The server of an address, for sentences.
std::string host_of(const std::string& address);

} // namespace style_transfer
