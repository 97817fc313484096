// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings_record.h"

#include <gtest/gtest.h>

namespace style_transfer {
namespace {

TEST(SettingsRecord, IsATextThatPeopleCanRead) {
    EXPECT_EQ(
        to_record_text({"/pictures/starry_night.jpg", "iterations=10 size=600"}),
        "style-transfer settings 1\n/pictures/starry_night.jpg\niterations=10 size=600\n");
}

TEST(SettingsRecord, ComesBackWhateverTheFileIsCalled) {
    for (const char* file : {"", "/a/plain.png", "/a/two\nlines", "/a/back\\slash\\n", "/\\"})
        for (const char* settings : {"", "size=64", "model=\"two\nlines\" size=64"}) {
            const SettingsRecord record{file, settings};
            EXPECT_EQ(parse_record_text(to_record_text(record)), record) << file << settings;
        }
}

TEST(SettingsRecord, KeepsTheFileOnOneLine) {
    EXPECT_EQ(
        to_record_text({"a\nb\\c", "size=64"}), "style-transfer settings 1\na\\nb\\\\c\nsize=64\n");
}

TEST(SettingsRecord, HoldsSeveralStyles) {
    const SettingsRecord record{
        "",
        "size=64 model=\"two\nlines\"",
        {{"/p/town.jpg"}, {"/p/me@sky:1.jpg", 0.7, {StyleRegion::Kind::channel, "Sky"}}}};
    const std::string text = "style-transfer settings 2\n"
                             "style /p/town.jpg\n"
                             "style /p/me\\@sky\\:1.jpg:0.7@channel Sky\n"
                             "size=64 model=\"two\nlines\"\n";
    EXPECT_EQ(to_record_text(record), text);
    EXPECT_EQ(parse_record_text(text), record);
}

TEST(SettingsRecord, OtherTextsAreNoRecord) {
    EXPECT_FALSE(parse_record_text("style-transfer settings 2\nstyle /a@nothing\nsize=64\n"));
    EXPECT_FALSE(parse_record_text("style-transfer settings 3\n/a\nsize=64\n"));
    EXPECT_FALSE(parse_record_text(""));
    EXPECT_FALSE(parse_record_text("hello"));
}

TEST(SettingsRecord, ATextCutShortGivesWhatIsThere) {
    EXPECT_EQ(parse_record_text("style-transfer settings 1"), (SettingsRecord{"", ""}));
    EXPECT_EQ(parse_record_text("style-transfer settings 1\n/a"), (SettingsRecord{"/a", ""}));
}

} // namespace
} // namespace style_transfer
