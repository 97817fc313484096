// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/model_offer.h"

#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/translation.h"
#include "engine/model/named_models.h"

namespace style_transfer {

namespace {

constexpr const char* offered = "vgg19";
constexpr double megabyte = 1e6;

} // namespace

std::optional<PublishedModel> model_offer() {
    if (installed_file(*named_model(offered)) || command_line_program().empty())
        return std::nullopt;
    try {
        const PublishedModel model = find_published(read_catalogue(), offered);
        return model.sources.empty() ? std::nullopt : std::optional(model);
    } catch (const Error&) {
        return std::nullopt; // an installation without a list, which painting does not need
    }
}

std::string offer_text(const PublishedModel& model) {
    // TRANSLATORS: a server, a number of megabytes, the name of a licence.
    return formatted(
        _("VGG19, the network of the published method, is not installed. It can be downloaded from "
          "%s: %.1f MB, licence %s."),
        host_of(model.sources.front()).c_str(), double(model.bytes) / megabyte,
        model.licence.c_str());
}

std::string download_text(std::uint64_t done, std::uint64_t bytes) {
    if (bytes == 0)
        return {};
    if (done == bytes)
        return _("Checking…");
    return formatted(_("%.1f of %.1f MB"), double(done) / megabyte, double(bytes) / megabyte);
}

} // namespace style_transfer
