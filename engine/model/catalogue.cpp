// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/catalogue.h"

#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/small_file.h"
#include "engine/base/translation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_catalogue = std::size_t{1} << 20;

bool is_digest(const std::string& text, std::size_t digits) {
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Throws json::exception for what is missing or of another type.
PublishedModel read_model(const json& entry) {
    PublishedModel model;
    model.name = entry.at("name").get<std::string>();
    model.file = entry.at("file").get<std::string>();
    // A negative one would be read as a large one.
    const json& bytes = entry.at("bytes");
    model.bytes = bytes.is_number_unsigned() ? bytes.get<std::uint64_t>() : 0;
    model.sha256 = entry.value("sha256", "");
    model.md5 = entry.value("md5", "");
    model.licence = entry.at("licence").get<std::string>();
    model.credit = entry.at("credit").get<std::string>();
    model.sources = entry.at("sources").get<std::vector<std::string>>();
    return model;
}

void check(const PublishedModel& model, const fs::path& file) {
    constexpr std::size_t sha256_digits = 64;
    constexpr std::size_t md5_digits = 32;
    const bool digests = (model.sha256.empty() || is_digest(model.sha256, sha256_digits)) &&
                         (model.md5.empty() || is_digest(model.md5, md5_digits)) &&
                         !(model.sha256 + model.md5).empty();
    if (!digests || model.bytes == 0 || model.file.empty() ||
        model.file != fs::path(model.file).filename())
        throw Error(
            ErrorCode::model,
            file.string() + ": " + _("this is no list of networks; install the program again."));
}

} // namespace

std::vector<PublishedModel> read_catalogue() {
    for (const fs::path& folder : data_folders()) {
        const fs::path file = folder / "models" / "models.json";
        const auto text = read_small_file(file, largest_catalogue);
        if (!text)
            continue;
        std::vector<PublishedModel> models;
        try {
            const json list = json::parse(*text);
            for (const json& entry : list.at("models")) {
                models.push_back(read_model(entry));
                check(models.back(), file);
            }
        } catch (const json::exception&) {
            throw Error(
                ErrorCode::model, file.string() + ": " +
                                      _("this is no list of networks; install the program again."));
        }
        return models;
    }
    throw Error(
        ErrorCode::model,
        _("The list of networks, models/models.json, is in none of the data folders; install the "
          "program again."));
}

const PublishedModel&
find_published(const std::vector<PublishedModel>& catalogue, const std::string& name) {
    const auto found = std::ranges::find(catalogue, name, &PublishedModel::name);
    if (found != catalogue.end())
        return *found;
    std::string names;
    for (const PublishedModel& model : catalogue)
        names += (names.empty() ? "" : ", ") + model.name;
    throw Error(
        ErrorCode::invalid_argument,
        formatted(
            _("There is no network \"%s\"; expected one of %s."), name.c_str(), names.c_str()));
}

std::string host_of(const std::string& address) {
    constexpr std::string_view scheme_end = "://";
    const std::size_t scheme = address.find(scheme_end);
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + scheme_end.size();
    return address.substr(begin, address.find('/', begin) - begin);
}

} // namespace style_transfer
