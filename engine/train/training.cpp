// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/training.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/machine.h"
#include "engine/train/calibration.h"
#include "engine/train/devices.h"
#include "engine/train/evaluation.h"
#include "engine/train/export.h"
#include "engine/train/fine_tuning.h"
#include "engine/train/training_pictures.h"

#include <ATen/Parallel.h>

#include <chrono>
#include <cstdio>
#include <optional>

namespace style_transfer::train {

namespace {

constexpr int evaluated_pictures = 24;
constexpr int map_batches = 24;

std::string number(const char* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

class Training {
  public:
    Training(const TrainingSettings& settings, const std::function<bool()>& stop, const Say& say)
        : settings_(settings), stop_(stop), say_(say), taps_(taps_of(settings.plan)) {}

    void run() {
        check_places();
        at::set_num_threads(settings_.threads > 0 ? settings_.threads : usable_cores());
        const at::Device device = choose_device(settings_.device);
        const at::ScalarType type = choose_precision(settings_.precision, device);
        const Model model = load_model(settings_.teacher, settings_.plan.convolutions());
        check_fits(settings_.plan, model);
        teacher_name_ = model.name;
        teacher_.emplace(model, at::kFloat, device);
        load_pictures();
        say_(
            "Teacher " + model.name + " on " + device.str() + ", while fine-tuning in " +
            (type == at::kFloat ? "single precision" : "bfloat16") + ".");
        const FeatureNetwork fine_teacher(model, type, device);
        matching_cases_ = matching_cases(*teacher_, *pictures_, settings_.pictures.seed);

        std::optional<TrainingState> former;
        if (settings_.resume && std::filesystem::exists(settings_.checkpoint))
            former = load_checkpoint(settings_.checkpoint, essentials());
        const FeatureNetwork student = former                    ? student_of(*former)
                                       : settings_.start.empty() ? initialised()
                                                                 : started();
        const TapMaps maps = former ? maps_of(*former) : fitted_maps(student);
        FineTuning tuning(
            *teacher_, fine_teacher, student, maps, *pictures_,
            {settings_.steps, settings_.batch, settings_.matching_share, settings_.learning_rate,
             settings_.pictures.seed});
        if (former) {
            tuning.restore(*former, settings_.checkpoint);
            say_("Going on after step " + std::to_string(tuning.steps_done()) + ".");
        } else {
            save(tuning);
        }
        fine_tune(tuning);
        finish(tuning.student(), tuning.maps(), tuning.steps_done());
    }

  private:
    void check_places() const {
        check_writable_place(settings_.output, "The network");
        if (settings_.checkpoint.empty())
            return;
        check_writable_place(settings_.checkpoint, "The checkpoint");
        if (!settings_.resume && std::filesystem::exists(settings_.checkpoint))
            throw Error(
                ErrorCode::file,
                "The checkpoint \"" + settings_.checkpoint.string() +
                    "\" is there already. Go on from it with --resume, or choose another one.");
    }

    void load_pictures() {
        say_("Reading pictures …");
        pictures_ = PictureSource::load(settings_.pictures, [&](int done, int all) {
            say_("  " + std::to_string(done) + " of " + std::to_string(all) + " files");
            stop_here();
        });
        say_(
            std::to_string(pictures_->training_pictures()) + " pictures to train on, " +
            std::to_string(pictures_->paintings()) + " of them paintings; " +
            std::to_string(pictures_->held_out_pictures()) +
            " held out; skipped: " + std::to_string(pictures_->unreadable()) + " unreadable, " +
            std::to_string(pictures_->tiny()) + " too small.");
    }

    // What a checkpoint must agree in.
    nlohmann::json essentials() const {
        return {
            {"layers", settings_.plan.text()},
            {"teacher", teacher_name_},
            {"crop", settings_.pictures.crop},
            {"batch", settings_.batch},
            {"matching_share", settings_.matching_share},
            {"seed", settings_.pictures.seed},
            {"pictures", pictures_->training_pictures() + pictures_->held_out_pictures()},
        };
    }

    void stop_here() const {
        if (stop_())
            throw Error(ErrorCode::cancelled, "Interrupted before there was anything to save.");
    }

    MakePictures mixtures(Purpose purpose) const {
        return [this, purpose](int count, std::uint64_t number) {
            stop_here();
            Random random(settings_.pictures.seed, purpose, number);
            return mixture(*pictures_, count, random);
        };
    }

    FeatureNetwork initialised() const {
        InitialisationOptions options;
        options.crop = settings_.pictures.crop;
        options.samples_per_unknown = settings_.samples_per_unknown;
        options.seed = settings_.pictures.seed;
        say_("Fitting layer by layer …");
        return initialise_student(
            *teacher_, settings_.plan, input_, options, mixtures(Purpose::initialisation),
            [&](const FittedLayer& layer) {
                say_(
                    "  " + layer.name + ", " + std::to_string(layer.width) + " channels: " +
                    number("%.4f", layer.unexplained) + " unexplained of the kept ones (" +
                    std::to_string(layer.samples) + " samples from " + std::to_string(layer.crops) +
                    " crops, " + number("%.0f s)", seconds()));
                stop_here();
            });
    }

    FeatureNetwork started() const {
        const Model model = load_model(settings_.start, settings_.plan.convolutions());
        if (const std::string found = plan_of(model).text(); found != settings_.plan.text())
            throw Error(
                ErrorCode::model, settings_.start.string() + ": expected the layers \"" +
                                      settings_.plan.text() + "\", found \"" + found +
                                      "\"; ask for these with --layers.");
        say_("Beginning with " + settings_.start.string() + ".");
        return {model, at::kFloat, teacher_->device()};
    }

    TapMaps fitted_maps(const FeatureNetwork& student) const {
        return fit_tap_maps(*teacher_, student, taps_, mixtures(Purpose::tap_maps), map_batches, 4);
    }

    FeatureNetwork student_of(const TrainingState& state) const {
        FeatureNetwork student(input_, at::kFloat, teacher_->device());
        for (const PlannedLayer& layer : settings_.plan.layers) {
            if (layer.is_pool())
                student.add_pool();
            else
                student.add_convolution(
                    layer.name, state.tensor(layer.name + ".weight", settings_.checkpoint),
                    state.tensor(layer.name + ".bias", settings_.checkpoint));
        }
        return student;
    }

    TapMaps maps_of(const TrainingState& state) const {
        TapMaps maps;
        for (const std::string& tap : taps_)
            maps[tap] = state.tensor(tap + ".map", settings_.checkpoint).to(teacher_->device());
        return maps;
    }

    void save(const FineTuning& tuning) const {
        if (settings_.checkpoint.empty())
            return;
        try {
            save_checkpoint(settings_.checkpoint, essentials(), tuning.state());
        } catch (const Error& error) {
            say_(std::string(error.what()) + " The former checkpoint stays; training goes on.");
        }
    }

    void fine_tune(FineTuning& tuning) const {
        say_figures("before", tuning.student(), tuning.maps());
        while (tuning.steps_done() < settings_.steps) {
            tuning.step();
            const int done = tuning.steps_done();
            if (done % settings_.report_every == 0)
                say_errors(tuning);
            if (stop_()) {
                if (settings_.checkpoint.empty())
                    throw Error(
                        ErrorCode::cancelled, "Interrupted; without --checkpoint nothing is kept.");
                save_checkpoint(settings_.checkpoint, essentials(), tuning.state());
                throw Error(
                    ErrorCode::cancelled, "Interrupted after step " + std::to_string(done) +
                                              "; go on from \"" + settings_.checkpoint.string() +
                                              "\" with --resume.");
            }
            if (done % settings_.save_every == 0 || done == settings_.steps) {
                save(tuning);
                say_figures("step " + std::to_string(done), tuning.student(), tuning.maps());
            }
        }
    }

    std::vector<TapFigures> figures(const FeatureNetwork& student, const TapMaps& maps) const {
        return evaluate(*teacher_, student, maps, taps_, *pictures_, evaluated_pictures);
    }

    void say_errors(const FineTuning& tuning) const {
        std::string line = "step " + std::to_string(tuning.steps_done()) + " of " +
                           std::to_string(settings_.steps) + ", " + number("%.0f s", seconds()) +
                           "; features / Gram matrices missed:";
        for (const auto& [tap, error] : tuning.errors())
            line += " " + tap + " " + number("%.4f", error.features) + "/" +
                    number("%.4f", error.grams);
        say_(
            line + "; style not seen: " + number("%.4f", tuning.unseen_style()) +
            "; matching: " + text_of(tuning.matching_error()));
    }

    static std::string text_of(const MatchingFigures& missed) {
        return "order " + number("%.4f", missed.order) + ", pull " + number("%.4f", missed.pull) +
               ", similarity lost " + number("%.4f", missed.similarity_lost);
    }

    // `maps` for what is measured through them.
    void
    say_figures(const std::string& when, const FeatureNetwork& student, const TapMaps& maps) const {
        say_(
            "Held-out pictures, " + when + " (" + number("%.0f s", seconds()) +
            "): unexplained, median correlation, Gram matrices missed");
        for (const TapFigures& each : figures(student, maps))
            say_(
                "  " + each.tap + "  " + number("%.4f", each.unexplained) + "  " +
                number("%.3f", each.correlation) + "  " + number("%.4f", each.grams));
        say_("  matching  " + text_of(evaluate_matching(*teacher_, student, matching_cases_)));
    }

    void say_calibration(const Calibration& calibration) const {
        const auto say = [&](const std::string& term, const auto& scales, const auto& cosines) {
            for (const auto& [tap, scale] : scales)
                say_(
                    "  " + term + " " + tap + "  scale " + number("%.4f", scale) +
                    "  cosine of the gradients " + number("%.3f", cosines.at(tap)));
        };
        say("style", calibration.scales.style, calibration.cosines.style);
        say("content", calibration.scales.content, calibration.cosines.content);
        say_("  all styles: cosine " + number("%.3f", calibration.cosines.all_styles));
    }

    // The figures in the record are those of the file, after its rounding.
    void finish(const FeatureNetwork& student, const TapMaps& maps, int steps) const {
        say_("Calibrating …");
        const Calibration calibration =
            calibrate(*teacher_, student, maps, taps_, *pictures_, settings_.pictures.seed);
        say_calibration(calibration);
        NetworkDescription description;
        description.name = settings_.name;
        if (teacher_name_ == "VGG19")
            description.licence =
                "CC-BY-4.0; distilled from VGG19 (Simonyan & Zisserman, Oxford VGG)";
        description.records["training"] =
            nlohmann::json{
                {"program", "style-transfer-train " STYLE_TRANSFER_VERSION},
                {"teacher", teacher_name_},
                {"pictures", pictures_->training_pictures()},
                {"seed", settings_.pictures.seed},
                {"steps", steps},
                {"batch", settings_.batch},
                {"crop", settings_.pictures.crop},
                {"samples_per_unknown", settings_.samples_per_unknown},
                {"matching_share", settings_.matching_share},
                {"learning_rate", settings_.learning_rate},
                {"start", settings_.start.filename().string()},
            }
                .dump();
        nlohmann::json record{{"style_gradient", calibration.cosines.all_styles}};
        for (const TapFigures& each : figures(rounded(student), maps)) {
            record[each.tap] = {
                {"unexplained", each.unexplained},
                {"correlation", each.correlation},
                {"grams", each.grams},
                {"content_gradient", calibration.cosines.content.at(each.tap)}};
            if (const auto style = calibration.cosines.style.find(each.tap);
                style != calibration.cosines.style.end())
                record[each.tap]["style_gradient"] = style->second;
        }
        const MatchingFigures matching =
            evaluate_matching(*teacher_, rounded(student), matching_cases_);
        record["matching"] = {
            {"order", matching.order},
            {"pull", matching.pull},
            {"similarity_lost", matching.similarity_lost}};
        description.records["figures"] = record.dump();
        export_network(settings_.output, description, input_, student, maps, calibration.scales);
        say_("Written: " + settings_.output.string());
    }

    static FeatureNetwork rounded(const FeatureNetwork& student) {
        FeatureNetwork copy = student;
        copy.replace_weights([](const std::string& name, const at::Tensor& value) {
            return name.ends_with(".weight") ? value.to(at::kHalf).to(at::kFloat) : value;
        });
        return copy;
    }

    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

    const TrainingSettings& settings_;
    const std::function<bool()>& stop_;
    const Say& say_;
    const std::vector<std::string> taps_;
    const InputConvention input_{}; // what network files of this project are fed with
    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::string teacher_name_;
    std::optional<FeatureNetwork> teacher_;
    std::optional<PictureSource> pictures_;
    std::vector<MatchingCase> matching_cases_;
};

} // namespace

void train(const TrainingSettings& settings, const std::function<bool()>& stop, const Say& say) {
    Training(settings, stop, say).run();
}

} // namespace style_transfer::train
