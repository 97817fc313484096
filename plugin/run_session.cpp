// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/run_session.h"

#include "engine/base/error.h"
#include "engine/pixels/buffer.h"
#include "engine/pixels/full_size.h"
#include "engine/pixels/resample.h"
#include "engine/pixels/working_images.h"
#include "engine/settings/parameters.h"
#include "plugin/alpha_copy.h"
#include "plugin/mask_copy.h"
#include "plugin/refusals.h"
#include "ui/state/translation.h"
#include "ui/windows/error_window.h"
#include "ui/windows/progress_window.h"
#include "ui/windows/result_window.h"
#include "ui/windows/settings_dialog.h"

#include <gegl.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace style_transfer {

namespace {

// How often GIMP's progress bar moves while nobody waits in a window of ours. Each update is a
// round trip to GIMP, which is also how a plug-in notices that GIMP has gone.
constexpr std::chrono::milliseconds poll_interval{100};

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

// The layer as it was, shown beside a result.
constexpr int before_side = 1024;
// That a user can compare before one is accepted.
constexpr std::size_t most_results = 3;

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

// Made smaller where that is needed.
Image at_most(const Image& picture, int longer_side) {
    return resample(
        picture.view(),
        scaled_to_longer_side(picture.size(), std::min(longer_side, picture.size().longer_side())));
}

WindowContext window_context(const Host& host) {
    const auto folder = std::filesystem::path(g_get_user_config_dir()) / "style-transfer";
    WindowContext context{
        [&host](GtkWindow* window) { host.attach_window(window); },
        [&host](const std::string& file, int longer_side) {
            check_style_file(file);
            return at_most(read_buffer(host.load_picture(file).get()), longer_side);
        },
        folder / "presets", host.gimp_major()};
    context.preferences_file = folder / "preferences.ini";
    context.open_pictures = [&host] { return host.open_pictures(); };
    context.load_open_picture = [&host](int id, int longer_side) {
        return at_most(
            read_buffer(host.open_picture_thumbnail(id, longer_side).get()), longer_side);
    };
    return context;
}

StyleChoice last_choice(const Host& host) {
    const SettingsRecord last = host.last_values();
    StyleChoice choice;
    apply_text(choice.settings, last.settings_text);
    choice.style_file = last.style_file;
    return choice;
}

// What the dialog starts with: values that an unknown version left behind must not keep it shut.
StyleChoice dialog_start(const Host& host) {
    try {
        return last_choice(host);
    } catch (const Error&) {
        return {};
    }
}

StyleChoice required_last_choice(const Host& host) {
    StyleChoice choice = last_choice(host);
    if (choice.style_file.empty())
        throw Error(
            ErrorCode::invalid_argument,
            _("There are no last values to repeat yet, or their style was an image without a file. "
              "Run Filters > Artistic > Style Transfer and choose a style file."));
    return choice;
}

Image wait_for(TransferJob& job, ProgressBar& bar) {
    for (;;) {
        const JobState state = job.state();
        if (state.phase != JobState::Phase::loading && state.phase != JobState::Phase::running)
            return job.wait();
        bar.update(state.progress ? state.progress->fraction : 0);
        std::this_thread::sleep_for(poll_interval);
    }
}

// Of a session's floats; a float layer would keep what lies outside.
void clip(Image& image) {
    for (int y = 0; y < image.size().height; ++y) {
        float* row = image.row(y);
        std::transform(row, row + image.row_stride(), row, [](float value) {
            return std::clamp(value, 0.0F, 1.0F);
        });
    }
}

// What is painted of the target by a network of these layers.
Area area_of(
    const Target& target, const Settings& settings, const std::vector<NetworkLayer>& layers) {
    const Area all{0, 0, target.place.size};
    return target.selection
               ? work_area(
                     *target.selection, all.size, working_size(settings, all.size.longer_side()),
                     field_of_view(settings, layers))
               : all;
}

BufferPointer part_of(const BufferPointer& buffer, const Area& area) {
    const GeglRectangle rectangle{area.x, area.y, area.size.width, area.size.height};
    return BufferPointer(gegl_buffer_create_sub_buffer(buffer.get(), &rectangle));
}

std::string layer_name(const StyleChoice& choice) {
    const std::string stem = std::filesystem::path(choice.style_file).stem();
    return !stem.empty()                       ? stem
           : !choice.open_picture.name.empty() ? choice.open_picture.name
                                               : _("Style Transfer");
}

// How a run ended; `accepted` is without another question.
enum class Painted { cancelled, finished, accepted };

// One run with settings that are known, and its result until it has become a layer.
class Run {
  public:
    Run(Host& host, StyleChoice choice) : host_(host), choice_(std::move(choice)) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // With `windows` in interactive mode.
    Painted paint(const EngineLoader& engine, const WindowContext* windows) {
        validate(choice_.settings);
        if (choice_.open_picture.id == 0)
            check_style_file(choice_.style_file);
        WorkingImages images = read_pictures(engine);
        if (windows)
            before_ = reduced(images.base);
        ProgressBar bar(host_, _("Style Transfer"));
        TransferJob job(engine, choice_.settings, std::move(images.base), std::move(images.style));
        if (!windows) {
            picture_ = wait_for(job, bar);
            return Painted::accepted;
        }
        auto finished =
            run_progress_window(*windows, job, [&bar](double fraction) { bar.update(fraction); });
        if (!finished)
            return Painted::cancelled;
        picture_ = std::move(finished->picture);
        return finished->accepted ? Painted::accepted : Painted::finished;
    }

    ShownResult shown() const { return {before_.view(), picture_.view(), choice_}; }
    const StyleChoice& choice() const { return choice_; }

    void write_layer() {
        Image full = base_.empty()
                         ? picture_.clone()
                         : at_full_size(picture_.view(), working_base_.view(), base_.view());
        clip(full);
        const NewLayer layer(host_);
        {
            const BufferPointer buffer =
                host_.create_layer(layer_name(choice_), area_, !alpha_.empty());
            write_buffer(full.view(), buffer.get());
            alpha_.write(buffer.get());
        }
        if (!mask_.empty())
            mask_.write(host_.create_mask().get());
        host_.insert_layer(to_record_text({choice_.style_file, to_text(choice_.settings)}));
    }

  private:
    WorkingImages read_pictures(const EngineLoader& engine) {
        // First the style: it is where a wrong choice shows.
        const int open = choice_.open_picture.id;
        const Image style = read_buffer(
            (open ? host_.load_open_picture(open) : host_.load_picture(choice_.style_file)).get());
        // Not what was there when the dialog opened: GIMP goes on beside it.
        const Target target = host_.target();
        check_target(target);
        const bool all = !target.selection;
        area_ = area_of(
            target, choice_.settings,
            all ? std::vector<NetworkLayer>() : describe_model(engine(), choice_.settings.model));
        take_masks(target);
        const BufferPointer buffer = part_of(host_.target_buffer(), area_);
        alpha_ = AlphaCopy::of(buffer.get());
        base_ = read_buffer(buffer.get());
        WorkingImages images = make_working_images(base_.view(), style.view(), choice_.settings);
        if (images.base.size() == base_.size())
            base_ = Image();
        else
            working_base_ = images.base.clone();
        return images;
    }

    void take_masks(const Target& target) {
        if (const BufferPointer mask = host_.target_mask())
            mask_.multiply(mask.get(), area_);
        if (target.selection)
            mask_.multiply(
                host_.selection().get(),
                {target.place.x + area_.x, target.place.y + area_.y, area_.size});
    }

    // What a window shows beside the result.
    static Image reduced(const Image& base) { return at_most(base, before_side); }

    Host& host_;
    const StyleChoice choice_;
    Image before_;
    Image picture_; // the result, at working size
    // As they were when they were read; the user may go on working meanwhile.
    Area area_; // of the target
    AlphaCopy alpha_;
    MaskCopy mask_;
    Image base_;         // its detail guides what the result is brought to size with;
    Image working_base_; // both empty where the result has the layer's size
};

// Whether the user can do something about it in the dialog.
bool asks_again(const Error& error) {
    return error.code() != ErrorCode::internal && error.code() != ErrorCode::cancelled;
}

// Settings, run, result, and from each back to the settings, until a result is accepted or all are
// discarded. As long as there are results, Cancel leads back to them.
class Conversation {
  public:
    Conversation(Host& host, const Target& target, const EngineLoader& engine)
        : host_(host), engine_(engine), windows_(window_context(host)), choice_(dialog_start(host)),
          size_(area_of(target, choice_.settings, {}).size) {
        windows_.engine = engine;
        const Area area = area_of(target, choice_.settings, {});
        windows_.load_base = [this, area](const Area& part, int longer_side) {
            const Area there{area.x + part.x, area.y + part.y, part.size};
            const Image base = read_buffer(part_of(host_.target_buffer(), there).get());
            return resample(base.view(), working_base_size(base.size(), longer_side));
        };
    }
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    Outcome operator()() {
        for (;;) {
            try {
                if (const auto outcome = turn())
                    return *outcome;
            } catch (const Error& error) {
                if (!asks_again(error))
                    throw;
                show_error(windows_, error.what());
            }
        }
    }

  private:
    // Nothing when it goes on with the settings.
    std::optional<Outcome> turn() {
        Painted painted = Painted::cancelled;
        if (const auto answer = run_settings_dialog(windows_, choice_, size_)) {
            choice_ = *answer;
            painted = paint();
        }
        if (painted == Painted::accepted)
            return accept(*results_.back());
        if (results_.empty())
            return Outcome::cancelled;
        std::vector<ShownResult> shown;
        for (const auto& result : results_)
            shown.push_back(result->shown());
        const ResultAnswer answer = run_result_window(windows_, shown);
        if (answer.decision == Decision::discard)
            return Outcome::cancelled;
        choice_ = results_.at(answer.result)->choice();
        if (answer.decision == Decision::back)
            return std::nullopt;
        return accept(*results_[answer.result]);
    }

    Painted paint() {
        auto run = std::make_unique<Run>(host_, choice_);
        const Painted painted = run->paint(engine_, &windows_);
        if (painted != Painted::cancelled) {
            results_.push_back(std::move(run));
            if (results_.size() > most_results)
                results_.erase(results_.begin());
        }
        return painted;
    }

    Outcome accept(Run& result) {
        result.write_layer();
        const StyleChoice& choice = result.choice();
        host_.store_last_values({choice.style_file, to_text(choice.settings)});
        return Outcome::success;
    }

    Host& host_;
    const EngineLoader& engine_;
    WindowContext windows_;
    StyleChoice choice_; // the dialog's last answer, or what it starts with
    const Size size_;
    std::vector<std::unique_ptr<Run>> results_; // the newest last
};

Outcome run_with_dialog(Host& host, const Target& target, const EngineLoader& engine) {
    if (!host.begin_windows())
        throw Error(
            ErrorCode::internal, "There is no display to show the Style Transfer dialog on. Give "
                                 "the settings as arguments and run it non-interactively.");
    return Conversation(host, target, engine)();
}

} // namespace

Outcome
run_session(Host& host, RunMode mode, const CallArguments& arguments, const EngineLoader& engine) {
    const Target target = host.target();
    check_target(target);
    // libtorch's threads would else wait for one another at full speed, taking the processor from
    // GIMP and from the thread that they wait for: on a busy machine that doubles the time. Read
    // when the engine is loaded; set here, before there are threads.
    setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
    if (mode == RunMode::interactive)
        return run_with_dialog(host, target, engine);
    const StyleChoice choice = mode == RunMode::with_last_values
                                   ? required_last_choice(host)
                                   : StyleChoice{arguments.settings, arguments.style_file};
    Run only(host, choice);
    only.paint(engine, nullptr);
    only.write_layer();
    return Outcome::success;
}

} // namespace style_transfer
