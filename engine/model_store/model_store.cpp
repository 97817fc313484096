// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_store/model_store.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/small_file.h"
#include "engine/base/translation.h"
#include "engine/model/model.h"
#include "engine/model/named_models.h"
#include "engine/model/vgg19_network.h"
#include "engine/model/write_network.h"
#include "engine/model_store/digest.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <system_error>
#include <thread>
#include <tuple>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;

constexpr int most_fruitless = 3; // times in a row that a source is asked and nothing comes
// Before a source is asked again that has given something, or nothing.
constexpr std::chrono::milliseconds short_pause{100};
constexpr std::chrono::milliseconds long_pause{1000};

fs::path user_models() {
    const fs::path folder = user_data_folder();
    if (folder.empty())
        throw Error(
            ErrorCode::file,
            _("There is no folder to install networks in: neither HOME nor XDG_DATA_HOME is set."));
    return folder / "models";
}

fs::path made_user_models() {
    fs::path folder = user_models();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw Error(
            ErrorCode::file, formatted(
                                 _("The folder \"%s\" cannot be made: %s."), folder.c_str(),
                                 error.message().c_str()));
    return folder;
}

fs::path part_of(const PublishedModel& model) {
    return user_models() / (model.file + ".part");
}

fs::path stored_file(const PublishedModel& model) {
    return user_models() / (model.name + ".safetensors");
}

// The SHA-256 of a stored network, as sha256sum writes and checks it.
fs::path digest_file(const fs::path& network) {
    return network.string() + ".sha256";
}

std::string digest_line(const fs::path& network, const std::string& digest) {
    return digest + "  " + network.filename().string() + "\n";
}

// What tells `file` from the published one; empty when nothing does.
std::string
difference(const PublishedModel& model, const fs::path& file, const CancellationToken& token) {
    std::error_code error;
    const std::uint64_t bytes = fs::file_size(file, error);
    if (error || bytes != model.bytes)
        return formatted(
            _("it has %s bytes, expected %s"), std::to_string(bytes).c_str(),
            std::to_string(model.bytes).c_str());
    for (const auto& [name, kind, expected] :
         {std::tuple{"SHA-256", Digest::sha256, model.sha256},
          std::tuple{"MD5", Digest::md5, model.md5}}) {
        if (expected.empty())
            continue;
        if (const std::string found = digest_of(file, kind, token); found != expected)
            // TRANSLATORS: MD5 or SHA-256, what it is, and what it should be.
            return formatted(
                _("its %s is %s, expected %s; this is another file"), name, found.c_str(),
                expected.c_str());
    }
    return {};
}

Model load_vgg19(const fs::path& file, const CancellationToken& token) {
    const std::vector<Layer> expected = vgg19_layers();
    const Model found = describe_network(file);
    if (!std::ranges::equal(found.layers, expected, {}, &Layer::name, &Layer::name))
        throw Error(
            ErrorCode::model,
            formatted(
                _("%s: expected VGG19, found the network \"%s\"; name its file where you paint "
                  "with it."),
                file.c_str(), found.name.c_str()));
    return load_model(file, {expected.back().name}, token);
}

fs::path store(const PublishedModel& model, const Model& network) {
    const fs::path file = stored_file(model);
    const std::string content =
        network_file_content(network, {{"licence", model.licence}, {"credit", model.credit}});
    AtomicFile target(file, N_("The network"));
    target.write(content);
    // First, so that a network without its digest never is what a crash leaves.
    AtomicFile digest(digest_file(file), N_("The digest"));
    digest.write(digest_line(file, digest_of(std::as_bytes(std::span(content)), Digest::sha256)));
    digest.commit();
    target.commit();
    return file;
}

void wait(std::chrono::milliseconds pause, const CancellationToken& token) {
    constexpr std::chrono::milliseconds step{50};
    for (const auto end = std::chrono::steady_clock::now() + pause;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(step))
        token.throw_if_cancelled();
}

// One model on its way from its sources into a part file.
class Fetch {
  public:
    Fetch(
        const PublishedModel& model, int patience, const DownloadEvents& events,
        const CancellationToken& token)
        : model_(model), limits_{model.bytes, patience}, events_(events), token_(token),
          part_(part_of(model)) {}

    void from(const std::vector<std::string>& sources);

    PartFile& part() { return part_; }

  private:
    std::string bytes_from(const std::string& source);
    std::string file_from(const std::string& source);
    void note(const std::string& source, const std::string& reason, const char* next) const {
        if (events_.note)
            events_.note(host_of(source) + ": " + reason + "; " + next);
    }

    const PublishedModel& model_;
    const DownloadLimits limits_;
    const DownloadEvents& events_;
    const CancellationToken& token_;
    PartFile part_;
};

// All of a file of that size; otherwise why not.
std::string Fetch::bytes_from(const std::string& source) {
    for (int fruitless = 0;;) {
        const std::uint64_t before = part_.size();
        try {
            download(source, limits_, part_, events_.progress, token_);
            return {};
        } catch (const SourceFailure& failure) {
            fruitless = part_.size() > before ? 0 : fruitless + 1;
            if (!failure.is_passing || fruitless == most_fruitless)
                return failure.what();
            note(source, failure.what(), _("asking again."));
            wait(fruitless == 0 ? short_pause : long_pause, token_);
        }
    }
}

// The published file; otherwise why not.
std::string Fetch::file_from(const std::string& source) {
    // The begin may be of another source or day; then all of this one's is tried.
    for (bool may_be_mixed = part_.size() > 0;; may_be_mixed = false) {
        if (std::string reason = bytes_from(source); !reason.empty())
            return reason;
        std::string reason = difference(model_, part_.path(), token_);
        if (reason.empty())
            return {};
        part_.clear();
        if (!may_be_mixed)
            return reason;
        note(source, reason, _("asking for all of it."));
    }
}

void Fetch::from(const std::vector<std::string>& sources) {
    std::string reasons;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::string reason = file_from(sources[i]);
        if (reason.empty())
            return;
        if (i + 1 < sources.size())
            note(sources[i], reason, _("going on with the next source."));
        reasons += (reasons.empty() ? "" : "; ") + host_of(sources[i]) + ": " + reason;
    }
    if (part_.size() == 0)
        part_.remove();
    throw Error(
        ErrorCode::model,
        formatted(
            _("The network %s could not be downloaded (%s). Try again later, or import the file %s "
              "that you have from elsewhere."),
            model_.name.c_str(), reasons.c_str(), model_.file.c_str()));
}

} // namespace

fs::path install_model(
    const PublishedModel& model, const std::vector<std::string>& sources, int patience,
    const DownloadEvents& events, const CancellationToken& token) {
    made_user_models();
    Fetch fetch(model, patience, events, token);
    fetch.from(sources);
    const fs::path file = store(model, load_vgg19(fetch.part().path(), token));
    fetch.part().remove();
    return file;
}

ImportedModel
import_model(const PublishedModel& model, const fs::path& file, const CancellationToken& token) {
    const Model network = load_vgg19(file, token);
    const bool is_published = difference(model, file, token).empty();
    made_user_models();
    return {store(model, network), is_published};
}

Verdict
verify_model(const PublishedModel& model, const fs::path& file, const CancellationToken& token) {
    constexpr std::size_t longest_line = 1024;
    if (const auto line = read_small_file(digest_file(file), longest_line))
        return *line == digest_line(file, digest_of(file, Digest::sha256, token))
                   ? Verdict::installed
                   : Verdict::changed;
    if (file.filename() != model.file)
        return Verdict::unknown;
    return difference(model, file, token).empty() ? Verdict::published : Verdict::changed;
}

std::vector<fs::path> remove_model(const PublishedModel& model) {
    const fs::path folder = user_models();
    std::vector<fs::path> removed;
    const auto remove = [&](const fs::path& file) {
        std::error_code error;
        if (fs::remove(file, error))
            removed.push_back(file);
        else if (error)
            throw Error(
                ErrorCode::file, formatted(
                                     _("The file \"%s\" cannot be removed: %s."), file.c_str(),
                                     error.message().c_str()));
    };
    if (const NamedModel* named = named_model(model.name))
        for (const std::string& name : named->files)
            for (const fs::path& file : {folder / name, digest_file(folder / name)})
                remove(file);
    remove(part_of(model));
    if (removed.empty())
        throw Error(
            ErrorCode::model, formatted(
                                  _("The network %s is not in your folder \"%s\"; nothing was "
                                    "removed."),
                                  model.name.c_str(), folder.c_str()));
    return removed;
}

} // namespace style_transfer
