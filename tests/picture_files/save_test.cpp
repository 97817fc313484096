// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/picture_files/picture_file.h"

#include "engine/base/atomic_file.h"
#include "tests/support/pictures.h"

#include <gegl.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace style_transfer {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class Save : public ::testing::Test {
  protected:
    void SetUp() override {
        if (pictures().empty())
            GTEST_SKIP() << "the pictures were not made: python3 with NumPy and Pillow is needed";
        folder = scratch_folder();
    }
    fs::path folder;
};

// The pixels of `file` as ImageMagick reads them, 16 bits per channel, RGBA.
std::vector<float> read_by_imagemagick(const fs::path& file) {
    const std::string bytes =
        output_of("convert '" + file.string() + "' -depth 16 -endian LSB RGBA:-");
    std::vector<float> pixels(bytes.size() / 2);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        std::uint16_t value = 0;
        std::memcpy(&value, bytes.data() + 2 * i, 2);
        pixels[i] = float(value) / 65535.0F;
    }
    return pixels;
}

bool has_imagemagick() {
    return std::system("convert -version >/dev/null 2>&1") == 0;
}

Image with_four_channels(const ImageView& image) {
    Image four = Image::create(image.size, 4);
    for (int y = 0; y < image.size.height; ++y)
        for (int x = 0; x < image.size.width; ++x)
            for (int c = 0; c < 4; ++c)
                four.row(y)[x * 4 + c] =
                    c < image.channels ? image.row(y)[x * image.channels + c] : 1.0F;
    return four;
}

TEST_F(Save, OtherProgramsReadTheSameNumbers) {
    if (!has_imagemagick())
        GTEST_SKIP() << "ImageMagick's convert is not installed";
    struct Case {
        const char* like;
        const char* suffix;
        double tolerance; // in steps of 1/65535
    };
    for (const Case& one :
         {Case{"rgb.png", ".png", 2}, Case{"rgba.png", ".png", 2}, Case{"deep.png", ".png", 2},
          Case{"deep-alpha.png", ".png", 2}, Case{"rgb.png", ".PNG", 2}, Case{"rgb.png", ".tif", 2},
          Case{"deep.png", ".tiff", 2}, Case{"rgba.png", ".tif", 2},
          Case{"deep-profile.png", ".png", 2}, Case{"deep-profile.png", ".tif", 2},
          Case{"float.tif", ".png", 2}, Case{"float.tif", ".tif", 2}, Case{"rgb.png", ".ppm", 2},
          Case{"deep.png", ".ppm", 2}, Case{"rgb.png", ".jpg", 10 * 257},
          Case{"profile.png", ".jpeg", 10 * 257}, Case{"rgb.png", ".webp", 24 * 257}}) {
        SCOPED_TRACE(std::string(one.like) + " to " + one.suffix);
        const LoadedPicture picture = load_picture(pictures() / one.like);
        const fs::path file = folder / (std::string("out") + one.suffix);
        save_picture(picture.image.view(), picture, file);
        const std::vector<float> found = read_by_imagemagick(file);
        const Image expected = with_four_channels(picture.image.view());
        EXPECT_LT(largest_difference(expected.view(), found) * 65535, one.tolerance);
        EXPECT_EQ(
            load_picture(file).bits, one.suffix == std::string(".png") && picture.bits == 32 ? 16
                                     : one.suffix[1] == 'j' || one.suffix[1] == 'w'          ? 8
                                                                                    : picture.bits);
        fs::remove(file);
    }
}

TEST_F(Save, KeepsDepthAlphaAndSpaceOnReadingBack) {
    const LoadedPicture picture = load_picture(pictures() / "profile-alpha.png");
    for (const char* name : {"out.png", "out.tif"}) {
        save_picture(picture.image.view(), picture, folder / name);
        const LoadedPicture back = load_picture(folder / name);
        EXPECT_EQ(back.space, picture.space) << name;
        EXPECT_EQ(back.image.channels(), 4) << name;
    }
    const LoadedPicture opaque = load_picture(pictures() / "profile.png");
    save_picture(opaque.image.view(), opaque, folder / "out.jpg");
    EXPECT_EQ(load_picture(folder / "out.jpg").space, opaque.space);
}

TEST_F(Save, OpenExrHoldsTheSamePictureInLinearLight) {
    const LoadedPicture picture = load_picture(pictures() / "deep-alpha.png");
    save_picture(picture.image.view(), picture, folder / "out.exr");
    const LoadedPicture back = load_picture(folder / "out.exr");
    EXPECT_EQ(back.bits, 32);
    ASSERT_EQ(back.image.channels(), 4);
    const std::vector<float> expected = expected_of("deep-alpha.png").pixels;
    EXPECT_LT(largest_difference(back.image.view(), expected) * 255, 0.1);
}

// A format without profiles gets sRGB numbers: the primaries of this profile are exchanged, so
// pure green of the profile is the red of sRGB.
TEST_F(Save, FormatsWithoutProfileAreConvertedToSrgb) {
    const LoadedPicture like = load_picture(pictures() / "profile.png");
    Image green = Image::create({32, 32}, 3);
    for (int y = 0; y < 32; ++y)
        for (int x = 0; x < 32; ++x)
            green.row(y)[x * 3 + 1] = 1;
    for (const char* name : {"out.ppm", "out.webp"}) {
        save_picture(green.view(), like, folder / name);
        const Image back = load_picture(folder / name).image;
        const float* pixel = back.row(16) + 16 * 3;
        EXPECT_NEAR(pixel[0], 1, 0.02) << name;
        EXPECT_NEAR(pixel[1], 0, 0.02) << name;
        EXPECT_NEAR(pixel[2], 0, 0.02) << name;
    }
}

TEST_F(Save, FormatsWithoutAlphaShowThePictureOverWhite) {
    LoadedPicture like = load_picture(pictures() / "rgba.png");
    Image image = Image::create({16, 16}, 4);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x) {
            float* pixel = image.row(y) + x * 4;
            pixel[0] = 1;
            pixel[3] = 0.25F;
        }
    for (const char* name : {"out.ppm", "out.jpg"}) {
        save_picture(image.view(), like, folder / name);
        const Image back = load_picture(folder / name).image;
        ASSERT_EQ(back.channels(), 3);
        EXPECT_NEAR(back.row(8)[8 * 3], 1, 0.01) << name;
        EXPECT_NEAR(back.row(8)[8 * 3 + 1], 0.75, 0.01) << name;
    }
}

TEST_F(Save, ValuesOutsideAreClipped) {
    LoadedPicture like;
    Image image = Image::create({2, 1}, 3);
    const float values[] = {-0.5F, 2, 0.5F, 1.001F, -0.001F, 1};
    std::copy_n(values, 6, image.row(0));
    save_picture(image.view(), like, folder / "out.png");
    const Image back = load_picture(folder / "out.png").image;
    EXPECT_LT(largest_difference(back.view(), {0, 1, 128 / 255.0F, 1, 0, 1}), 1e-5);
}

std::string refusal(const fs::path& file) {
    const std::string before = file_error([&] { check_can_save(file); });
    const LoadedPicture picture = load_picture(pictures() / "rgb.png");
    EXPECT_EQ(file_error([&] { save_picture(picture.image.view(), picture, file); }), before);
    return before;
}

TEST_F(Save, RefusesNamesAndPlacesBeforeAnyWork) {
    const std::string start = "The picture \"" + folder.string();
    EXPECT_EQ(
        refusal(folder / "out.bmp"),
        start + "/out.bmp\" cannot be written: the suffix \".bmp\" is unknown; use one of .png, "
                ".jpg, .jpeg, .tif, .tiff, .webp, .exr, .ppm.");
    EXPECT_EQ(
        refusal(folder / "out"), start + "/out\" cannot be written: its name has no suffix; use "
                                         "one of .png, .jpg, .jpeg, .tif, .tiff, .webp, .exr, "
                                         ".ppm.");
    EXPECT_EQ(
        refusal(folder / "no" / "out.png"),
        start + "/no/out.png\" cannot be written: there is no folder \"" + folder.string() +
            "/no\"; make it first or choose another.");
    fs::create_directory(folder / "folder.png");
    EXPECT_EQ(
        refusal(folder / "folder.png"),
        start + "/folder.png\" cannot be written: that is a folder; add a file name.");
    EXPECT_EQ(names_in(folder), (std::vector<std::string>{"folder.png"}));
}

TEST_F(Save, UnwritableFolderIsRefused) {
    if (geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_NE(refusal(folder / "out.png").find("is not writable"), std::string::npos);
    fs::permissions(folder, fs::perms::owner_all);
}

TEST_F(Save, ReplacesWholeFilesAndKeepsLinksAndPermissions) {
    const LoadedPicture picture = load_picture(pictures() / "rgb.png");
    save_picture(picture.image.view(), picture, folder / "new.png");
    struct stat status {};
    const mode_t mask = umask(0);
    umask(mask);
    ASSERT_EQ(stat((folder / "new.png").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0666U & ~mask);

    chmod((folder / "new.png").c_str(), 0640);
    fs::create_symlink("new.png", folder / "link.png");
    save_picture(picture.image.view(), picture, folder / "link.png");
    EXPECT_TRUE(fs::is_symlink(folder / "link.png"));
    ASSERT_EQ(stat((folder / "new.png").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
    EXPECT_EQ(names_in(folder), (std::vector<std::string>{"link.png", "new.png"}));
}

TEST_F(Save, WritesToWhereALinkPointsAlsoWhenNothingIsThereYet) {
    const LoadedPicture picture = load_picture(pictures() / "rgb.png");
    fs::create_directory(folder / "elsewhere");
    fs::create_symlink("second.png", folder / "link.png");
    fs::create_symlink("elsewhere/target.png", folder / "second.png");
    save_picture(picture.image.view(), picture, folder / "link.png");
    EXPECT_TRUE(fs::is_symlink(folder / "link.png"));
    EXPECT_TRUE(fs::is_regular_file(folder / "elsewhere" / "target.png"));
    fs::create_symlink("no/target.png", folder / "lost.png");
    EXPECT_NE(refusal(folder / "lost.png").find("there is no folder"), std::string::npos);
    fs::create_symlink("circle.png", folder / "circle.png");
    EXPECT_NE(
        refusal(folder / "circle.png").find("Too many levels of symbolic links"),
        std::string::npos);
}

TEST_F(Save, LongNamesAreRefusedBeforeAnyWork) {
    EXPECT_NE(
        refusal(folder / (std::string(300, 'a') + ".png")).find("File name too long"),
        std::string::npos);
}

TEST_F(Save, SizesThatAFormatCannotHoldAreRefusedBeforeAnyWork) {
    EXPECT_NO_THROW(check_can_hold("out.webp", {16383, 1}));
    EXPECT_NO_THROW(check_can_hold("out.jpg", {1, 65500}));
    EXPECT_NO_THROW(check_can_hold("out.png", {65536, 65536}));
    EXPECT_EQ(
        file_error([] {
            check_can_hold("out.webp", {100, 16384});
        }),
        "The picture \"out.webp\" cannot be written: it will have 100×16384 pixels, and a side of "
        "WebP at most 16383; use another suffix or a smaller size.");
    EXPECT_NE(
        file_error([] {
            check_can_hold("out.jpeg", {65501, 1});
        }).find("at most 65500"),
        std::string::npos);
}

// The end of the process, at whatever moment, leaves no part of a file.
TEST_F(Save, WhatIsBeingWrittenHasNoName) {
    const FileDescriptor probe(open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    if (!probe.valid())
        GTEST_SKIP() << "this file system knows no files without a name";
    AtomicFile file(folder / "out.txt", "The report");
    file.write("whole");
    EXPECT_EQ(names_in(folder), std::vector<std::string>());
    file.commit();
    EXPECT_EQ(names_in(folder), std::vector<std::string>{"out.txt"});
    EXPECT_EQ(content_of(folder / "out.txt"), "whole");
}

// A file system of 64 KiB, where the rights allow to make one.
class SmallDisk {
  public:
    explicit SmallDisk(const fs::path& folder) : folder_(folder) {
        mounted_ = mount("none", folder.c_str(), "tmpfs", 0, "size=64k") == 0;
    }
    ~SmallDisk() {
        if (mounted_)
            umount(folder_.c_str());
    }
    bool mounted() const { return mounted_; }

  private:
    fs::path folder_;
    bool mounted_ = false;
};

TEST_F(Save, FullDiskKeepsTheOldFile) {
    const SmallDisk disk(folder);
    if (!disk.mounted())
        GTEST_SKIP() << "mounting a small file system takes root";
    LoadedPicture like;
    like.bits = 16;
    Image noise = Image::create({300, 300}, 3);
    unsigned state = 1;
    for (int y = 0; y < 300; ++y)
        for (int x = 0; x < 900; ++x) {
            state = state * 1664525U + 1013904223U;
            noise.row(y)[x] = float(state >> 8) / float(1U << 24);
        }
    for (const char* name : {"out.png", "out.jpg", "out.tif", "out.webp", "out.exr", "out.ppm"}) {
        {
            std::FILE* old = std::fopen((folder / name).c_str(), "wb");
            std::fputs("the old file", old);
            std::fclose(old);
        }
        const std::string found =
            file_error([&] { save_picture(noise.view(), like, folder / name); });
        EXPECT_EQ(found.find("The picture \"" + (folder / name).string()), 0u) << found;
        EXPECT_TRUE(
            found.find("pace left") != std::string::npos ||
            found.find("pace is left") != std::string::npos)
            << found;
        EXPECT_EQ(names_in(folder), (std::vector<std::string>{name}));
        EXPECT_TRUE(content_of(folder / name) == "the old file") << name;
        fs::remove(folder / name);
    }
}

} // namespace
} // namespace style_transfer
