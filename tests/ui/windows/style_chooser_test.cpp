// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to a style besides the file chooser and the board: files dropped on the window, images
// that are open in the program.
#include "engine/base/error.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/widgets/callbacks.h"
#include "ui/widgets/preferences.h"
#include "ui/windows/settings_dialog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;
using testing::can_accept;
using testing::colour_of;
using testing::find;
using testing::message;
using testing::names_of;
using testing::respond;
using testing::style_is_shown;
using Names = std::vector<std::string>;

class StyleChooserTest : public ::testing::Test {
  protected:
    StyleChooserTest()
        : folder(fs::temp_directory_path() / ("style-chooser-test-" + std::to_string(getpid()))) {
        fs::create_directories(folder);
        red = write("red.ppm", "P3 2 1 255\n255 0 0 255 0 0\n");
        green = write("green.ppm", "P3 1 2 255\n0 255 0 0 255 0\n");
        no_picture = write("notes.txt", "no picture\n");
        context.preferences_file = folder / "preferences.ini";
        context.open_pictures = [this] { return open; };
        context.load_open_picture = [this](int id, int longer_side) {
            if (id == closed)
                throw Error(ErrorCode::invalid_argument, "It is no longer open.");
            Image image = Image::create({longer_side, longer_side / 2}, 3);
            for (int y = 0; y < image.size().height; ++y)
                std::fill_n(image.row(y), image.row_stride(), float(id) / 10);
            return image;
        };
    }
    ~StyleChooserTest() override { fs::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return (folder / name).string();
    }
    Names remembered() const { return read_preferences(context.preferences_file).recent_styles; }

    std::optional<StyleChoice>
    run(const StyleChoice& choice, const std::function<void(GtkWidget*)>& script) {
        const testing::User user("settings-dialog", script);
        return run_settings_dialog(context, choice, {400, 300});
    }

    fs::path folder;
    std::string red, green, no_picture;
    std::vector<OpenPicture> open{{3, "Untitled", ""}, {5, "[waves] (imported)", "/p/waves.jpg"}};
    int closed = 0;
    WindowContext context;
};

std::string chosen_file(GtkWidget* window) {
    const GlibText file(
        gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(find(window, "style-file"))));
    return file ? file.get() : "";
}

TEST_F(StyleChooserTest, TheLastEightStylesAreRemembered) {
    run({}, [&](GtkWidget* window) {
        testing::choose_file(window, "style-file", red);
        testing::choose_file(window, "style-file", no_picture);
        testing::choose_file(window, "style-file", green);
        testing::choose_file(window, "style-file", red);
        respond(window, GTK_RESPONSE_CANCEL);
    });
    EXPECT_EQ(remembered(), (Names{red, green})) << "each once, and only pictures";

    Preferences preferences;
    for (int i = 1; i <= 10; ++i)
        preferences = with_recent_style(preferences, "/p/" + std::to_string(i));
    const std::string no_utf8 = "/p/gr\xfcn; [x]\n.jpg";
    preferences = with_recent_style(preferences, no_utf8);
    write_preferences(context.preferences_file, preferences);
    EXPECT_EQ(
        remembered(), (Names{no_utf8, "/p/10", "/p/9", "/p/8", "/p/7", "/p/6", "/p/5", "/p/4"}));
}

// What a program hands over that is dragged from.
class Dropped {
  public:
    Dropped(GtkWidget* window, const std::string& addresses) {
        static std::string offered; // the clipboard asks for it later
        offered = addresses;
        GtkClipboard* clipboard = gtk_widget_get_clipboard(window, GDK_SELECTION_SECONDARY);
        GtkTargetEntry target{const_cast<char*>("text/uri-list"), 0, 0};
        gtk_clipboard_set_with_data(
            clipboard, &target, 1,
            [](GtkClipboard*, GtkSelectionData* data, guint, gpointer) {
                gtk_selection_data_set(
                    data, gdk_atom_intern_static_string("text/uri-list"), 8,
                    reinterpret_cast<const guchar*>(offered.data()), int(offered.size()));
            },
            nullptr, nullptr);
        data_ = gtk_clipboard_wait_for_contents(
            clipboard, gdk_atom_intern_static_string("text/uri-list"));
    }
    ~Dropped() { gtk_selection_data_free(data_); }
    Dropped(const Dropped&) = delete;
    Dropped& operator=(const Dropped&) = delete;

    void on(GtkWidget* widget) const {
        g_signal_emit_by_name(widget, "drag-data-received", nullptr, 5, 5, data_, 0U, 0U);
    }

  private:
    GtkSelectionData* data_;
};

TEST_F(StyleChooserTest, APictureFileIsDropped) {
    const auto choice = run({{}, red}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        GtkWidget* section = find(window, "style");
        GtkTargetList* targets = gtk_drag_dest_get_target_list(section);
        ASSERT_TRUE(targets);
        EXPECT_TRUE(
            gtk_target_list_find(targets, gdk_atom_intern_static_string("text/uri-list"), nullptr));

        Dropped(window, "file://" + no_picture + "\r\n").on(section);
        EXPECT_NE(message(window).find("notes.txt"), std::string::npos) << message(window);
        EXPECT_TRUE(testing::wait_for([&] { return chosen_file(window) == red; }));
        for (const char* elsewhere : {"https://example.org/picture.png\r\n", "", "# nothing\r\n"}) {
            Dropped(window, elsewhere).on(section);
            EXPECT_EQ(message(window), "The style must be a file on this computer.") << elsewhere;
        }
        EXPECT_TRUE(can_accept(window));

        Dropped(window, "file://" + green + "\r\nfile://" + red + "\r\n").on(section);
        EXPECT_EQ(message(window), "");
        EXPECT_TRUE(testing::wait_for([&] { return chosen_file(window) == green; }));
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).file, green);
}

TEST_F(StyleChooserTest, AnOpenImageIsChosen) {
    const auto choice = run({{}, red}, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        auto pictures = testing::open_board(window, "style-open");
        EXPECT_EQ(names_of(pictures), (Names{"Untitled", "[waves] (imported)"}));
        EXPECT_EQ(colour_of(pictures.at(1)), 0x808080U) << "5/10";
        testing::click(pictures.at(1));
        EXPECT_TRUE(testing::wait_for(
            [&] { return testing::label_text(window, "style-title") == "[waves] (imported)"; }));
        EXPECT_EQ(testing::label_text(window, "style-remark"), "An image that is open");
        EXPECT_FALSE(gtk_widget_is_sensitive(find(window, "style-favourite")));
        EXPECT_EQ(chosen_file(window), "") << "the file need not hold what it shows";

        closed = 3;
        pictures = testing::open_board(window, "style-open");
        gtk_widget_activate(pictures.at(0));
        EXPECT_EQ(message(window), "It is no longer open.");
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->styles.at(0).open_picture, open[1]) << "the former style stays";
    EXPECT_EQ(choice->styles.at(0).file, "/p/waves.jpg");
    EXPECT_EQ(remembered(), Names{red}) << "an open image is no file that was chosen";

    // Back from a result the dialog starts with it, and a file takes its place.
    const auto again = run(*choice, [&](GtkWidget* window) {
        EXPECT_TRUE(style_is_shown(window));
        EXPECT_EQ(testing::label_text(window, "style-title"), "[waves] (imported)");
        testing::choose_file(window, "style-file", green);
        EXPECT_EQ(testing::label_text(window, "style-title"), "green.ppm");
        EXPECT_EQ(testing::label_text(window, "style-remark"), "");
        respond(window, GTK_RESPONSE_OK);
    });
    ASSERT_TRUE(again);
    EXPECT_EQ(again->styles.at(0).open_picture, OpenPicture{});
    EXPECT_EQ(again->styles.at(0).file, green);
}

TEST_F(StyleChooserTest, NoOpenImageToChoose) {
    open.clear();
    run({}, [&](GtkWidget* window) {
        EXPECT_TRUE(testing::open_board(window, "style-open").empty());
        GtkWidget* button = find(window, "style-open");
        bool said = false;
        for (GtkWidget* widget :
             testing::all_widgets(GTK_WIDGET(gtk_menu_button_get_popover(GTK_MENU_BUTTON(button)))))
            said |= GTK_IS_LABEL(widget) && gtk_widget_get_mapped(widget) &&
                    std::string(gtk_label_get_text(GTK_LABEL(widget))) == "No other image is open.";
        EXPECT_TRUE(said);
        respond(window, GTK_RESPONSE_CANCEL);
    });
    context.open_pictures = nullptr;
    run({}, [&](GtkWidget* window) {
        EXPECT_THROW(find(window, "style-open"), std::runtime_error) << "a program without images";
        respond(window, GTK_RESPONSE_CANCEL);
    });
}

} // namespace
} // namespace style_transfer
