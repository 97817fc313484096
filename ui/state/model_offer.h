// SPDX-License-Identifier: GPL-3.0-or-later
// What the windows say of a network that can be downloaded. No toolkit.
#pragma once

#include "engine/model/catalogue.h"

#include <cstdint>
#include <optional>
#include <string>

namespace style_transfer {

// VGG19, as long as it is not installed and this installation can download it.
std::optional<PublishedModel> model_offer();

// What it is, its size, licence and source.
std::string offer_text(const PublishedModel& model);

// "12.3 of 80.1 MB", then that it is being checked; empty while `bytes` is 0 (unknown).
std::string download_text(std::uint64_t done, std::uint64_t bytes);

} // namespace style_transfer
