# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures with colour profiles in the real command line. Usage: profiles_test.py PROGRAM [unittest
arguments]
"""

import io
import struct
import sys
import unittest
import zlib
from pathlib import Path

import numpy as np
from command_line import CommandLine, photo
from PIL import Image, ImageCms

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "host"))

from icc import LINEAR, ROMM, WIDE, chroma_distance, icc_profile  # noqa: E402
from png import read_png  # noqa: E402


def deep_png(pixels, profile):
    """16 bits, which Pillow does not write. `pixels` are 0…1."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    height, width, _ = pixels.shape
    numbers = np.round(pixels * 65535).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in numbers)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))
        + chunk(b"iCCP", b"own\0\0" + zlib.compress(profile))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def muted(width, height):
    """Colours that stay in any space when they become lighter or darker."""
    pixels = photo(width, height) / 255
    return 0.5 + (pixels - 0.5) * 0.45


class Profiles(CommandLine):
    def painted(self, style, *options):
        self.assert_done(
            self.run_with("--model", "preview", "--no-enhance", *options, style=style))
        return np.asarray(Image.open(self.output).convert("RGB")).astype(float)

    def test_a_style_is_converted_to_the_space_of_the_base(self):
        """What its numbers are in sRGB says lcms2."""
        profile = icc_profile(ROMM)
        numbers = Image.fromarray((muted(70, 60) * 255).astype(np.uint8))
        own, plain, converted = (self.folder / f"{name}.png" for name in ("own", "plain", "converted"))
        numbers.save(own, icc_profile=profile)
        numbers.save(plain)
        ImageCms.profileToProfile(
            numbers, io.BytesIO(profile), ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC).save(converted)
        expected, taken_as_it_is = self.painted(converted), self.painted(plain)
        found = self.painted(own)
        # The converted file has 8 bits, and a run makes more of the difference.
        self.assertGreater(np.abs(expected - taken_as_it_is).mean(), 12)
        self.assertLess(np.abs(expected - found).mean(), 3)

    def test_a_base_of_another_space_keeps_it_and_gets_the_style_in_it(self):
        self.base.write_bytes(deep_png(muted(64, 48), icc_profile(ROMM)))
        style = (muted(70, 60)[::-1] * 255).astype(np.uint8)
        srgb, converted = self.folder / "srgb.png", self.folder / "converted.png"
        Image.fromarray(style).save(srgb)
        ImageCms.profileToProfile(
            Image.fromarray(style), ImageCms.createProfile("sRGB"), io.BytesIO(icc_profile(ROMM)),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC).save(
                converted, icc_profile=icc_profile(ROMM))
        expected, found = self.painted(converted), self.painted(srgb)
        self.assertLess(np.abs(expected - found).mean(), 3)
        with Image.open(self.output) as picture:
            self.assertEqual(picture.info["icc_profile"], icc_profile(ROMM))

    def test_the_photos_colours_are_its_own_in_any_space(self):
        for space in (WIDE, ROMM, LINEAR):
            with self.subTest(gamma=space[1] / 256):
                self.base.write_bytes(deep_png(muted(64, 48), icc_profile(space)))
                before = read_png(self.base).visible_colours()
                self.painted(self.style, "--palette", "photo")
                after = read_png(self.output).visible_colours()
                light = np.abs(np.mean(before, -1) - np.mean(after, -1)).mean()
                self.assertGreater(light, 0.02)
                distance, count = chroma_distance(before, after, space)
                self.assertGreater(count, len(before) / 2)
                self.assertLess(distance, 0.001)


if __name__ == "__main__":
    unittest.main()
