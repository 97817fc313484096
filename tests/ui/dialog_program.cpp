// SPDX-License-Identifier: GPL-3.0-or-later
// The real windows without GIMP and without a network, for tests that type and click and for a
// look by eye:
//   dialog-program settings STYLE|"" WIDTH HEIGHT ["settings text"]   prints the choice or nothing
//   dialog-program preview STYLE BASE [OPEN...]    the same with a preview, painted by the engine
//                                                  that $STYLE_TRANSFER_ENGINE names, and with
//                                                  open images to choose from; the document has
//                                                  a selection and a channel, its upper half
//   dialog-program frames STYLE BASE               prints how often a second that window is drawn
//                                                  while the preview paints
//   dialog-program progress PICTURE EVALUATIONS MILLISECONDS          prints what came of it
//   dialog-program results PHOTO PAINTING...      prints the decision and how it was finished
//   dialog-program repaint PAINTING PHOTO          prints the number of the answer
//   dialog-program error SENTENCE
//   dialog-program presets STYLE                   prints for each built-in preset its picture and
//                                                  its command line; needs no display
#include "engine/settings/parameters.h"
#include "tests/support/fake_engine.h"
#include "tests/ui/catalogues.h"
#include "tests/ui/windows/painted_result.h"
#include "ui/state/calls.h"
#include "ui/state/presets.h"
#include "ui/widgets/direction.h"
#include "ui/windows/error_window.h"
#include "ui/windows/progress_window.h"
#include "ui/windows/repaint_window.h"
#include "ui/windows/result_window.h"
#include "ui/windows/settings_dialog.h"

#include <dlfcn.h>
#include <gegl.h>
#include <gtk/gtk.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

namespace style_transfer {
namespace {

Image load(const std::string& file) {
    GdkPixbuf* pixbuf = gdk_pixbuf_new_from_file(file.c_str(), nullptr);
    if (!pixbuf)
        throw Error(ErrorCode::file, file + ": not a picture.");
    Image image = Image::create({gdk_pixbuf_get_width(pixbuf), gdk_pixbuf_get_height(pixbuf)}, 3);
    const int channels = gdk_pixbuf_get_n_channels(pixbuf);
    for (int y = 0; y < image.size().height; ++y) {
        const guint8* bytes =
            gdk_pixbuf_read_pixels(pixbuf) + std::ptrdiff_t{y} * gdk_pixbuf_get_rowstride(pixbuf);
        for (int x = 0; x < image.size().width; ++x)
            for (int c = 0; c < 3; ++c)
                image.row(y)[x * 3 + c] = float(bytes[x * channels + c]) / 255;
    }
    g_object_unref(pixbuf);
    return image;
}

int run_settings(const std::vector<std::string>& arguments) {
    StyleChoice choice({}, arguments.at(0));
    if (arguments.size() > 3)
        apply_text(choice.settings, arguments[3]);
    const Size layer{std::atoi(arguments.at(1).c_str()), std::atoi(arguments.at(2).c_str())};
    const auto chosen = run_settings_dialog({}, choice, layer);
    if (!chosen)
        std::puts("nothing");
    else
        std::printf(
            "%s\n%s\n", chosen->styles.at(0).file.c_str(), to_text(chosen->settings).c_str());
    return 0;
}

// A part of a picture with that longer side, by leaving pixels out.
Image load_part(const Image& large, const Area& part, int longer_side) {
    Image small = Image::create(scaled_to_longer_side(part.size, longer_side), 3);
    for (int y = 0; y < small.size().height; ++y)
        for (int x = 0; x < small.size().width; ++x)
            for (int c = 0; c < 3; ++c) {
                const int row = part.y + y * part.size.height / small.size().height;
                const int column = part.x + x * part.size.width / small.size().width;
                small.row(y)[x * 3 + c] = large.row(row)[column * 3 + c];
            }
    return small;
}

const ste_api& installed_engine() {
    const char* file = std::getenv("STYLE_TRANSFER_ENGINE");
    void* library = file ? dlopen(file, RTLD_NOW) : nullptr;
    void* symbol = library ? dlsym(library, STE_API_SYMBOL) : nullptr;
    if (!symbol)
        throw Error(ErrorCode::internal, "STYLE_TRANSFER_ENGINE names no engine.");
    return *reinterpret_cast<ste_api_function>(symbol)(STE_ABI_VERSION);
}

// What of a part lies in the upper half of the picture.
Image upper_half(Size picture, const Area& part, int longer_side) {
    Image values = Image::create(scaled_to_longer_side(part.size, longer_side), 1);
    for (int y = 0; y < values.size().height; ++y) {
        const int row = part.y + y * part.size.height / values.size().height;
        std::fill_n(values.row(y), values.size().width, row < picture.height / 2 ? 1.0F : 0.0F);
    }
    return values;
}

int run_preview(const std::vector<std::string>& arguments) {
    const Image base = load(arguments.at(1));
    WindowContext context;
    context.engine = installed_engine;
    context.load_base = [&](const Area& part, int longer_side) {
        return load_part(base, part, longer_side);
    };
    context.open_pictures = [&] {
        std::vector<OpenPicture> open;
        for (std::size_t i = 2; i < arguments.size(); ++i)
            open.push_back({int(i), arguments[i].substr(arguments[i].rfind('/') + 1), {}});
        return open;
    };
    context.load_open_picture = [&](int id, int longer_side) {
        const Image large = load(arguments.at(std::size_t(id)));
        return load_part(large, {0, 0, large.size()}, longer_side);
    };
    context.regions = [] {
        return std::vector<StyleRegion>{
            {StyleRegion::Kind::selection}, {StyleRegion::Kind::channel, "Sky"}};
    };
    context.load_region = [&](const StyleRegion&, const Area& part, int longer_side) {
        return upper_half(base.size(), part, longer_side);
    };
    const std::string folder = g_get_user_config_dir();
    context.preferences_file = folder + "/style-transfer/preferences.ini";
    gegl_init(nullptr, nullptr); // for proof sheets
    run_settings_dialog(context, {{}, arguments.at(0)}, base.size());
    return 0;
}

// What a window that is drawn whenever it can be manages.
struct Frames {
    static constexpr gint64 measured = 5 * G_USEC_PER_SEC;

    gint64 begin = 0;
    gint64 last = 0;
    gint64 longest = 0;
    int count = 0;

    static gboolean tick(GtkWidget* window, GdkFrameClock*, gpointer self) {
        Frames& frames = *static_cast<Frames*>(self);
        const gint64 now = g_get_monotonic_time();
        if (frames.count++ == 0)
            frames.begin = now;
        else
            frames.longest = std::max(frames.longest, now - frames.last);
        frames.last = now;
        gtk_widget_queue_draw(window);
        if (now - frames.begin < measured)
            return G_SOURCE_CONTINUE;
        gtk_dialog_response(GTK_DIALOG(window), GTK_RESPONSE_CANCEL);
        return G_SOURCE_REMOVE;
    }
};

int run_frames(const std::vector<std::string>& arguments) {
    Frames frames;
    const auto look = +[](gpointer self) -> gboolean {
        GList* windows = gtk_window_list_toplevels();
        GtkWidget* dialog = nullptr;
        for (GList* each = windows; each; each = each->next)
            if (GTK_IS_DIALOG(each->data) && gtk_widget_get_mapped(GTK_WIDGET(each->data)))
                dialog = GTK_WIDGET(each->data);
        g_list_free(windows);
        if (!dialog)
            return G_SOURCE_CONTINUE;
        gtk_widget_add_tick_callback(dialog, Frames::tick, self, nullptr);
        return G_SOURCE_REMOVE;
    };
    g_timeout_add(500, look, &frames); // the style has been chosen by then
    run_preview(arguments);
    std::printf(
        "%.1f frames a second while the preview paints, the longest pause %.0f ms\n",
        double(frames.count - 1) * G_USEC_PER_SEC / double(frames.last - frames.begin),
        double(frames.longest) / 1000);
    return 0;
}

int run_progress(const std::vector<std::string>& arguments) {
    testing::FakeEngine engine;
    engine.evaluations = std::atoi(arguments.at(1).c_str());
    engine.evaluation_time = std::chrono::milliseconds(std::atoi(arguments.at(2).c_str()));
    Settings settings;
    settings.iterations = engine.evaluations / 5;
    Image base = load(arguments.at(0));
    Image style = base.clone();
    settings.quality = Quality::full; // nothing is resampled
    PaintJob job(
        [&]() -> const ste_api& { return engine.api(); },
        PaintWork{std::move(base), one_style(std::move(style)), settings, /*shown_side=*/1024});
    const auto result = run_progress_window({}, job);
    std::printf("%s\n", result ? "result" : "nothing");
    return 0;
}

// The photo, then what was painted over it, in the same or a smaller size.
int run_results(const std::vector<std::string>& files) {
    gegl_init(nullptr, nullptr);
    const Image photo = load(files.at(0));
    std::deque<testing::PaintedResult> painted;
    std::vector<ShownResult> results;
    for (std::size_t i = 1; i < files.size(); ++i) {
        painted.emplace_back(photo, load(files[i]));
        StyleChoice choice{{}, files[i]};
        choice.settings.size += int(i - 1) * 128;
        choice.settings.style_weight += 0.5 * double(i - 1);
        results.push_back({painted.back().picture, choice, choice.settings});
    }
    WindowContext context;
    context.takes_live_filters = [] { return true; };
    const ResultAnswer answer = run_result_window(context, results);
    const char* words[] = {"accept", "back", "discard"};
    std::printf(
        "%s %zu\n%s\n", words[int(answer.decision)], answer.result + 1,
        to_text(answer.finished.at(answer.result)).c_str());
    return 0;
}

int list_presets(const std::string& style) {
    for (const Preset& preset : built_in_presets())
        std::printf(
            "%s\t%s\n", preset.picture.filename().c_str(),
            command_line({preset.settings, style}).c_str());
    return 0;
}

int run(int count, char** words) {
    std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.empty())
        return 2;
    const std::string window = arguments.front();
    arguments.erase(arguments.begin());
    if (window == "settings")
        return run_settings(arguments);
    if (window == "preview")
        return run_preview(arguments);
    if (window == "frames")
        return run_frames(arguments);
    if (window == "progress")
        return run_progress(arguments);
    if (window == "results")
        return run_results(arguments);
    if (window == "repaint")
        std::printf("%d\n", int(ask_what_to_repaint({}, arguments.at(0), arguments.at(1))));
    if (window == "error") {
        WindowContext context;
        context.diagnostics = [] { return std::string("What the computer has"); };
        show_error(context, arguments.at(0));
    }
    return 0;
}

} // namespace
} // namespace style_transfer

int main(int count, char** words) {
    style_transfer::testing::bind_catalogues();
    if (count == 3 && std::string(words[1]) == "presets")
        return style_transfer::list_presets(words[2]);
    if (!gtk_init_check(&count, &words)) {
        std::fputs("There is no display.\n", stderr);
        return 77;
    }
    style_transfer::follow_direction_of_texts();
    try {
        return style_transfer::run(count, words);
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "%s\n", exception.what());
        return 1;
    }
}
