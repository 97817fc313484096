// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/run.h"

#include "engine/base/translation.h"
#include "engine/pixels/buffer.h"
#include "engine/pixels/colour_space.h"
#include "engine/pixels/log_guard.h"
#include "engine/settings/parameters.h"
#include "engine/settings/weighted_style.h"
#include "plugin/refusals.h"
#include "plugin/saved_result.h"
#include "plugin/style_regions.h"
#include "ui/state/texts.h"
#include "ui/windows/progress_window.h"

#include <gegl.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace style_transfer {

namespace {

// How often GIMP's progress bar moves while nobody waits in a window of ours, and how soon it is
// noticed that GIMP has gone.
constexpr std::chrono::milliseconds poll_interval{100};

// Of the picture that a window shows while it is painted: finer than most windows.
constexpr int shown_side = 1024;

class ProgressBar {
  public:
    ProgressBar(Host& host, const std::string& text) : host_(host) { host_.begin_progress(text); }
    ~ProgressBar() { host_.end_progress(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void update(double fraction) { host_.update_progress(std::clamp(fraction, 0.0, 1.0)); }

  private:
    Host& host_;
};

// The layer that is not in the document yet; gone again unless it gets there.
class NewLayer {
  public:
    explicit NewLayer(Host& host) : host_(host) {}
    ~NewLayer() { host_.discard_layer(); }
    NewLayer(const NewLayer&) = delete;
    NewLayer& operator=(const NewLayer&) = delete;

  private:
    Host& host_;
};

PaintResult wait_for(PaintJob& job, ProgressBar& bar) {
    do {
        const PaintState state = job.state();
        bar.update(state.progress ? state.progress->fraction : 0);
    } while (!job.wait_for(poll_interval));
    return job.wait();
}

std::string layer_name(const StyleChoice& choice) {
    const ListedStyle& style = choice.styles.front();
    const std::string stem = std::filesystem::path(style.file).stem();
    return !stem.empty()                      ? stem
           : !style.open_picture.name.empty() ? style.open_picture.name
                                              : _("Style Transfer");
}

} // namespace

Area painted_area(
    const Target& target, const StyleChoice& choice, const std::vector<NetworkLayer>& layers) {
    const Area all{0, 0, target.place.size};
    if (target.repainted)
        return *target.repainted;
    if (!target.selection || is_bound(choice.styles, StyleRegion::Kind::selection))
        return all;
    const Settings& settings = choice.settings;
    return work_area(
        *target.selection, all.size, working_size(settings, all.size.longer_side()),
        field_of_view(settings, layers));
}

RgbSpace space_of(const Target& target, const Babl* space) {
    const RgbSpace numbers = rgb_space_of(space);
    return target.gray ? numbers.without_colours() : numbers;
}

SettingsRecord record_of(const StyleChoice& choice) {
    const std::string settings = to_text(choice.settings);
    if (choice.styles.size() == 1 && choice.styles[0].is_plain())
        return {choice.styles[0].file, settings, {}, choice.live_filters};
    return {{}, settings, choice.styles, choice.live_filters};
}

Painted Run::paint(const EngineLoader& engine, const WindowContext* windows) {
    validate(choice_.settings);
    check_style_count(choice_.styles.size());
    if (choice_.styles.empty())
        check_style_file({});
    for (const ListedStyle& style : choice_.styles)
        if (style.open_picture.id == 0) {
            check_style_file(style.file);
            check_style_is_whole(style.file);
        }
    PaintWork work = read_pictures(engine);
    work.shown_side = windows ? shown_side : 0;
    work.keeps_photo = windows != nullptr;
    ProgressBar bar(host_, _("Style Transfer"));
    PaintJob job(engine, std::move(work));
    if (!windows) {
        keep(wait_for(job, bar));
        return Painted::accepted;
    }
    auto finished =
        run_progress_window(*windows, job, [&bar](double fraction) { bar.update(fraction); });
    if (!finished)
        return Painted::cancelled;
    keep(std::move(finished->result));
    return finished->accepted ? Painted::accepted : Painted::finished;
}

// Its session goes, with all that lies in the engine.
void Run::keep(PaintResult result) {
    painting_ = std::move(result.picture);
    canvas_ = std::move(result.canvas);
    picture_.emplace(*canvas_, painting_.view(), space_);
}

// As the window shows it, be it on the layer or in its pixels.
FinishedPicture::Ending Run::shown_ending() const {
    return choice_.live_filters && picture_->is_painted_all_over()
               ? FinishedPicture::Ending::by_filters
               : FinishedPicture::Ending::of_numbers;
}

void Run::write_layer() {
    const NewLayer layer(host_);
    FinishedPicture::Ending ending = shown_ending();
    LayerFinishing finishing;
    if (ending == FinishedPicture::Ending::by_filters && host_.takes_live_filters()) {
        ending = FinishedPicture::Ending::on_layer;
        finishing = {picture_->filters(choice_.settings), choice_.settings.opacity};
    }
    {
        ProgressBar bar(host_, _("Making the layer"));
        const BufferPointer buffer =
            host_.create_layer(layer_name(choice_), area_, !alpha_.empty());
        const int height = picture_->size().height;
        const auto write = [&](const ImageView& rows, int y) {
            write_buffer(rows, part_of(buffer, {0, y, rows.size}).get());
            bar.update(double(y + rows.size.height) / height);
        };
        picture_->in_strips(choice_.settings, write, ending);
        alpha_.write(buffer.get()); // bit by bit
    }
    if (!mask_.empty())
        mask_.write(host_.create_mask().get());
    host_.insert_layer(to_record_text(record_of(choice_)), finishing);
}

std::string Run::save_instead(const Error& why) {
    try {
        if (saved_.empty())
            saved_ = save_result(
                *picture_, choice_.settings, shown_ending(), layer_name(choice_), space_);
        return why.what() +
               (' ' + formatted(_("The result has been saved as \"%s\"."), saved_.c_str()));
    } catch (const Error& error) {
        return why.what() +
               (' ' +
                formatted(_("The result could not be saved to a file either: %s"), error.what()));
    }
}

// Their pictures; the regions come when it is known what is painted.
std::vector<Style> Run::load_styles() const {
    std::vector<Style> styles;
    const LogGuard log; // pictures of any size are copied here
    for (const ListedStyle& style : choice_.styles) {
        const int open = style.open_picture.id;
        const BufferPointer picture =
            open ? host_.load_open_picture(open) : host_.load_picture(style.file);
        styles.push_back({read_buffer(picture.get()), style.weight, Image{}});
    }
    log.check_nothing_lost();
    return styles;
}

PaintWork Run::read_pictures(const EngineLoader& engine) {
    // First the styles: they are where a wrong choice shows.
    PaintWork work;
    work.styles = load_styles();
    // Not what was there when the dialog opened: GIMP goes on beside it.
    Target target = host_.target();
    check_target(target);
    // It says where a style is painted, not what is painted.
    if (is_bound(choice_.styles, StyleRegion::Kind::selection))
        target.selection.reset();
    std::vector<NetworkLayer> layers;
    if (target.selection)
        layers = describe_model(engine(), choice_.settings.model);
    area_ = painted_area(target, choice_, layers);
    take_masks(target);
    const BufferPointer buffer = part_of(host_.target_buffer(), area_);
    alpha_ = AlphaCopy::of(buffer.get());
    space_ = babl_format_get_space(gegl_buffer_get_format(buffer.get()));
    work.base = read_buffer(buffer.get());
    work.space = space_of(target, space_);
    for (std::size_t i = 0; i < choice_.styles.size(); ++i)
        if (const StyleRegion& region = choice_.styles[i].region;
            region.kind != StyleRegion::Kind::rest)
            work.styles[i].region = read_region(host_, region, target, area_);
    work.settings = choice_.settings;
    return work;
}

void Run::take_masks(const Target& target) {
    // A mask with which a style is painted does not hide the others.
    const bool is_region = is_bound(choice_.styles, StyleRegion::Kind::mask) && !target.repainted;
    if (const BufferPointer mask = is_region ? nullptr : host_.target_mask())
        mask_.multiply(mask.get(), target.repainted ? Area{0, 0, area_.size} : area_);
    if (target.selection)
        mask_.multiply(
            host_.selection().get(),
            {target.place.x + area_.x, target.place.y + area_.y, area_.size});
}

} // namespace style_transfer
