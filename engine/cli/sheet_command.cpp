// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/sheet_command.h"

#include "engine/base/error.h"
#include "engine/cli/batch_progress.h"
#include "engine/cli/exit_codes.h"
#include "engine/cli/interruption.h"
#include "engine/cli/output_places.h"
#include "engine/cli/painting.h"
#include "engine/cli/sheet_report.h"
#include "engine/cli/stopwatch.h"
#include "engine/client/sheet_picture.h"
#include "engine/pixels/colour_space.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

namespace style_transfer {

namespace {

// Room for the picture of every cell.
Size largest_cell(const ProofSheet& sheet, Size base) {
    Size largest;
    for (const SheetCell& cell : sheet.cells) {
        const Size size = size_of_result(cell.settings, base);
        largest = {std::max(largest.width, size.width), std::max(largest.height, size.height)};
    }
    return largest;
}

SheetTexts heading_of(const SheetArguments& arguments) {
    std::string title = arguments.base.filename().string();
    if (!arguments.sheet.cells.front().style)
        for (const StyleArgument& style : arguments.styles)
            title += " + " + name_of(style);
    return {title, arguments.sheet.common};
}

SheetPicture blank_sheet(const SheetArguments& arguments, const Image& base) {
    std::vector<SheetTexts> texts;
    texts.reserve(arguments.sheet.cells.size());
    for (const SheetCell& cell : arguments.sheet.cells)
        texts.push_back({cell.title, cell.caption});
    return {
        heading_of(arguments), texts, arguments.sheet.columns,
        largest_cell(arguments.sheet, base.size()), base.channels()};
}

class Sheet {
  public:
    explicit Sheet(const SheetArguments& arguments);
    int run();

  private:
    LoadedStyles& styles_of(const SheetCell& cell);
    PaintedCell paint(std::size_t index);
    PaintedCell painted_or_refused(std::size_t index);
    void tell(const std::string& sentence);

    const SheetArguments& arguments_;
    const Interruption interruption_;
    LoadedPicture base_;
    std::optional<LoadedStyles> styles_;
    std::optional<std::size_t> loaded_style_; // the one in styles_, where cells have one each
    SheetPicture picture_;
    BatchProgress progress_;
    std::optional<Session> previous_; // whose network and style targets the next one uses
    std::set<std::string> told_;
    std::vector<std::filesystem::path> networks_; // that cells were painted with, or refused
};

Sheet::Sheet(const SheetArguments& arguments)
    : arguments_(arguments), base_(load_unless_interrupted(arguments.base, interruption_)),
      picture_(blank_sheet(arguments, base_.image)),
      progress_(
          ProgressLine::choose(arguments.progress, arguments.quiet), arguments.sheet.cells.size()) {
    check_can_hold(arguments.output, picture_.view().size);
}

void Sheet::tell(const std::string& sentence) {
    if (!told_.insert(sentence).second)
        return; // what every cell would say
    progress_.end_bar();
    std::fprintf(stderr, "style-transfer: %s\n", sentence.c_str());
}

LoadedStyles& Sheet::styles_of(const SheetCell& cell) {
    if (!styles_ || loaded_style_ != cell.style) {
        styles_.reset();
        styles_.emplace(
            cell.style ? std::vector{arguments_.styles[*cell.style]} : arguments_.styles,
            interruption_);
        loaded_style_ = cell.style;
    }
    return *styles_;
}

PaintedCell Sheet::paint(std::size_t index) {
    const Stopwatch time;
    const SheetCell& cell = arguments_.sheet.cells[index];
    PaintedCell painted;
    PaintWork work;
    work.styles = styles_of(cell).for_base(base_);
    work.base = base_.image.clone();
    work.space = rgb_space_of(base_.space);
    work.settings = cell.settings;
    work.size = result_size(cell.settings);
    work.previous = previous_ ? &*previous_ : nullptr;
    work.prepared = [&](const Session& session, const Canvas&) {
        networks_.emplace_back(session.model_file());
        check_overwrite_none(arguments_.output, arguments_.report, networks_);
    };
    work.progress = [&](const Progress& progress) {
        progress_.show(progress);
        painted.progress = progress;
    };
    PaintResult result = run_to_end(std::move(work), interruption_);
    const Image picture = result.finished();
    interruption_.check();
    picture_.show(index, picture.view());
    painted.area = picture_.place_of(index, picture.size());
    progress_.painted(cell.title, time.seconds());
    if (const std::string notice = result.session.notice(); !notice.empty() && !arguments_.quiet)
        tell(notice);
    previous_ = std::move(result.session);
    return painted;
}

PaintedCell Sheet::painted_or_refused(std::size_t index) {
    progress_.begin(arguments_.sheet.cells[index].title);
    try {
        interruption_.check();
        return paint(index);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::cancelled)
            throw;
        tell(error.what());
        picture_.show_problem(index, error.what());
        return {{}, std::nullopt, error.what()};
    }
}

int Sheet::run() {
    if (!arguments_.sheet.cells.front().style) // what is wrong with them is so in each cell
        styles_of(arguments_.sheet.cells.front()).for_base(base_);
    std::vector<PaintedCell> cells;
    cells.reserve(arguments_.sheet.cells.size());
    for (std::size_t i = 0; i < arguments_.sheet.cells.size(); ++i)
        cells.push_back(painted_or_refused(i));
    const auto is_there = [](const PaintedCell& cell) { return cell.progress.has_value(); };
    if (std::ranges::none_of(cells, is_there))
        return exit_error;
    check_overwrite_none(arguments_.output, arguments_.report, networks_);
    // A sheet is no photograph: it has the colour space and depth, but not the camera's notes.
    const LoadedPicture like{{}, base_.space, base_.bits, {}};
    save_picture(picture_.view(), like, arguments_.output);
    if (arguments_.report)
        write_sheet_report(*arguments_.report, arguments_, cells);
    return std::ranges::all_of(cells, is_there) ? exit_done : exit_error;
}

} // namespace

int paint_sheet(const SheetArguments& arguments) {
    std::vector<std::filesystem::path> inputs = files_of(arguments.styles, arguments.settings_file);
    inputs.push_back(arguments.base);
    check_outputs(arguments.output, arguments.report, std::move(inputs), arguments.force);
    return Sheet(arguments).run();
}

} // namespace style_transfer
