# SPDX-License-Identifier: GPL-3.0-or-later
"""What a painted picture keeps of its photograph's EXIF, IPTC and XMP data and colour profile, as
exiftool reads them, which shares no code with the program. Usage: metadata_test.py PROGRAM
[unittest arguments]
"""

import io
import json
import shutil
import struct
import subprocess
import sys
import unittest

from PIL import Image, ImageCms
from command_line import CommandLine, photo

if not shutil.which("exiftool"):
    print("skipped: exiftool is not installed")
    sys.exit(77)

TAGS = {
    "IFD0:Make": "Maker", "IFD0:Model": "Model 5", "IFD0:Artist": "Jane Doe",
    "IFD0:Copyright": "© Jane", "IFD0:XResolution": 300, "IFD0:YResolution": 300,
    "ExifIFD:ExposureTime": 0.004, "ExifIFD:FNumber": 5.6, "ExifIFD:ISO": 400,
    "ExifIFD:DateTimeOriginal": "2024:05:06 07:08:09", "ExifIFD:UserComment": "a comment",
    "ExifIFD:LensModel": "35mm", "GPS:GPSLatitudeRef": "N", "GPS:GPSLatitude": 47.5,
    "GPS:GPSLongitudeRef": "E", "GPS:GPSLongitude": 8.25,
    "IPTC:Keywords": ["lake", "mountains"], "IPTC:Caption-Abstract": "A lake",
    "XMP-dc:Title": "Lake", "XMP-dc:Subject": ["lake", "water"], "XMP-xmp:Rating": 4,
}


def profile():
    """A profile as no other program writes it: sRGB's, with a description of its own."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    content[48:52] = b"test"  # the manufacturer
    return bytes(content)


def lookup_table_profile():
    """RGB by a table, which the program's colour engine cannot use."""
    content = bytearray(profile())
    for index in range(struct.unpack_from(">I", content, 128)[0]):
        at = 132 + 12 * index
        if content[at:at + 4] in (b"rXYZ", b"gXYZ", b"bXYZ"):
            content[at:at + 4] = bytes([content[at]]) + b"xyz"
    return bytes(content)


class Metadata(CommandLine):
    def setUp(self):
        super().setUp()
        self.photo = self.folder / "photo.jpg"
        picture = Image.fromarray(photo(90, 60))
        self.profile = profile()
        picture.save(self.photo, quality=95, icc_profile=self.profile)
        thumbnail = self.folder / "thumbnail.jpg"
        picture.resize((16, 12)).save(thumbnail)
        self.tool(
            *(f"-{tag}={value}" for tag, values in TAGS.items()
              for value in (values if isinstance(values, list) else [values])),
            "-IFD0:Orientation=6", "-ExifIFD:ExifImageWidth=90", "-ExifIFD:ExifImageHeight=60",
            "-XMP-tiff:Orientation=6", "-XMP-tiff:ImageWidth=90", "-XMP-exif:ExifImageWidth=90",
            f"-ThumbnailImage<={thumbnail}", "-overwrite_original", self.photo)

    def tool(self, *words):
        done = subprocess.run(
            ["exiftool", "-n", "-charset", "iptc=UTF8", *map(str, words)], capture_output=True,
            timeout=60, check=True)
        return done.stdout

    def tags(self, file):
        return json.loads(self.tool("-j", "-G1", "-a", file))[0]

    def paint(self, name, base=None):
        output = self.folder / name
        self.assert_done(self.run_with(base=base or self.photo, output=output))
        return output

    def profile_of(self, file):
        with Image.open(file) as picture:
            return picture.info.get("icc_profile")

    def assert_kept(self, file):
        """Everything of TAGS, and nothing that tells of other pixels."""
        found = self.tags(file)
        for tag, value in TAGS.items():
            if "Resolution" in tag and file.suffix == ".tif":
                continue  # Exiv2 counts it as the file's own layout
            if tag.startswith("IPTC") and file.suffix == ".webp":
                continue  # it has no place for them
            self.assertEqual(found.get(tag), value, f"{tag} in {file.name}")
        with Image.open(file) as picture:
            width, height = picture.size
        self.assertEqual((width, height), (43, 64), "set upright")
        self.assertEqual(found["IFD0:Orientation"], 1)
        self.assertEqual(found["XMP-tiff:Orientation"], 1)
        self.assertEqual(found["ExifIFD:ExifImageWidth"], width)
        self.assertEqual(found["ExifIFD:ExifImageHeight"], height)
        self.assertEqual(found["XMP-tiff:ImageWidth"], width)
        self.assertEqual(found["XMP-exif:ExifImageWidth"], width)
        self.assertFalse([tag for tag in found if tag.startswith("IFD1")], "no thumbnail")

    def test_every_format_that_can_keeps_them(self):
        for name in ["out.jpg", "out.png", "out.tif", "out.webp"]:
            output = self.paint(name)
            self.assert_kept(output)
            if name != "out.webp":
                self.assertEqual(self.profile_of(output), self.profile, name)

    def test_from_tiff_and_png(self):
        for name in ["photo.png", "photo.tif"]:
            base = self.folder / name
            # Lying, as the tags say.
            Image.open(self.photo).save(base, icc_profile=self.profile)
            self.tool("-tagsFromFile", self.photo, "-all:all", "-overwrite_original", base)
            if name == "photo.tif":
                self.tool("-IFD0:Orientation=6", "-overwrite_original", base)
            self.assert_kept(self.paint("of_" + name, base))

    def test_from_heic(self):
        if not shutil.which("heif-enc"):
            self.skipTest("HEIC is made by heif-enc (libheif-examples)")
        base = self.folder / "photo.heic"
        made = subprocess.run(["heif-enc", "-o", base, self.photo], capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("heif-enc has no encoder of HEIC")
        there = self.tags(base)
        self.assertEqual(there["GPS:GPSLatitude"], TAGS["GPS:GPSLatitude"])
        output = self.paint("of_heic.jpg", base)
        found = self.tags(output)
        for tag in TAGS:
            self.assertEqual(found.get(tag), there.get(tag), tag)
        self.assertEqual(found["IFD0:Orientation"], 1)
        self.assertEqual(self.profile_of(output), self.profile)

    def test_profiles(self):
        base = self.folder / "table.png"
        table = lookup_table_profile()
        Image.fromarray(photo(90, 60)).save(base, icc_profile=table)
        self.assertEqual(
            self.profile_of(self.paint("table.jpg", base)), table,
            "the numbers are the file's, whatever the profile")
        # Gray and CMYK become RGB, for which their profiles are none.
        gray = bytearray(profile())
        gray[16:20] = b"GRAY"
        Image.fromarray(photo(90, 60)[..., 0]).save(base, icc_profile=bytes(gray))
        self.assertIsNone(self.profile_of(self.paint("gray.jpg", base)))

    def test_data_that_cannot_be_kept(self):
        # More than a segment of a JPEG holds.
        base = self.folder / "much.tif"
        Image.fromarray(photo(90, 60)).save(base)
        self.tool(f"-ExifIFD:UserComment={'x' * 70000}", "-overwrite_original", base)
        result = self.run_with(base=base, output=self.folder / "much.jpg")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Not all EXIF data", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1)
        Image.open(self.folder / "much.jpg").load()
        self.paint("much.png", base)

    def test_damaged_data_do_not_hold_up_the_picture(self):
        whole = self.photo.read_bytes()
        at = whole.index(b"Exif\0\0") + 6
        for offset in range(4, 120, 11):
            damaged = bytearray(whole)
            damaged[at + offset] ^= 0xff
            self.photo.write_bytes(damaged)
            output = self.folder / f"damaged{offset}.jpg"
            result = self.run_with("--iterations", 0, base=self.photo, output=output)
            self.assertEqual(result.returncode, 0, result.stderr)
            Image.open(io.BytesIO(output.read_bytes())).load()


if __name__ == "__main__":
    unittest.main()
