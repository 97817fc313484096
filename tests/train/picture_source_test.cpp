// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/training_pictures.h"
#include "tests/train/training_files.h"

#include <ATen/ops/equal.h>

namespace style_transfer::train {
namespace {

namespace fs = std::filesystem;
using Kind = PictureSource::Kind;
using test::Folder;

std::string refused(const fs::path& folder) {
    return test::refusal(ErrorCode::file, [&] { test::source_of(folder); });
}

TEST(PictureSource, CountsWhatItSkips) {
    const Folder folder;
    test::write_pictures(folder.path(), 5);
    test::write_pictures(folder.file("below"), 4);
    test::write_text(folder.file("notes.txt"), "no picture");
    test::write_text(folder.file("cut.ppm"), "P6\n48 40\n255\nabc");
    test::write_text(folder.file(".hidden"), "not looked at");
    test::write_picture(folder.file("small.ppm"), 100, 11, 1); // half of 24 is 12
    test::write_picture(folder.file("just.ppm"), 100, 12, 1);
    const PictureSource source = test::source_of(folder.path());
    EXPECT_EQ(source.unreadable(), 2);
    EXPECT_EQ(source.tiny(), 1);
    EXPECT_EQ(source.held_out_pictures(), 1); // one in ten
    EXPECT_EQ(source.training_pictures(), 9);
    EXPECT_GE(source.paintings(), 3); // 4 of 10 files are named so, one may be held out
}

TEST(PictureSource, FoldersWithoutPicturesAreRefused) {
    const Folder folder;
    const std::string start = "The images folder \"" + folder.path().string();
    EXPECT_EQ(refused(folder.file("nowhere")), start + "/nowhere\" is not there.");
    test::write_text(folder.file("file"), "");
    EXPECT_EQ(refused(folder.file("file")), start + "/file\" is no folder.");
    fs::create_directory(folder.file("empty"));
    EXPECT_EQ(
        refused(folder.file("empty")),
        start + "/empty\" holds 0 pictures to train on (0 unreadable, 0 too small for crops of 24 "
                "pixels); at least two are needed.");
    test::write_picture(folder.file("one.ppm"), 48, 40, 1);
    test::write_picture(folder.file("tiny.ppm"), 8, 40, 1);
    EXPECT_EQ(
        refused(folder.path()),
        start + "\" holds 1 picture to train on (1 unreadable, 1 too small for crops of 24 "
                "pixels); at least two are needed.");
}

TEST(PictureSource, HeldOutPicturesAreNeverDrawnForTraining) {
    const Folder folder;
    for (int i = 0; i < 4; ++i) { // of one colour each
        std::string bytes = "P6\n30 30\n255\n";
        bytes.append(30 * 30 * 3, char(50 * i));
        test::write_text(folder.file(std::to_string(i) + ".ppm"), bytes);
    }
    const PictureSource source = test::source_of(folder.path());
    ASSERT_EQ(source.held_out_pictures(), 1);
    const float held_out = source.held_out_square(0).row(0)[0];
    Random random(1, Purpose::training, 0);
    for (int i = 0; i < 60; ++i) {
        EXPECT_NEAR(source.crop(Kind::held_out, random).row(3)[5], held_out, 1e-4);
        EXPECT_GT(std::abs(source.crop(Kind::any, random).row(3)[5] - held_out), 0.1);
    }
}

TEST(PictureSource, ThereAreNoMorePicturesThanAskedFor) {
    const Folder folder;
    test::write_pictures(folder.path(), 12);
    PictureOptions options;
    options.folder = folder.path();
    options.crop = 24;
    options.most = 7;
    const PictureSource source = PictureSource::load(options);
    EXPECT_EQ(source.training_pictures() + source.held_out_pictures(), 7);
}

TEST(PictureSource, CropsAreTheCropsSideWhateverThePicture) {
    const Folder folder;
    test::write_picture(folder.file("wide.ppm"), 90, 13, 1); // enlarged
    test::write_picture(folder.file("high.ppm"), 24, 60, 2);
    test::write_picture(folder.file("large.ppm"), 600, 530, 3); // reduced on loading
    const PictureSource source = test::source_of(folder.path());
    Random random(1, Purpose::training, 0);
    for (int i = 0; i < 20; ++i)
        for (const Kind kind : {Kind::any, Kind::painting, Kind::held_out, Kind::held_out_painting})
            EXPECT_EQ(source.crop(kind, random).size(), (Size{24, 24}));
}

TEST(TrainingPictures, DependOnSeedAndNumberOnly) {
    const Folder folder;
    test::write_pictures(folder.path(), 6);
    const PictureSource source = test::source_of(folder.path());
    const auto drawn = [&](std::uint64_t seed, std::uint64_t number) {
        Random random(seed, Purpose::training, number);
        return mixture(source, 8, random);
    };
    EXPECT_EQ(drawn(1, 5).sizes(), (at::IntArrayRef{8, 3, 24, 24}));
    EXPECT_TRUE(drawn(1, 5).equal(drawn(1, 5)));
    EXPECT_FALSE(drawn(1, 5).equal(drawn(1, 6)));
    EXPECT_FALSE(drawn(1, 5).equal(drawn(2, 5)));
}

TEST(Random, NormalNumbersHaveMeanZeroAndDeviationOne) {
    Random random(1, Purpose::training, 0);
    double sum = 0, squares = 0;
    constexpr int count = 100000;
    for (int i = 0; i < count; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / count, 0, 0.02);
    EXPECT_NEAR(squares / count, 1, 0.02);
}

} // namespace
} // namespace style_transfer::train
