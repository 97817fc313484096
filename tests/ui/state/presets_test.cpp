// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/presets.h"

#include "engine/base/error.h"
#include "engine/settings/presets.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

class Presets : public testing::Test {
  protected:
    Presets()
        : folder_(fs::temp_directory_path() / ("presets-test-" + std::to_string(getpid()))),
          own_(folder_ / "own") {
        fs::create_directories(folder_);
    }
    ~Presets() override { fs::remove_all(folder_); }

    fs::path write(const std::string& text) const {
        const fs::path file = folder_ / "preset.json";
        std::ofstream(file) << text;
        return file;
    }

    std::string refusal(const std::function<void()>& call) const {
        try {
            call();
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing thrown";
    }

    std::string refusal_of(const std::string& text) const {
        const fs::path file = write(text);
        std::string sentence = refusal([&] { read_preset(file); });
        if (const auto place = sentence.find(file.string()); place != std::string::npos)
            sentence.replace(place, file.string().size(), "FILE");
        return sentence;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const Preset& preset : own_.list())
            names.push_back(preset.name);
        return names;
    }

    fs::path folder_;
    OwnPresets own_;
};

Settings unusual() {
    Settings settings;
    settings.content_weight = 0.1; // not a binary fraction
    settings.style_layers = {1, 2, 3.25, 0, 1e6};
    settings.content_layer = "block4_conv2";
    settings.iterations = 7;
    settings.enhance = false;
    settings.quality = Quality::fine;
    settings.schedule = Schedule::single;
    settings.seed = 2147483647;
    return settings;
}

TEST_F(Presets, BuiltInOnesAreValidAndDiffer) {
    const auto presets = built_in_presets();
    ASSERT_GE(presets.size(), 10U);
    ASSERT_EQ(presets.size(), built_in_preset_table().size());
    for (std::size_t i = 0; i < presets.size(); ++i)
        EXPECT_EQ(presets[i].settings, settings_of_preset(built_in_preset_table()[i].name)) << i;
    EXPECT_EQ(presets[0].settings, Settings{}) << "Painting is what there is without a preset";
    EXPECT_EQ(presets.back().name, "Classic");
    Settings published = published_settings();
    published.schedule = Schedule::single; // it knows no other
    EXPECT_EQ(presets.back().settings, published);
    std::set<std::string> names;
    for (std::size_t i = 0; i < presets.size(); ++i) {
        EXPECT_NO_THROW(validate(presets[i].settings)) << presets[i].name;
        EXPECT_TRUE(names.insert(presets[i].name).second) << presets[i].name;
        EXPECT_FALSE(presets[i].description.empty()) << presets[i].name;
        EXPECT_FALSE(presets[i].own());
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(presets[i].settings == presets[j].settings) << i << ' ' << j;
    }
}

TEST_F(Presets, OfBeforeThereWereMethodsAreOfThePublishedOne) {
    Settings expected = published_settings();
    expected.style_layers = {0.5, 0.5, 0.4, 0.4, 1};
    const fs::path file = folder_ / "older.json";
    std::ofstream(file) << R"({"format": "style-transfer-preset", "version": 1, "name": "Older",)"
                        << R"("settings": {"style-layers": [0.5, 0.5, 0.4, 0.4, 1]}})";
    EXPECT_EQ(read_preset(file).settings, expected);
}

TEST_F(Presets, TheMachineKeepsItsSettings) {
    Settings now;
    now.model = "vgg19";
    now.threads = 3;
    now.memory = 700;
    now.precision = Precision::fp32;
    now.device = Device::cpu;
    now.iterations = 1;
    Preset preset;
    preset.settings = unusual();
    preset.settings.threads = 9;
    Settings expected = unusual();
    expected.model = "vgg19";
    expected.threads = 3;
    expected.memory = 700;
    expected.precision = Precision::fp32;
    expected.device = Device::cpu;
    EXPECT_FALSE(is_in_use(preset, now));
    EXPECT_EQ(with_preset(now, preset), expected);
    EXPECT_TRUE(is_in_use(preset, expected));
}

TEST_F(Presets, WrittenAndReadTheyAreTheSame) {
    const fs::path file = folder_ / "a.json";
    Settings settings = unusual();
    settings.threads = 5; // is not written
    write_preset(file, "Größe", settings);
    const Preset preset = read_preset(file);
    EXPECT_EQ(preset.name, "Größe");
    EXPECT_EQ(preset.settings, unusual());
    EXPECT_EQ(preset.file, file);
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_NE(text.find("\"style-layers\": ["), std::string::npos) << text;
    EXPECT_NE(text.find("\"content-weight\": 0.1,"), std::string::npos) << text;
    EXPECT_EQ(text.find("threads"), std::string::npos) << text;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "nothing is left beside it";
}

TEST_F(Presets, AbsentSettingsHaveTheirDefaults) {
    const Preset preset =
        read_preset(write(R"({"format": "style-transfer-preset", "version": 1, "name": "x",
                  "settings": {"size": 64, "enhance": false}})"));
    Settings expected;
    expected.size = 64;
    expected.enhance = false;
    EXPECT_EQ(preset.settings, expected);
}

TEST_F(Presets, AMethodBringsItsDefaults) {
    const Preset preset =
        read_preset(write(R"({"format": "style-transfer-preset", "version": 1, "name": "x",
                  "settings": {"iterations": 5, "method": "gram"}})"));
    Settings expected = published_settings();
    expected.iterations = 5;
    EXPECT_EQ(preset.settings, expected);
    write_preset(folder_ / "preset.json", "x", expected);
    EXPECT_EQ(read_preset(folder_ / "preset.json").settings, expected);
}

TEST_F(Presets, WhatIsWrongWithAFileIsSaid) {
    const auto with = [](const std::string& settings) {
        return R"({"format": "style-transfer-preset", "version": 1, "name": "x", "settings": )" +
               settings + "}";
    };
    const std::string begin = "The preset FILE cannot be read: ";
    EXPECT_EQ(refusal_of("{\"format\": "), begin + "it is no preset of this program");
    EXPECT_EQ(refusal_of("[1]"), begin + "it is no preset of this program");
    EXPECT_EQ(
        refusal_of(R"({"format": "style-transfer-preset", "version": 2})"),
        begin + "expected version 1, found 2");
    EXPECT_EQ(
        refusal_of(R"({"format": "style-transfer-preset", "version": 1, "settings": {}})"),
        begin + "it has no name");
    EXPECT_EQ(refusal_of(with("3")), begin + "it has no settings");
    EXPECT_EQ(refusal_of(with(R"({"sizes": 3})")), begin + "there is no setting sizes");
    EXPECT_EQ(refusal_of(with(R"({"threads": 3})")), begin + "there is no setting threads");
    EXPECT_EQ(
        refusal_of(with(R"({"size": null})")),
        begin + "the setting size has no number, text or list");
    const std::string range = refusal_of(with(R"({"size": 3})"));
    EXPECT_NE(range.find("size"), std::string::npos) << range;
    EXPECT_NE(range.find("16"), std::string::npos) << range;
    EXPECT_NE(refusal_of(with(R"({"style-layers": [1, 2]})")).find("five"), std::string::npos);
    EXPECT_NE(
        refusal([&] { read_preset(folder_ / "none.json"); }).find("none.json"), std::string::npos);
}

TEST_F(Presets, OwnOnesAreSavedRenamedAndRemoved) {
    EXPECT_TRUE(own_.list().empty()) << "without a folder there are none";
    own_.save("  Zebra / stripes\t", unusual());
    own_.save("Ameise", {});
    EXPECT_EQ(names(), (std::vector<std::string>{"Ameise", "Zebra / stripes"}));
    own_.save("Ameise", unusual());
    EXPECT_EQ(own_.list().at(0).settings, unusual()) << "the same name replaces";
    EXPECT_EQ(own_.list().size(), 2U);

    EXPECT_NE(
        refusal([&] { own_.rename(own_.list().at(0), "Zebra / stripes"); }).find("already"),
        std::string::npos);
    own_.rename(own_.list().at(0), "Biene");
    EXPECT_EQ(names(), (std::vector<std::string>{"Biene", "Zebra / stripes"}));
    EXPECT_EQ(own_.list().at(0).settings, unusual());
    own_.remove(own_.list().at(1));
    EXPECT_EQ(names(), std::vector<std::string>{"Biene"});
}

// A file that was exported, or copied, has any name.
TEST_F(Presets, AFileNamedOtherwiseThanItsPresetIsNeverLost) {
    fs::create_directories(folder_ / "own");
    write_preset(folder_ / "own" / "Biene.json", "Ameise", unusual());
    own_.rename(own_.list().at(0), "Biene");
    EXPECT_EQ(names(), std::vector<std::string>{"Biene"});
    EXPECT_EQ(own_.list().at(0).settings, unusual());

    write_preset(folder_ / "own" / "Hummel.json", "Wespe", unusual());
    own_.save("Hummel", {});
    EXPECT_EQ(names(), (std::vector<std::string>{"Biene", "Hummel", "Wespe"}));
    own_.rename(own_.list().at(1), "Wespennest");
    EXPECT_EQ(names(), (std::vector<std::string>{"Biene", "Wespe", "Wespennest"}));
    EXPECT_EQ(own_.list().at(1).settings, unusual());
}

TEST_F(Presets, ThePictureOfAnOwnOneGoesWhereItGoes) {
    const auto picture = [&](const fs::path& file) {
        std::ofstream(own_picture(file)) << "picture";
        return own_picture(file);
    };
    const fs::path first = picture(own_.save("Ameise", {}));
    EXPECT_EQ(first, folder_ / "own" / "Ameise.png");
    own_.rename(own_.list().at(0), "Biene");
    EXPECT_FALSE(fs::exists(first));
    EXPECT_TRUE(fs::exists(folder_ / "own" / "Biene.png"));
    own_.save("Biene", unusual());
    EXPECT_FALSE(fs::exists(folder_ / "own" / "Biene.png")) << "it shows what was there before";
    picture(own_.list().at(0).file);
    own_.remove(own_.list().at(0));
    EXPECT_TRUE(fs::is_empty(folder_ / "own"));
}

TEST_F(Presets, AnAddedOneReplacesNone) {
    own_.save("Ameise", unusual());
    own_.add("Ameise", {});
    own_.add("Ameise", {});
    own_.add("Classic", {});
    EXPECT_EQ(names(), (std::vector<std::string>{"Ameise", "Ameise 2", "Ameise 3", "Classic 2"}));
    EXPECT_EQ(own_.list().at(0).settings, unusual());
}

TEST_F(Presets, NamesThatCannotBe) {
    EXPECT_EQ(refusal([&] { own_.save(" \t", {}); }), "Give the preset a name.");
    EXPECT_EQ(
        refusal([&] { own_.save("Classic", {}); }),
        "Classic comes with the program; choose another name.");
    EXPECT_TRUE(own_.list().empty());
}

TEST_F(Presets, ForeignFilesInTheFolderAreLeftAlone) {
    own_.save("mine", {});
    std::ofstream(folder_ / "own" / "half.json") << "{";
    std::ofstream(folder_ / "own" / "notes.txt") << "mine";
    EXPECT_EQ(names(), std::vector<std::string>{"mine"});
}

// The dialog lists them whenever it opens.
TEST_F(Presets, HarmfulFilesInTheFolderNeitherHangNorCrash) {
    own_.save("mine", {});
    const fs::path own = folder_ / "own";
    const std::string begin = R"({"format": "style-transfer-preset", "version": )";
    // Destroying or printing what is so deep would take as many calls within one another.
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    std::ofstream(own / "deep.json") << begin << deep << "}";
    std::string many = begin + R"(1, "name": "many", "settings": {)";
    for (int i = 0; i < 300000; ++i)
        many += "\"" + std::to_string(i) + "\": 1, ";
    std::ofstream(own / "many.json") << many << R"("size": 64}})";
    fs::create_directory(own / "folder.json");
    ASSERT_EQ(mkfifo((own / "pipe.json").c_str(), 0600), 0);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(names(), std::vector<std::string>{"mine"});
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    EXPECT_EQ(
        refusal_of(begin + deep.substr(90000, 20000) + "}"),
        "The preset FILE cannot be read: expected version 1, found [[]]");
}

TEST_F(Presets, AFolderThatCannotBeWritten) {
    std::ofstream(folder_ / "own") << "a file in its place";
    const std::string sentence = refusal([&] { own_.save("mine", {}); });
    const std::string own = (folder_ / "own").string();
    EXPECT_EQ(
        sentence,
        "The preset \"" + own + "/mine.json\" cannot be written: \"" + own + "\" is no folder.");
    EXPECT_TRUE(fs::is_regular_file(folder_ / "own"));
}

} // namespace
} // namespace style_transfer
