// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/picture_file.h"

#include "tests/support/pictures.h"

#include <gegl.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>

namespace style_transfer {
namespace {

using namespace testing;

class Load : public ::testing::Test {
  protected:
    void SetUp() override {
        if (pictures().empty())
            GTEST_SKIP() << "the pictures were not made: python3 with NumPy and Pillow is needed";
    }
};

// `tolerance` in steps of 1/255.
void expect_picture(const std::string& name, double tolerance) {
    SCOPED_TRACE(name);
    const Expected expected = expected_of(name);
    const LoadedPicture picture = load_picture(pictures() / name);
    ASSERT_EQ(picture.image.size(), expected.size);
    ASSERT_EQ(picture.image.channels(), expected.channels);
    EXPECT_EQ(picture.bits, expected.bits);
    EXPECT_LT(largest_difference(picture.image.view(), expected.pixels) * 255, tolerance);
}

TEST_F(Load, GivesTheStoredNumbersOfEveryKind) {
    for (const char* name :
         {"rgb.png",       "rgba.png",          "gray.png",        "gray-alpha.png",
          "palette.png",   "bilevel.png",       "deep.png",        "deep-alpha.png",
          "deep-gray.png", "rgb.tif",           "lzw.tif",         "rgba.tif",
          "gray.tif",      "deep.tif",          "float.tif",       "rgb.webp",
          "rgba.webp",     "rgb.ppm",           "gray.pgm",        "text.ppm",
          "rgb.gif",       "interlaced.gif",    "transparent.gif", "small-frame.gif",
          "animated.gif",  "a.png.really-a.tif"})
        expect_picture(name, 0.001);
}

TEST_F(Load, ProfilesNameTheSpaceAndChangeNoNumber) {
    const std::string profile = content_of(pictures() / "profile.icc");
    const char* error = nullptr;
    const Babl* space = babl_space_from_icc(
        profile.data(), int(profile.size()), BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &error);
    ASSERT_NE(space, nullptr) << error;
    ASSERT_NE(space, babl_space("sRGB"));
    for (const char* name :
         {"profile.png", "profile-alpha.png", "deep-profile.png", "profile.tif", "profile.webp"}) {
        expect_picture(name, 0.03); // babl's curves
        EXPECT_EQ(load_picture(pictures() / name).space, space) << name;
    }
    expect_picture("profile.jpg", 1.1);
    EXPECT_EQ(load_picture(pictures() / "profile.jpg").space, space);
}

TEST_F(Load, JpegsAreAsPillowDecodesThem) {
    for (const char* name : {"rgb.jpg", "progressive.jpg", "gray.jpg", "trailing.jpg", "inks.jpg"})
        expect_picture(name, 1.1); // decoders may round differently
}

TEST_F(Load, PicturesAreSetUpright) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const std::string stem = "orientation-" + std::to_string(orientation);
        expect_picture(stem + ".png", 0.001);
        expect_picture(stem + ".webp", 0.001);
        expect_picture(stem + ".tif", 0.001);
        expect_picture(stem + ".jpg", 1.1);
        expect_picture(stem + "-palette.tif", 0.001);
    }
}

TEST_F(Load, UnusualFilesAreReadAsTheyAreMeant) {
    for (const char* name : {"white-is-0.tif", "big-orientation.tif", "not-finite.exr"})
        expect_picture(name, 0.01);
    expect_picture("chroma.exr", 0.2); // halves, and a filter over them
}

TEST_F(Load, ProfilesThatDoHarmCountAsNone) {
    for (const char* name : {"profile-steep.png", "profile-flat.png", "profile-far.png"}) {
        expect_picture(name, 0.001);
        EXPECT_EQ(load_picture(pictures() / name).space, nullptr) << name;
    }
}

class LoadHeif : public Load {
  protected:
    void SetUp() override {
        Load::SetUp();
        if (!IsSkipped() && !exists(pictures() / "rgb.heic.expected") &&
            !exists(pictures() / "rgb.avif.expected"))
            GTEST_SKIP() << "heif-enc (libheif-examples) with an encoder is needed";
    }
};

// Those for which this system has an encoder.
std::vector<std::string> made(std::vector<std::string> names) {
    std::erase_if(
        names, [](const std::string& name) { return !exists(pictures() / (name + ".expected")); });
    return names;
}

TEST_F(LoadHeif, GivesTheNumbersThatWereEncoded) {
    for (const std::string& name :
         made({"rgb.heic", "rgba.heic", "gray.heic", "rgb.avif", "rgba.avif", "gray.avif"}))
        expect_picture(name, 1.1); // Y'CbCr, rounded
    for (const std::string& name : made({"deep.heic", "deep.avif"}))
        expect_picture(name, 1.1 * 255 / 1023);
}

TEST_F(LoadHeif, IsTurnedAsTheFileSaysOnce) {
    for (const std::string& name : made({"turned.avif"}))
        expect_picture(name, 1.1);
}

TEST_F(LoadHeif, ProfilesAndNamedPrimariesAreTheSpace) {
    const std::string profile = content_of(pictures() / "profile.icc");
    const char* error = nullptr;
    const Babl* space = babl_space_from_icc(
        profile.data(), int(profile.size()), BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &error);
    for (const std::string& name : made({"profile.heic", "profile.avif"})) {
        expect_picture(name, 1.2);
        EXPECT_EQ(load_picture(pictures() / name).space, space) << name;
    }
    EXPECT_EQ(load_picture(pictures() / made({"rgb.heic", "rgb.avif"}).front()).space, nullptr);
    for (const std::string& name : made({"display-p3.avif"})) {
        expect_picture(name, 1.2);
        const Babl* found = load_picture(pictures() / name).space;
        ASSERT_NE(found, nullptr);
        double red[2], green[2], blue[2], white[2];
        babl_space_get(
            found, &white[0], &white[1], &red[0], &red[1], &green[0], &green[1], &blue[0], &blue[1],
            nullptr, nullptr, nullptr);
        // SMPTE EG 432-1
        EXPECT_NEAR(red[0], 0.680, 1e-3);
        EXPECT_NEAR(green[1], 0.690, 1e-3);
        EXPECT_NEAR(blue[0], 0.150, 1e-3);
        EXPECT_NEAR(white[0], 0.3127, 1e-3);
    }
}

std::string refusal(const std::string& name) {
    return file_error([&] { load_picture(pictures() / name); });
}

std::string sentence(const std::string& name, const std::string& why) {
    return "The picture \"" + (pictures() / name).string() + "\" cannot be read: " + why + ".";
}

TEST_F(Load, RefusalsNameTheFileAndTheReason) {
    EXPECT_EQ(refusal("missing.png"), sentence("missing.png", "there is no such file"));
    EXPECT_EQ(refusal("rgb.png/x.png"), sentence("rgb.png/x.png", "there is no such file"));
    EXPECT_EQ(refusal("folder.png"), sentence("folder.png", "that is a folder"));
    EXPECT_EQ(refusal("empty.png"), sentence("empty.png", "the file is empty"));
    EXPECT_EQ(
        refusal("text.png"), sentence(
                                 "text.png", "it is not a picture of a kind known here: PNG, JPEG, "
                                             "TIFF, WebP, GIF, HEIC, AVIF, OpenEXR, PPM"));
    EXPECT_EQ(
        file_error([] { load_picture("/dev/null"); }),
        "The picture \"/dev/null\" cannot be read: that is no ordinary file.");
}

TEST_F(Load, UnreadableFilesAreRefused) {
    if (geteuid() == 0)
        GTEST_SKIP() << "root may read every file";
    const auto file = scratch_folder() / "secret.png";
    std::filesystem::copy_file(pictures() / "rgb.png", file);
    std::filesystem::permissions(file, std::filesystem::perms::none);
    EXPECT_NE(file_error([&] { load_picture(file); }).find("Permission denied"), std::string::npos);
}

TEST_F(Load, FilesThatAreCutShortAreRefused) {
    for (const char* name :
         {"rgb.png", "rgb.jpg", "progressive.jpg", "rgb.tif", "lzw.tif", "rgb.webp", "rgba.webp",
          "rgb.ppm", "text.ppm", "deep.png", "rgb.gif", "animated.gif"})
        for (const char* part : {"start", "half", "end"}) {
            const std::string cut = std::string("cut-") + part + "-" + name;
            const std::string found = refusal(cut);
            EXPECT_NE(found.find(cut + "\" cannot be read: "), std::string::npos) << found;
            EXPECT_NE(found.find("cut short"), std::string::npos) << found;
        }
}

TEST_F(Load, DamagedFilesAreRefused) {
    EXPECT_NE(refusal("overwritten-rgb.png").find("damaged"), std::string::npos);
    // JPEG has no checksum, so that one may load with wrong pixels; it must not end the process.
    refusal("overwritten-rgb.jpg");
}

TEST_F(Load, WhatCannotBeIsRefusedAtOnce) {
    EXPECT_EQ(
        refusal("gray-as-rgb.tif"),
        sentence(
            "gray-as-rgb.tif",
            "the TIFF data is damaged: a pixel has 1 numbers, and its kind takes 3"));
    EXPECT_EQ(
        refusal("claim.tif"),
        sentence(
            "claim.tif", "its 65535×65535 pixels take 12287 MiB, more than there is or than a file "
                         "of its length needs"));
    EXPECT_EQ(
        refusal("claim.png"),
        sentence(
            "claim.png", "its 40000×40000 pixels take 12207 MiB, more than there is or than a file "
                         "of its length needs"));
}

TEST_F(Load, GifsThatMakeNoSenseAreRefused) {
    EXPECT_EQ(
        refusal("few-colours.gif"),
        sentence(
            "few-colours.gif", "the GIF data is damaged or cut short (a pixel has a colour that is "
                               "not in its palette)"));
    EXPECT_EQ(
        refusal("claim.gif"),
        sentence(
            "claim.gif", "its 65535×65535 pixels take 12287 MiB, more than there is or than a file "
                         "of its length needs"));
}

TEST_F(Load, WithoutLibheifASentenceSaysWhatToInstall) {
    const auto folder = scratch_folder();
    std::ofstream(folder / "libheif.so.1") << "no library";
    std::ofstream(folder / "a.png") << std::string(
        "\0\0\0\x18"
        "ftypmsf1\0\0\0\0heicmif1",
        24);
    setenv("LD_LIBRARY_PATH", folder.c_str(), 1);
    const std::string found = file_error([&] { load_picture(folder / "a.png"); });
    unsetenv("LD_LIBRARY_PATH");
    EXPECT_EQ(
        found, "The picture \"" + (folder / "a.png").string() +
                   "\" cannot be read: HEIC and AVIF take libheif, and this system has no "
                   "libheif.so.1; on Debian and Ubuntu, apt install libheif1 brings it.");
}

TEST_F(LoadHeif, FilesThatAreCutShortAreRefused) {
    for (const std::string& name : made({"rgb.heic", "rgba.heic", "rgb.avif", "rgba.avif"}))
        for (const char* part : {"start", "half", "end"}) {
            const std::string cut = std::string("cut-") + part + "-" + name;
            const std::string found = refusal(cut);
            EXPECT_NE(found.find(cut + "\" cannot be read: "), std::string::npos) << found;
            EXPECT_NE(found.find("cut short"), std::string::npos) << found;
            EXPECT_EQ(found.find('?'), std::string::npos) << found;
        }
}

TEST_F(Load, CutOpenExrIsRefused) {
    const auto folder = scratch_folder();
    const LoadedPicture picture = load_picture(pictures() / "rgb.png");
    save_picture(picture.image.view(), picture, folder / "whole.exr");
    const auto length = std::filesystem::file_size(folder / "whole.exr");
    for (const auto part : {std::uintmax_t{40}, length / 2, length - 3}) {
        std::filesystem::copy_file(
            folder / "whole.exr", folder / "cut.exr",
            std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(folder / "cut.exr", part);
        EXPECT_NE(
            file_error([&] { load_picture(folder / "cut.exr"); }).find("damaged or cut short"),
            std::string::npos)
            << part << " of " << length;
    }
}

// Whatever a stranger sends: bytes all over small files are overwritten, and what comes of each is
// a picture or a sentence that names the file.
void expect_pictures_or_sentences(const std::string& name) {
    const std::string original = content_of(pictures() / name);
    const auto file = scratch_folder() / "damaged";
    const std::size_t step = original.size() / 10 + 1;
    for (std::size_t i = 0; i < original.size(); i += step) {
        std::string damaged = original;
        damaged[i] = char(~damaged[i]);
        std::FILE* stream = std::fopen(file.c_str(), "wb");
        std::fwrite(damaged.data(), 1, damaged.size(), stream);
        std::fclose(stream);
        const std::string outcome = file_error([&] { load_picture(file); });
        EXPECT_TRUE(
            outcome == "none" ||
            outcome.starts_with("The picture \"" + file.string() + "\" cannot be read: "))
            << outcome;
    }
}

TEST_F(Load, EveryOverwrittenByteIsAPictureOrASentence) {
    for (const char* name :
         {"rgb.jpg", "orientation-6.png", "profile.webp", "text.ppm", "profile.tif",
          "animated.gif"})
        expect_pictures_or_sentences(name);
}

TEST_F(LoadHeif, EveryOverwrittenByteIsAPictureOrASentence) {
    for (const std::string& name : made({"rgba.heic", "profile.avif"}))
        expect_pictures_or_sentences(name);
}

} // namespace
} // namespace style_transfer
