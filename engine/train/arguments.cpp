// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/arguments.h"

#include "engine/base/error.h"

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace style_transfer::train {

namespace {

constexpr const char* description =
    "Makes a small network that stands for a large one, the teacher, in style transfer.";

constexpr const char* footer =
    "Example:\n"
    "  style-transfer-train --teacher vgg19.h5 --images pictures --output compact.safetensors \\\n"
    "      --preset compact --checkpoint compact.checkpoint --resume\n"
    "\n"
    "Exit codes: 0 done, 1 error in what was asked for or read, 2 wrong call, 130 interrupted.";

// Each pool halves the crop; what is left must be worth comparing.
void check_crop(const TrainingSettings& settings) {
    const int least = 2 << settings.plan.pools();
    if (settings.pictures.crop < least)
        throw Error(
            ErrorCode::invalid_argument, "--crop: " + std::to_string(settings.plan.pools()) +
                                             " pools need crops of " + std::to_string(least) +
                                             " pixels at least, found " +
                                             std::to_string(settings.pictures.crop) + ".");
}

} // namespace

std::variant<Arguments, int> parse_arguments(int count, const char* const* values) {
    Arguments arguments;
    TrainingSettings& settings = arguments.settings;
    std::string teacher, images, output, checkpoint, layers, preset, start;
    CLI::App app{description, "style-transfer-train"};
    app.footer(footer);
    app.set_version_flag(
        "--version", std::string("style-transfer-train ") + STYLE_TRANSFER_VERSION);
    app.get_formatter()->column_width(34);

    app.add_option("--teacher", teacher, "Network file to learn from, usually VGG19")
        ->required()
        ->type_name("FILE");
    app.add_option("--images", images, "Folder of pictures to learn on, looked through whole")
        ->required()
        ->type_name("DIR");
    app.add_option("--output", output, "Network file to write")->required()->type_name("FILE");
    app.add_option("--name", settings.name, "The network's name (that of the output file)")
        ->type_name("TEXT");
    const auto layers_option =
        app.add_option(
               "--layers", layers,
               "Layers and widths: \"block1_conv1:32,block1_conv2:32,pool,block2_conv1:64\"")
            ->type_name("TEXT");
    app.add_option("--preset", preset, "Layers of a kind: compact (default) or preview")
        ->type_name("NAME")
        ->check(CLI::IsMember({"compact", "preview"}))
        ->excludes(layers_option);
    app.add_option("--start", start, "Network file to begin with instead of a fit to the teacher")
        ->type_name("FILE");

    const auto number = [&](const char* name, auto& value, const char* text, auto least,
                            auto most) {
        app.add_option(name, value, text)
            ->type_name("N")
            ->check(CLI::Range(least, most))
            ->capture_default_str()
            ->group("Training");
    };
    number("--steps", settings.steps, "Steps by gradients; 0: least squares only", 0, 100000000);
    number("--batch", settings.batch, "Crops in a step", 2, 4096);
    number("--crop", settings.pictures.crop, "Side of the crops, pixels", 4, 512);
    number("--pictures", settings.pictures.most, "Pictures used, at most", 2, 10000000);
    number(
        "--samples", settings.samples_per_unknown, "Samples for each unknown of least squares", 1,
        10000);
    number(
        "--matching-share", settings.matching_share,
        "Of what is missed of painting by matching, in the loss; 0: the published method only", 0.0,
        1000.0);
    number("--learning-rate", settings.learning_rate, "Of a tensor's size in a step", 1e-9, 1.0);
    number(
        "--seed", settings.pictures.seed, "Same seed, same network", std::uint64_t{0},
        std::uint64_t{1} << 62);
    app.add_option(
           "--paintings", settings.pictures.paintings,
           "What the file names of paintings contain; they are drawn more often")
        ->type_name("TEXT")
        ->capture_default_str()
        ->group("Training");

    number("--threads", settings.threads, "Processor cores; 0: all", 0, 4096);
    const std::map<std::string, Device> devices{
        {"auto", Device::automatic}, {"cpu", Device::cpu}, {"cuda", Device::cuda}};
    app.add_option("--device", settings.device, "auto (default), cpu or cuda")
        ->type_name("NAME")
        ->transform(CLI::CheckedTransformer(devices).description(""))
        ->group("Training");
    const std::map<std::string, Precision> precisions{
        {"auto", Precision::automatic},
        {"single", Precision::single},
        {"bfloat16", Precision::bfloat16}};
    app.add_option(
           "--precision", settings.precision,
           "Of the teacher by gradients: auto (default), single or bfloat16")
        ->type_name("NAME")
        ->transform(CLI::CheckedTransformer(precisions).description(""))
        ->group("Training");

    const auto checkpoint_option =
        app.add_option("--checkpoint", checkpoint, "Where to keep the state of the training")
            ->type_name("FILE")
            ->group("Progress");
    app.add_flag("--resume", settings.resume, "Go on from the checkpoint, if it is there")
        ->needs(checkpoint_option)
        ->group("Progress");
    app.add_option("--save-every", settings.save_every, "Steps between checkpoints and figures")
        ->type_name("N")
        ->check(CLI::Range(1, 100000000))
        ->capture_default_str()
        ->group("Progress");
    app.add_option("--report-every", settings.report_every, "Steps between lines of progress")
        ->type_name("N")
        ->check(CLI::Range(1, 100000000))
        ->capture_default_str()
        ->group("Progress");
    app.add_flag("--quiet", arguments.quiet, "Show nothing but errors")->group("Progress");

    try {
        app.parse(count, values);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    settings.teacher = teacher;
    settings.pictures.folder = images;
    settings.output = output;
    settings.checkpoint = checkpoint;
    settings.start = start;
    if (settings.name.empty())
        settings.name = settings.output.stem().string();
    const std::string_view text = !layers.empty()
                                      ? std::string_view(layers)
                                      : preset_layers(preset.empty() ? "compact" : preset);
    settings.plan = parse_layers(text);
    check_crop(settings);
    return arguments;
}

} // namespace style_transfer::train
