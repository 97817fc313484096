// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windows/window_cases.h"
#include "tests/support/fake_engine.h"
#include "ui/windows/settings_dialog.h"

#include "tests/ui/windows/painted_result.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/windows/progress_window.h"
#include "ui/windows/result_window.h"
#include "ui/windows/sheet_window.h"

#include <gegl.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace style_transfer::testing {

namespace {

using Script = std::function<void(GtkWidget*)>;

Image gray_picture() {
    Image image = Image::create({64, 48}, 3);
    for (int y = 0; y < 48; ++y)
        for (int i = 0; i < 64 * 3; ++i)
            image.row(y)[i] = 0.5F;
    return image;
}

Script closed_after(const Script& script) {
    return [script](GtkWidget* window) {
        script(window);
        press_key(window, GDK_KEY_Escape);
    };
}

void run_settings(const std::vector<std::string>& pictures, const Script& script) {
    FakeEngine engine;
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("window-cases-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::vector<ListedStyle> styles;
    for (const std::string& name : pictures) {
        std::ofstream(folder / name) << "P3 2 1 255\n255 0 0 0 0 255\n";
        styles.push_back({(folder / name).string()});
    }
    WindowContext context;
    context.engine = [&]() -> const ste_api& { return engine.api(); };
    context.load_base = [](const Area&, int) { return gray_picture(); };
    context.presets_folder = folder / "presets";
    context.preferences_file = folder / "preferences.ini";
    context.open_pictures = [] { return std::vector<OpenPicture>{{7, "[other] (imported)", {}}}; };
    context.load_open_picture = [](int, int) { return gray_picture(); };
    context.regions = [] {
        return std::vector<StyleRegion>{
            {StyleRegion::Kind::selection},
            {StyleRegion::Kind::layer, "a layer of which the name is longer than its button"}};
    };
    context.load_region = [](const StyleRegion&, const Area&, int) {
        return Image::create({64, 48}, 1);
    };
    {
        const User user("settings-dialog", closed_after([&](GtkWidget* window) {
                            GtkWidget* ok = gtk_dialog_get_widget_for_response(
                                GTK_DIALOG(window), GTK_RESPONSE_OK);
                            wait_for([&] { return gtk_widget_is_sensitive(ok); });
                            script(window);
                        }));
        run_settings_dialog(context, {{}, styles}, {4000, 3000});
    }
    std::filesystem::remove_all(folder);
}

void run_one_style(const Script& script) {
    run_settings({"style.ppm"}, script);
}

void run_several_styles(const Script& script) {
    run_settings({"style.ppm", "a painting of which the name is long.ppm", "third.ppm"}, script);
}

void run_sheet(const Script& script) {
    gegl_init(nullptr, nullptr);
    FakeEngine engine;
    WindowContext context;
    context.engine = [&]() -> const ste_api& { return engine.api(); };
    context.load_base = [](const Area&, int) { return gray_picture(); };
    context.open_image = [](const std::string&, const ImageView&) {};
    const User user(
        "sheet-window", closed_after([&](GtkWidget* window) {
            gtk_combo_box_set_active_id(GTK_COMBO_BOX(find(window, "sheet-kind")), "own");
            gtk_button_clicked(GTK_BUTTON(find(window, "sheet-paint")));
            wait_for([&] { return gtk_widget_is_sensitive(find(window, "sheet-open")); });
            script(window);
        }));
    const auto style = std::make_shared<const Image>(gray_picture());
    run_sheet_window(context, nullptr, {{}, {0, 0, {64, 48}}, {{style}}, {}, {}});
}

void run_progress(const Script& script) {
    FakeEngine engine;
    engine.hold_run(5);
    Settings settings;
    settings.quality = Quality::full; // nothing is resampled
    PaintJob job(
        [&]() -> const ste_api& { return engine.api(); },
        PaintWork{gray_picture(), one_style(gray_picture()), settings, /*shown_side=*/1024});
    const User user("progress-window", closed_after([&](GtkWidget* window) {
                        wait_for([&] { return gtk_widget_is_sensitive(find(window, "stop")); });
                        script(window);
                    }));
    run_progress_window({}, job);
}

void run_results(const Script& script) {
    const PaintedResult painted(gray_picture(), gray_picture());
    std::vector<ShownResult> results;
    for (int seed : {1, 2, 3}) {
        Settings settings;
        settings.seed = seed;
        results.push_back({painted.picture, {settings, "/pictures/style.png"}, settings});
    }
    WindowContext context;
    context.takes_live_filters = [] { return true; };
    const User user("result-window", closed_after(script));
    run_result_window(context, results);
}

} // namespace

std::vector<WindowCase> all_windows() {
    return {
        {"settings-dialog", run_one_style},
        {"settings-several", run_several_styles},
        {"sheet-window", run_sheet},
        {"progress-window", run_progress},
        {"result-window", run_results}};
}

void on_each_page(GtkWidget* window, const std::function<void()>& script) {
    for (GtkWidget* widget : all_widgets(window)) {
        if (!GTK_IS_NOTEBOOK(widget))
            continue;
        GtkNotebook* pages = GTK_NOTEBOOK(widget);
        for (int page = 0; page < gtk_notebook_get_n_pages(pages); ++page) {
            gtk_notebook_set_current_page(pages, page);
            GtkWidget* shown = gtk_notebook_get_nth_page(pages, page);
            wait_for([&] { return gtk_widget_get_mapped(shown) != FALSE; });
            script();
        }
        return;
    }
    script();
}

} // namespace style_transfer::testing
