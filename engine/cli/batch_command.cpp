// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_command.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/translation.h"
#include "engine/cli/batch_files.h"
#include "engine/cli/batch_progress.h"
#include "engine/cli/batch_report.h"
#include "engine/cli/exit_codes.h"
#include "engine/cli/interruption.h"
#include "engine/cli/output_places.h"
#include "engine/cli/painting.h"
#include "engine/cli/stopwatch.h"
#include "engine/picture_files/picture_file.h"
#include "engine/pixels/colour_space.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

class Batch {
  public:
    explicit Batch(const BatchArguments& arguments);
    int run();

  private:
    void make_output_folder() const;
    void check_none_is_there() const;
    void paint(BatchEntry& entry);
    void paint_all();
    void tell(const std::string& sentence);

    const BatchArguments& arguments_;
    const Interruption interruption_;
    const Stopwatch time_;
    std::vector<std::string> unmatched_;
    std::vector<BatchEntry> entries_;
    BatchProgress progress_;
    std::optional<LoadedStyles> styles_;
    fs::path network_;                // that it paints with; empty until one has been prepared
    std::optional<Session> previous_; // whose network and style targets the next one uses
};

std::vector<BatchEntry>
entries_of(const BatchArguments& arguments, std::vector<std::string>& unmatched) {
    std::vector<BatchEntry> entries;
    for (BatchFile& file : with_outputs(
             find_files(arguments.patterns, unmatched), arguments.output_folder, arguments.format,
             files_of(arguments.styles, arguments.settings_file)))
        entries.push_back({std::move(file)});
    return entries;
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

bool is_whole(const fs::path& picture) {
    try {
        load_picture(picture);
        return true;
    } catch (const Error&) {
        return false;
    }
}

// Why the folder takes no more files, such as a full disk; empty when it does.
std::string problem_of_folder(const fs::path& file) {
    constexpr std::size_t little = 65536; // bytes
    try {
        AtomicFile(file, N_("The picture")).write(std::string(little, '\0'));
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

Batch::Batch(const BatchArguments& arguments)
    : arguments_(arguments), entries_(entries_of(arguments, unmatched_)),
      progress_(ProgressLine::choose(arguments.progress, arguments.quiet), entries_.size()) {
    validate(arguments.settings);
    if (arguments.report)
        check_overwrites_none(
            *arguments.report, files_of(arguments.styles, arguments.settings_file));
    for (const BatchEntry& entry : entries_)
        if (arguments.report)
            check_overwrites_none(*arguments.report, {entry.file.input, entry.file.output});
    if (!arguments.resume && !arguments.force)
        check_none_is_there();
    styles_.emplace(arguments.styles, interruption_);
    make_output_folder();
    if (arguments.report) // which may lie in it
        check_writable_place(*arguments.report, N_("The report"));
    check_can_save(entries_.front().file.output);
}

void Batch::make_output_folder() const {
    std::error_code error;
    fs::create_directories(arguments_.output_folder, error);
    if (error)
        throw Error(
            ErrorCode::file, formatted(
                                 _("The folder \"%s\" cannot be made: %s."),
                                 arguments_.output_folder.c_str(), error.message().c_str()));
}

void Batch::check_none_is_there() const {
    const auto there = [](const BatchEntry& entry) { return is_there(entry.file.output); };
    const auto first = std::ranges::find_if(entries_, there);
    if (first == entries_.end())
        return;
    const auto others = std::count_if(first + 1, entries_.end(), there);
    throw Error(
        ErrorCode::file,
        formatted(
            others > 0 ? _("The picture \"%s\" exists already, as do %td others; give --resume to "
                           "keep what is done, or --force to replace it.")
                       : _("The picture \"%s\" exists already; give --resume to keep what is "
                           "done, or --force to replace it."),
            first->file.output.c_str(), others));
}

void Batch::tell(const std::string& sentence) {
    progress_.end_bar();
    std::fprintf(stderr, "style-transfer: %s\n", sentence.c_str());
}

void Batch::paint(BatchEntry& entry) {
    const Stopwatch time;
    const BatchFile& file = entry.file;
    if (arguments_.resume && is_there(file.output) && is_whole(file.output)) {
        entry.outcome = Outcome::kept;
        return;
    }
    if (!arguments_.resume && !arguments_.force)
        check_is_new(file.output);
    check_can_save(file.output);
    LoadedPicture base = load_unless_interrupted(file.input, interruption_);
    interruption_.check();
    check_can_hold(file.output, size_of_result(arguments_.settings, base.image.size()));
    PaintWork work;
    work.styles = styles_->for_base(base);
    work.base = std::move(base.image);
    work.space = rgb_space_of(base.space);
    work.settings = arguments_.settings;
    work.size = result_size(arguments_.settings);
    work.previous = previous_ ? &*previous_ : nullptr;
    work.prepared = [&](const Session& session, const Canvas&) {
        network_ = session.model_file();
        check_overwrite_none(file.output, arguments_.report, {network_});
    };
    work.progress = [this](const Progress& progress) { progress_.show(progress); };
    PaintResult result = run_to_end(std::move(work), interruption_);
    const Image picture = result.finished();
    interruption_.check();
    const std::string notice = save_picture(picture.view(), base, file.output);
    entry.outcome = Outcome::painted;
    entry.seconds = time.seconds();
    progress_.painted(file.output.string(), entry.seconds);
    for (const std::string& sentence : {result.session.notice(), notice})
        if (!sentence.empty() && !arguments_.quiet)
            tell(sentence);
    previous_ = std::move(result.session);
}

void Batch::paint_all() {
    for (BatchEntry& entry : entries_) {
        progress_.begin(entry.file.input.filename().string());
        try {
            interruption_.check();
            paint(entry);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::cancelled)
                throw;
            entry.outcome = Outcome::failed;
            entry.error = error.what();
            tell(entry.error);
            // What the next ones would meet as well, after the work.
            if (const std::string problem = problem_of_folder(entry.file.output);
                !problem.empty() && &entry != &entries_.back()) {
                tell(_("The files that follow are not tried.") + (" " + problem));
                return;
            }
        }
    }
}

int Batch::run() {
    for (const std::string& pattern : unmatched_)
        tell(formatted(_("There is no file whose name is like \"%s\"."), pattern.c_str()));
    int code = exit_done;
    try {
        paint_all();
    } catch (const Error& error) {
        tell(error.what());
        code = exit_interrupted;
    }
    if (code == exit_done && std::ranges::any_of(entries_, [](const BatchEntry& entry) {
            return entry.outcome == Outcome::failed;
        }))
        code = exit_error;
    const double seconds = time_.seconds();
    if (!arguments_.quiet)
        tell(summary_of(entries_, seconds));
    if (arguments_.report && !network_.empty())
        check_overwrites_none(*arguments_.report, {network_});
    if (arguments_.report)
        write_batch_report(*arguments_.report, arguments_, entries_, seconds);
    return code;
}

} // namespace

int paint_batch(const BatchArguments& arguments) {
    return Batch(arguments).run();
}

} // namespace style_transfer
