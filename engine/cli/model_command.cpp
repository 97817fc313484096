// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/model_command.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/cli/command_options.h"
#include "engine/cli/download_line.h"
#include "engine/cli/exit_codes.h"
#include "engine/cli/interruption.h"
#include "engine/model/named_models.h"
#include "engine/model_store/model_store.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace style_transfer {

namespace {

namespace fs = std::filesystem;

constexpr const char* description = "Installs VGG19, the network of the published method, for you "
                                    "alone, and looks after networks.\n"
                                    "Nothing is downloaded unless install asks for it.";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer model install vgg19\n"
    "  style-transfer model import vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5\n"
    "  style-transfer photo.jpg painting.jpg -o result.png --model vgg19\n"
    "\n"
    "Certificates are those of the system or of CURL_CA_BUNDLE, proxies those of https_proxy and\n"
    "no_proxy. Exit codes: 0 done, 1 error, 2 wrong call, 130 interrupted; what has come of a\n"
    "download is kept then, and the same call goes on with it.";

constexpr int usual_patience = 30; // seconds

struct Call {
    std::string name; // of the network
    std::vector<std::string> sources;
    int patience = usual_patience;
    std::string file;
    bool progress = false;
    bool quiet = false;
};

std::string in_megabytes(std::uint64_t bytes) {
    constexpr double megabyte = 1e6;
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", double(bytes) / megabyte);
    return text;
}

int install(const Call& call) {
    const auto catalogue = read_catalogue();
    const PublishedModel& model = find_published(catalogue, call.name);
    const std::vector<std::string>& sources = call.sources.empty() ? model.sources : call.sources;
    if (const NamedModel* named = named_model(model.name))
        if (const auto file = installed_file(*named)) {
            std::printf(_("%s is installed already: %s"), model.name.c_str(), file->c_str());
            std::putchar('\n');
            return exit_done;
        }
    if (sources.empty())
        throw Error(
            ErrorCode::invalid_argument,
            formatted(
                _("The network %s comes with the program and cannot be downloaded."),
                model.name.c_str()));
    if (!call.quiet)
        std::fprintf(
            stderr, "%s\n",
            // TRANSLATORS: a network, its size, its licence, and whose work it is.
            formatted(
                _("%s: %s, licence %s (%s)"), model.name.c_str(), in_megabytes(model.bytes).c_str(),
                model.licence.c_str(), model.credit.c_str())
                .c_str());
    const Interruption interruption;
    DownloadLine line(ProgressLine::choose(call.progress, call.quiet));
    DownloadEvents events;
    events.progress = [&](std::uint64_t done, std::uint64_t bytes) { line.show(done, bytes); };
    events.note = [&](const std::string& sentence) {
        if (!call.quiet)
            line.tell(sentence);
    };
    try {
        const fs::path file =
            install_model(model, sources, call.patience, events, interruption.token());
        line.end();
        std::printf("%s\n", file.c_str());
    } catch (const Error& error) {
        line.end();
        if (error.code() != ErrorCode::cancelled)
            throw;
        throw Error(
            ErrorCode::cancelled,
            _("Interrupted; what has come is kept, and the same call goes on with it."));
    }
    return exit_done;
}

int import(const Call& call) {
    const auto catalogue = read_catalogue();
    const Interruption interruption;
    const ImportedModel imported =
        import_model(find_published(catalogue, "vgg19"), call.file, interruption.token());
    if (!imported.is_published && !call.quiet)
        std::fprintf(
            stderr, "style-transfer: %s\n",
            formatted(
                _("%s is not the published file of Keras; it has been taken as it is."),
                call.file.c_str())
                .c_str());
    std::printf("%s\n", imported.file.c_str());
    return exit_done;
}

int list() {
    for (const PublishedModel& model : read_catalogue()) {
        const NamedModel* named = named_model(model.name);
        const auto file = named ? installed_file(*named) : std::nullopt;
        if (file) {
            std::error_code error;
            const std::uint64_t bytes = fs::file_size(*file, error);
            std::printf(
                "%-8s %9s  %s\n", model.name.c_str(), error ? "" : in_megabytes(bytes).c_str(),
                file->c_str());
        } else {
            std::printf(
                "%-8s %9s  %s\n", model.name.c_str(), in_megabytes(model.bytes).c_str(),
                formatted(_("not installed; licence %s"), model.licence.c_str()).c_str());
        }
    }
    return exit_done;
}

const char* text_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::published:
        return _("as published");
    case Verdict::installed:
        return _("as installed");
    case Verdict::changed:
        return _("changed or damaged");
    case Verdict::unknown:
        break;
    }
    return _("not known, cannot be verified");
}

int verify(const Call& call) {
    const auto catalogue = read_catalogue();
    if (!call.name.empty())
        find_published(catalogue, call.name);
    const Interruption interruption;
    int code = exit_done;
    for (const PublishedModel& model : catalogue) {
        if (!call.name.empty() && model.name != call.name)
            continue;
        const NamedModel* named = named_model(model.name);
        const auto file = named ? installed_file(*named) : std::nullopt;
        if (!file) {
            std::printf("%s: %s\n", model.name.c_str(), _("not installed"));
            code = call.name.empty() ? code : exit_error;
            continue;
        }
        const Verdict verdict = verify_model(model, *file, interruption.token());
        std::printf("%s: %s: %s\n", model.name.c_str(), file->c_str(), text_of(verdict));
        if (verdict == Verdict::changed)
            code = exit_error;
    }
    return code;
}

int remove(const Call& call) {
    const auto catalogue = read_catalogue();
    for (const fs::path& file : remove_model(find_published(catalogue, call.name)))
        std::printf("%s\n", file.c_str());
    return exit_done;
}

} // namespace

int run_model_command(int count, const char* const* values) {
    Call call;
    CLI::App app{description, "style-transfer model"};
    app.footer(footer);
    app.require_subcommand(1);
    CLI::App* installs = app.add_subcommand("install", "Download a network, check it and store it");
    installs->add_option("NAME", call.name, "vgg19")->required()->type_name("");
    installs
        ->add_option(
            "--from", call.sources,
            "Address (https) of the same file elsewhere, in place of those of its publishers")
        ->type_name("URL")
        ->allow_extra_args(false);
    installs
        ->add_option(
            "--patience", call.patience, "Seconds without a byte after which a source is given up")
        ->type_name("N")
        ->default_str(std::to_string(usual_patience))
        ->check(CLI::Range(1, 3600));
    add_progress_options(*installs, call.progress, call.quiet);
    CLI::App* imports = app.add_subcommand("import", "Store the VGG19 that a file holds");
    imports->add_option("FILE", call.file, "Keras HDF5 or safetensors")->required()->type_name("");
    imports->add_flag("--quiet", call.quiet, "Show nothing but errors");
    CLI::App* lists = app.add_subcommand("list", "Show the networks with a name");
    CLI::App* verifies =
        app.add_subcommand("verify", "Check that networks are as published or as installed");
    verifies->add_option("NAME", call.name, "Only this one")->type_name("");
    CLI::App* removes = app.add_subcommand("remove", "Take a network away that you installed");
    removes->add_option("NAME", call.name, "vgg19")->required()->type_name("");
    int code = exit_done;
    if (const auto ended = parse(app, count, values, [&] {
            if (installs->parsed())
                code = install(call);
            else if (imports->parsed())
                code = import(call);
            else if (lists->parsed())
                code = list();
            else if (verifies->parsed())
                code = verify(call);
            else if (removes->parsed())
                code = remove(call);
        }))
        return *ended;
    return code;
}

} // namespace style_transfer
