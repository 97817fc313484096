// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/run_procedure.h"

#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/base/translation.h"
#include "engine/diagnostics/diagnostics.h"
#include "engine/pixels/buffer.h"
#include "engine/pixels/resample.h"
#include "engine/pixels/working_images.h"
#include "engine/settings/parameters.h"
#include "engine/settings/weighted_style.h"
#include "plugin/refusals.h"
#include "plugin/run.h"
#include "plugin/style_regions.h"
#include "ui/windows/error_window.h"
#include "ui/windows/repaint_window.h"
#include "ui/windows/result_window.h"
#include "ui/windows/settings_dialog.h"

#include <gegl.h>
#include <glib.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace style_transfer {

namespace {

// That a user can compare before one is accepted.
constexpr std::size_t most_results = 3;

WindowContext window_context(const Host& host) {
    const auto folder = std::filesystem::path(g_get_user_config_dir()) / "style-transfer";
    WindowContext context{
        [&host](GtkWindow* window) { host.attach_window(window); },
        [&host](const std::string& file, int longer_side) {
            check_style_file(file);
            return at_most(read_buffer(host.load_picture(file).get()).view(), longer_side);
        },
        folder / "presets", host.gimp_major()};
    context.preferences_file = folder / "preferences.ini";
    context.open_pictures = [&host] { return host.open_pictures(); };
    context.open_image = [&host](const std::string& name, const ImageView& picture) {
        host.open_image(name, picture);
    };
    context.takes_live_filters = [&host] { return host.takes_live_filters(); };
    context.load_open_picture = [&host](int id, int longer_side) {
        return at_most(
            read_buffer(host.open_picture_thumbnail(id, longer_side).get()).view(), longer_side);
    };
    return context;
}

StyleChoice choice_of(const SettingsRecord& record) {
    StyleChoice choice;
    // Written before there was another method than the published one.
    if (!record.settings_text.empty() && record.settings_text.find("method=") == std::string::npos)
        choice.settings = published_settings();
    apply_text(choice.settings, record.settings_text);
    choice.styles = record.styles;
    choice.live_filters = record.live_filters;
    if (!record.style_file.empty())
        choice.styles.insert(choice.styles.begin(), {record.style_file});
    return choice;
}

StyleChoice choice_of(const CallArguments& arguments) {
    StyleChoice choice;
    choice.settings = arguments.settings;
    choice.live_filters = arguments.live_filters;
    choice.styles = parse_style_list(arguments.styles);
    if (!arguments.style_file.empty())
        choice.styles.insert(choice.styles.begin(), {arguments.style_file});
    check_style_count(choice.styles.size());
    return choice;
}

StyleChoice last_choice(const Host& host) {
    return choice_of(host.last_values());
}

// What the dialog starts with: values that an unknown version left behind must not keep it shut, be
// it reading them that fails or what they say.
StyleChoice dialog_start(const std::function<SettingsRecord()>& read) {
    try {
        return choice_of(read());
    } catch (const Error&) {
        return {};
    }
}

StyleChoice required_last_choice(const Host& host) {
    StyleChoice choice = last_choice(host);
    if (!choice.has_styles())
        throw Error(
            ErrorCode::invalid_argument,
            _("There are no last values to repeat yet, or their style was an image without a file. "
              "Run Filters > Artistic > Style Transfer and choose a style file."));
    return choice;
}

bool is_cancelled(const Error& error) {
    return error.code() == ErrorCode::cancelled;
}

// Whether the user can do something about it in the dialog.
bool asks_again(const Error& error) {
    return error.code() != ErrorCode::internal && !is_cancelled(error);
}

// Settings, run, result, and from each back to the settings, until a result is accepted or all are
// discarded. As long as there are results, Cancel leads back to them.
class Conversation {
  public:
    Conversation(Host& host, const EngineLoader& engine)
        : host_(host), target_(host.target()), engine_(engine), windows_(window_context(host)),
          choice_(dialog_start([&host] { return host.last_values(); })) {
        windows_.engine = engine;
        windows_.space = space_of(
            target_, babl_format_get_space(gegl_buffer_get_format(host.target_buffer().get())));
        windows_.diagnostics = [&engine] { return diagnose(engine, /*test_run=*/false).text(); };
        windows_.painted_area = [this](const StyleChoice& choice, const auto& layers) {
            return painted_area(target_, choice, layers);
        };
        windows_.load_base = [this](const Area& part, int longer_side) {
            const Image base = read_buffer(part_of(host_.target_buffer(), part).get());
            return resample(base.view(), working_base_size(base.size(), longer_side));
        };
        windows_.regions = [this] {
            target_ = host_.target(); // the selection, too, may be another by now
            return host_.regions();
        };
        windows_.load_region = [this](const StyleRegion& region, const Area& part, int side) {
            const Image values = region_values(host_, region, host_.target(), part);
            return resample(values.view(), working_base_size(values.size(), side));
        };
    }
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    Outcome operator()() {
        if (!choose_target())
            return Outcome::cancelled;
        for (;;) {
            try {
                if (const auto outcome = std::exchange(offered_again_, false) ? offer() : turn())
                    return *outcome;
            } catch (const Error& error) {
                // What has been painted can still be saved.
                if (!asks_again(error) && (results_.empty() || is_cancelled(error)))
                    throw;
                offered_again_ = !asks_again(error);
                show_error(windows_, error.what());
            }
        }
    }

  private:
    // What a painting that was made here is run on for: its photo, with its settings. False: for
    // nothing.
    bool choose_target() {
        const auto painting = host_.painting();
        if (!painting)
            return true;
        if (const auto record = parse_record_text(painting->record))
            choose(dialog_start([&record] { return *record; }));
        if (painting->photo.empty())
            return true;
        const Repaint wanted = ask_what_to_repaint(windows_, target_.name, painting->photo);
        if (wanted == Repaint::in_place || wanted == Repaint::above) {
            host_.choose_photo(wanted == Repaint::in_place);
            target_ = host_.target();
            check_target(target_);
        }
        return wanted != Repaint::cancelled;
    }

    // Neither dialog nor record know whether the finishing is to stay on the layer.
    void choose(StyleChoice choice) {
        choice.live_filters = choice_.live_filters;
        choice_ = std::move(choice);
    }

    // Nothing when it goes on with the settings.
    std::optional<Outcome> turn() {
        target_ = host_.target();
        Painted painted = Painted::cancelled;
        if (const auto answer = run_settings_dialog(windows_, choice_, target_.place.size)) {
            choose(*answer);
            painted = paint();
        }
        if (painted == Painted::accepted)
            return accept(*results_.back());
        if (results_.empty())
            return Outcome::cancelled;
        return offer();
    }

    // The results that there are; the same.
    std::optional<Outcome> offer() {
        std::vector<ShownResult> shown;
        for (const auto& result : results_)
            shown.push_back(result->shown());
        const ResultAnswer answer = run_result_window(windows_, shown);
        for (std::size_t i = 0; i < answer.finished.size(); ++i)
            results_.at(i)->finish_with(answer.finished[i], answer.live_filters);
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

    // Nothing when there is no layer of it: the user may free a place for it.
    std::optional<Outcome> accept(Run& result) {
        try {
            result.write_layer();
        } catch (const Error& error) {
            if (is_cancelled(error))
                throw;
            offered_again_ = true;
            show_error(windows_, result.save_instead(error));
            return std::nullopt;
        }
        host_.store_last_values(record_of(result.choice()));
        return Outcome::success;
    }

    Host& host_;
    Target target_; // as it was when the user came to a window last
    const EngineLoader& engine_;
    WindowContext windows_;
    StyleChoice choice_;                        // the dialog's last answer, or what it starts with
    std::vector<std::unique_ptr<Run>> results_; // the newest last
    bool offered_again_ = false;                // without the settings before
};

Outcome run_with_dialog(Host& host, const EngineLoader& engine) {
    if (!host.begin_windows())
        throw Error(
            ErrorCode::internal, _("There is no display to show the Style Transfer dialog on. Give "
                                   "the settings as arguments and run it non-interactively."));
    return Conversation(host, engine)();
}

} // namespace

Outcome run_procedure(
    Host& host, RunMode mode, const CallArguments& arguments, const EngineLoader& engine) {
    check_memory_to_start();
    check_target(host.target());
    if (mode == RunMode::interactive)
        return run_with_dialog(host, engine);
    const StyleChoice choice =
        mode == RunMode::with_last_values ? required_last_choice(host) : choice_of(arguments);
    // Whoever repeats it on the painting wants another one of the photo; a script says what it
    // wants.
    if (const auto painting = host.painting();
        mode == RunMode::with_last_values && painting && !painting->photo.empty())
        host.choose_photo(/*replaces=*/false);
    Run only(host, choice);
    only.paint(engine, nullptr);
    try {
        only.write_layer();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::cancelled)
            throw;
        throw Error(error.code(), only.save_instead(error));
    }
    return Outcome::success;
}

} // namespace style_transfer
