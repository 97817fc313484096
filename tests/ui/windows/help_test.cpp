// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help.h"

#include "engine/settings/parameters.h"
#include "tests/ui/windows/window_cases.h"
#include "tests/ui/windows/window_driver.h"
#include "ui/state/texts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include <unistd.h>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

std::string page_text() {
    const fs::path page = find_help_page();
    EXPECT_FALSE(page.empty()) << "run with STYLE_TRANSFER_DATA set to the data folder";
    std::ifstream file(page);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// Its own entry, or in bold within the text of another one.
bool explains(const std::string& page, const std::string& label) {
    return page.find("<dt>" + label + "</dt>") != std::string::npos ||
           page.find("<b>" + label + "</b>") != std::string::npos;
}

TEST(Help, ExplainsEveryParameter) {
    const std::string page = page_text();
    for (const Parameter& parameter : parameters())
        EXPECT_TRUE(explains(page, without_mnemonic(parameter.label))) << parameter.label;
}

// What the user sees beside a control or on it; OK, Cancel and Help speak for themselves.
TEST(Help, ExplainsEveryControlOfTheWindows) {
    const std::string page = page_text();
    const std::set<std::string> plain{"OK", "Help"};
    int labels = 0;
    for (const testing::WindowCase& window_case : testing::all_windows())
        window_case.run([&](GtkWidget* window) {
            for (GtkWidget* widget : testing::all_widgets(window)) {
                if (!GTK_IS_LABEL(widget) || !gtk_label_get_mnemonic_widget(GTK_LABEL(widget)))
                    continue;
                const std::string label = gtk_label_get_text(GTK_LABEL(widget));
                if (plain.contains(label) || label.rfind("Result ", 0) == 0)
                    continue;
                EXPECT_TRUE(explains(page, label)) << label;
                ++labels;
            }
        });
    EXPECT_GE(labels, 25);
}

TEST(Help, HasItsSectionsAndNeedsNoNetwork) {
    const std::string page = page_text();
    for (const char* section :
         {"Basic controls", "Advanced controls", "Presets", "Selections, masks and groups",
          "Script-Fu", "Troubleshooting"})
        EXPECT_NE(page.find(std::string(section) + "</h2>"), std::string::npos) << section;
    for (const char* outside : {"http://", "https://", "src=", "@import", "<script"})
        EXPECT_EQ(page.find(outside), std::string::npos) << outside;
}

// An environment variable that has its former value afterwards.
class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name))
            before_ = before;
        setenv(name, value.c_str(), 1);
    }
    ~Variable() {
        if (before_)
            setenv(name_, before_->c_str(), 1);
        else
            unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
    std::optional<std::string> before_;
};

// display.py gives the tests a home of their own; nobody's real one is written to.
bool home_is_our_own() {
    return fs::path(g_get_user_data_dir()) == fs::path(g_get_user_config_dir());
}

TEST(Help, IsFoundInTheUsersDataFolder) {
    if (!home_is_our_own())
        GTEST_SKIP() << "it would write to your home: run it with display.py";
    const fs::path user = g_get_user_data_dir(); // GLib reads it once
    const fs::path page = user / "gimp-style-transfer" / "help" / "style-transfer.html";
    ASSERT_FALSE(fs::exists(page));
    fs::create_directories(page.parent_path());
    std::ofstream(page) << "here";
    {
        const Variable elsewhere("STYLE_TRANSFER_DATA", "/nowhere");
        EXPECT_EQ(find_help_page(), page);
    }
    fs::remove_all(user / "gimp-style-transfer");
}

TEST(Help, IsThatOfTheUsersLanguage) {
    if (!home_is_our_own())
        GTEST_SKIP() << "it would write to your home: run it with display.py";
    const Variable elsewhere("STYLE_TRANSFER_DATA", "/nowhere");
    const Variable locale("LC_ALL", "fr_FR.UTF-8");
    const fs::path folder = fs::path(g_get_user_data_dir()) / "gimp-style-transfer" / "help";
    fs::create_directories(folder);
    for (const char* name :
         {"style-transfer.html", "style-transfer.de.html", "style-transfer.zh_CN.html"})
        std::ofstream(folder / name) << "here";
    const std::pair<const char*, const char*> cases[] = {
        {"de", "style-transfer.de.html"},       {"de_AT.UTF-8", "style-transfer.de.html"},
        {"zh_CN", "style-transfer.zh_CN.html"}, {"fr", "style-transfer.html"}, // has no page here
        {"fr:de", "style-transfer.de.html"},    {"en_GB:de", "style-transfer.html"},
    };
    for (const auto& [languages, page] : cases) {
        const Variable language("LANGUAGE", languages);
        EXPECT_EQ(find_help_page(), folder / page) << languages;
    }
    fs::remove_all(folder.parent_path());
}

// Stands in for the browser: notes what it is asked to open.
class Browser {
  public:
    explicit Browser(const fs::path& folder) : opened_(folder / "opened") {
        const fs::path program = folder / "browser.sh";
        std::ofstream(program) << "#!/bin/sh\nprintf %s \"$1\" >\"$0.new\"\nmv \"$0.new\" '"
                               << opened_.string() << "'\n";
        fs::permissions(program, fs::perms::owner_all);
        const fs::path applications = fs::path(g_get_user_data_dir()) / "applications";
        fs::create_directories(applications);
        std::ofstream(applications / "browser.desktop")
            << "[Desktop Entry]\nType=Application\nName=Browser\nExec=" << program.string()
            << " %u\n";
        std::ofstream(fs::path(g_get_user_config_dir()) / "mimeapps.list")
            << "[Default Applications]\ntext/html=browser.desktop\n";
    }
    ~Browser() {
        fs::remove_all(fs::path(g_get_user_data_dir()) / "applications");
        fs::remove(fs::path(g_get_user_config_dir()) / "mimeapps.list");
    }
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    std::string opened() const {
        std::ifstream file(opened_);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }
    void forget() const { fs::remove(opened_); }

  private:
    fs::path opened_;
};

TEST(Help, IsOpenedByTheButtonAndByF1) {
    if (!home_is_our_own())
        GTEST_SKIP() << "it would write to your home: run it with display.py";
    const fs::path folder = fs::temp_directory_path() / ("help-test-" + std::to_string(getpid()));
    fs::create_directories(folder);
    const std::string page = find_help_page();
    {
        const Browser browser(folder);
        for (const testing::WindowCase& window_case : testing::all_windows())
            window_case.run([&](GtkWidget* window) {
                gtk_button_clicked(GTK_BUTTON(testing::find(window, "help")));
                EXPECT_TRUE(testing::wait_for([&] { return browser.opened() == page; }))
                    << window_case.name << browser.opened();
                browser.forget();
                testing::press_key(window, GDK_KEY_F1);
                EXPECT_TRUE(testing::wait_for([&] { return browser.opened() == page; }))
                    << window_case.name << browser.opened();
                browser.forget();
            });
    }
    fs::remove_all(folder);
}

} // namespace
} // namespace style_transfer
