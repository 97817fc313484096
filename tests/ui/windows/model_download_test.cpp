// SPDX-License-Identifier: GPL-3.0-or-later
// The button that downloads VGG19, with a program that only says that it does.
#include "tests/ui/windows/settings_dialog_fixture.h"

#include <cstdlib>
#include <string>

#include <signal.h>

namespace style_transfer {
namespace {

using testing::find;
using testing::label_text;
using testing::wait_for;

class ModelDownloadTest : public testing::SettingsDialogFixture {
  protected:
    ModelDownloadTest() {
        former_ =
            std::getenv("STYLE_TRANSFER_PROGRAM") ? std::getenv("STYLE_TRANSFER_PROGRAM") : "";
        former_data_ = std::getenv("XDG_DATA_HOME") ? std::getenv("XDG_DATA_HOME") : "";
        setenv("XDG_DATA_HOME", folder.c_str(), 1);
        models_ = folder / "gimp-style-transfer" / "models";
        std::filesystem::create_directories(models_);
    }
    ~ModelDownloadTest() override {
        setenv("STYLE_TRANSFER_PROGRAM", former_.c_str(), 1);
        setenv("XDG_DATA_HOME", former_data_.c_str(), 1);
    }

    void use_program(const std::string& script) const {
        const std::string file = write("program", "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        setenv("STYLE_TRANSFER_PROGRAM", file.c_str(), 1);
    }

    static void open_page(GtkWidget* window) {
        gtk_notebook_set_current_page(GTK_NOTEBOOK(find(window, "pages")), -1);
    }
    static bool is_offered(GtkWidget* window) {
        return gtk_widget_get_mapped(find(window, "download")) != FALSE;
    }
    static std::string button_text(GtkWidget* window) {
        return gtk_button_get_label(GTK_BUTTON(find(window, "download")));
    }
    static std::string bar_text(GtkWidget* window) {
        const char* text =
            gtk_progress_bar_get_text(GTK_PROGRESS_BAR(find(window, "download-progress")));
        return text ? text : "";
    }

    std::filesystem::path models_;
    std::string former_;
    std::string former_data_;
};

TEST_F(ModelDownloadTest, DownloadsAndTakesTheNetwork) {
    const std::string go = (folder / "go").string();
    use_program(
        "echo '20033656 of 80134624 bytes' >&2\nuntil [ -e " + go +
        " ]; do sleep 0.01; done\ntouch " + (models_ / "vgg19.safetensors").string());
    const auto choice = run([&](GtkWidget* window) {
        open_page(window);
        EXPECT_TRUE(wait_for([&] { return is_offered(window); }));
        EXPECT_EQ(
            label_text(window, "download-remark"),
            "VGG19, the network of the published method, is not installed. It can be downloaded "
            "from storage.googleapis.com: 80.1 MB, licence CC BY 4.0.");
        EXPECT_FALSE(gtk_widget_get_visible(find(window, "download-progress")));
        gtk_button_clicked(GTK_BUTTON(find(window, "download")));
        EXPECT_TRUE(wait_for([&] { return bar_text(window) == "20.0 of 80.1 MB"; }));
        EXPECT_NEAR(
            gtk_progress_bar_get_fraction(GTK_PROGRESS_BAR(find(window, "download-progress"))),
            0.25, 1e-3);
        EXPECT_EQ(button_text(window), "Stop the Download");
        EXPECT_TRUE(testing::can_accept(window)) << "the rest of the window works on";
        write("go", "");
        EXPECT_TRUE(wait_for([&] { return !is_offered(window); }));
        testing::accept(window);
    });
    ASSERT_TRUE(choice);
    EXPECT_EQ(choice->settings.model, "vgg19");
}

TEST_F(ModelDownloadTest, StopsAndSaysWhyItFailed) {
    use_program(
        "trap 'exit 130' TERM; echo '1 of 80134624 bytes' >&2; while :; do sleep 0.01; done");
    run([&](GtkWidget* window) {
        open_page(window);
        GtkButton* button = GTK_BUTTON(find(window, "download"));
        gtk_button_clicked(button);
        EXPECT_TRUE(wait_for([&] { return !bar_text(window).empty(); }));
        gtk_button_clicked(button);
        EXPECT_TRUE(wait_for([&] { return button_text(window) == "Download VGG19"; }));
        EXPECT_EQ(
            label_text(window, "download-remark"),
            "Stopped. What has come is kept, and the next download goes on with it.");
        use_program("echo 'style-transfer: No room.' >&2; exit 1");
        gtk_button_clicked(button);
        EXPECT_TRUE(wait_for([&] { return label_text(window, "download-remark") == "No room."; }));
        EXPECT_EQ(button_text(window), "Download VGG19");
        testing::respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(ModelDownloadTest, OffersNothingWhereThereIsNothingToOffer) {
    use_program("exit 1");
    std::ofstream(models_ / "vgg19.safetensors") << "x";
    run([&](GtkWidget* window) {
        open_page(window);
        EXPECT_FALSE(is_offered(window));
        testing::respond(window, GTK_RESPONSE_CANCEL);
    });
}

TEST_F(ModelDownloadTest, EndsWithTheWindow) {
    const std::string number = (folder / "number").string();
    use_program("echo $$ >" + number + "; trap '' TERM; while :; do sleep 0.01; done");
    run([&](GtkWidget* window) {
        open_page(window);
        gtk_button_clicked(GTK_BUTTON(find(window, "download")));
        EXPECT_TRUE(wait_for([&] {
            return std::filesystem::exists(number) && std::filesystem::file_size(number) > 0;
        }));
        testing::respond(window, GTK_RESPONSE_CANCEL);
    });
    pid_t process = 0;
    std::ifstream(number) >> process;
    EXPECT_NE(kill(process, 0), 0);
}

} // namespace
} // namespace style_transfer
