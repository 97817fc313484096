# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the picture files that the pixel tests load, each with the pixels that a correct loader
gives: NAME.expected holds "width height channels bits" and a line end, then float32 RGB(A).

Pillow writes what it can; deep PNGs and TIFFs are put together here by hand. Usage:
make_pictures.py FOLDER
"""

import io
import struct
import sys
import zlib
from pathlib import Path

try:
    import numpy as np
    from PIL import Image, ImageCms
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

from expected_picture import HEIGHT, WIDTH, decoded, expect, pattern, upright
from gif_pictures import write_gifs
from heif_pictures import write_heifs

def png(pixels, extra=b""):
    """A PNG of 8 or 16 bits by hand; `extra` are chunks to put before the pixels."""
    height, width, channels = pixels.shape
    bits = pixels.itemsize * 8
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + row.astype(f">u{bits // 8}").tobytes() for row in pixels)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0))
        + extra
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def tiff(pixels):
    """A TIFF with one strip by hand, from uint8, uint16 or float32, which says that it is RGB."""
    height, width, channels = pixels.shape
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    entries = [
        (256, 4, width), (257, 4, height), (259, 3, 1), (262, 3, 2), (273, 4, 8),
        (277, 3, channels), (278, 4, height), (279, 4, len(data)),
    ]
    after = 8 + len(data)
    directory = struct.pack("<H", len(entries) + 2)
    lists_at = after + 2 + 12 * (len(entries) + 2) + 4
    bits, kind = pixels.itemsize * 8, 3 if pixels.dtype.kind == "f" else 1
    entries_by_tag = {tag: struct.pack("<HHII", tag, form, 1, value) for tag, form, value in entries}
    one = channels == 1  # which stands in the entry itself
    entries_by_tag[258] = struct.pack("<HHII", 258, 3, channels, bits if one else lists_at)
    entries_by_tag[339] = struct.pack(
        "<HHII", 339, 3, channels, kind if one else lists_at + 2 * channels
    )
    directory += b"".join(entries_by_tag[tag] for tag in sorted(entries_by_tag)) + bytes(4)
    lists = struct.pack(f"<{channels}H", *[bits] * channels)
    lists += struct.pack(f"<{channels}H", *[kind] * channels)
    return b"II*\0" + struct.pack("<I", after) + data + directory + lists


def wide_profile():
    """An ICC profile that is not sRGB: the sRGB one with red and green primaries exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    places = {}
    for i in range(count):
        tag, offset, _ = struct.unpack(">4sII", profile[132 + 12 * i : 144 + 12 * i])
        places[tag] = offset + 8
    red, green = (slice(places[tag], places[tag] + 12) for tag in (b"rXYZ", b"gXYZ"))
    profile[red], profile[green] = profile[green], profile[red]
    return bytes(profile)


def write_plain(folder, profile):
    rgb, rgba = pattern(3, 255), pattern(4, 255)
    picture = Image.fromarray(rgb)
    gray = picture.convert("L")
    gray_alpha = np.stack([np.asarray(gray), rgba[..., 3]], -1)
    palette = picture.quantize(32)
    deep, deep_alpha = pattern(3, 65535), pattern(4, 65535)

    def save(name, image, pixels, largest=255, bits=8, **options):
        image.save(folder / name, **options)
        expect(folder, name, pixels, largest, bits)

    def store(name, data, pixels, largest, bits):
        (folder / name).write_bytes(data)
        expect(folder, name, pixels, largest, bits)

    save("rgb.png", picture, rgb)
    save("rgba.png", Image.fromarray(rgba), rgba)
    save("gray.png", gray, np.asarray(gray))
    save("gray-alpha.png", Image.fromarray(gray_alpha), gray_alpha)
    save("palette.png", palette, np.asarray(palette.convert("RGB")))
    save("bilevel.png", gray.convert("1"), np.asarray(gray.convert("1").convert("L")))
    save("profile.png", picture, rgb, icc_profile=profile)
    save("profile-alpha.png", Image.fromarray(rgba), rgba, icc_profile=profile)
    store("deep.png", png(deep), deep, 65535, 16)
    store("deep-alpha.png", png(deep_alpha), deep_alpha, 65535, 16)
    store("deep-gray.png", png(deep[..., :1]), deep[..., :1], 65535, 16)
    packed = zlib.compress(profile)
    store("deep-profile.png", png(deep, chunk(b"iCCP", b"p\0\0" + packed)), deep, 65535, 16)

    save("rgb.tif", picture, rgb)
    save("lzw.tif", picture, rgb, compression="tiff_lzw")
    save("rgba.tif", Image.fromarray(rgba), rgba)
    save("gray.tif", gray, np.asarray(gray))
    save("profile.tif", picture, rgb, icc_profile=profile)
    store("deep.tif", tiff(deep), deep, 65535, 16)
    floats = (deep / 65535).astype(np.float32)
    store("float.tif", tiff(floats), floats, 1, 32)

    save("rgb.webp", picture, rgb, lossless=True)
    save("rgba.webp", Image.fromarray(rgba), rgba, lossless=True, exact=True)
    save("profile.webp", picture, rgb, lossless=True, icc_profile=profile)
    save("rgb.ppm", picture, rgb)
    save("gray.pgm", gray, np.asarray(gray))
    text = "P3\n# by hand\n53 37 255\n" + "\n".join(map(str, rgb.ravel())) + "\n"
    store("text.ppm", text.encode(), rgb, 255, 8)
    # The name says nothing: the content counts.
    save("a.png.really-a.tif", picture, rgb, format="PNG")


def write_jpegs(folder, profile):
    picture = Image.fromarray(pattern(3, 255))

    def store(name, image, trailing=b"", **options):
        buffer = io.BytesIO()
        image.save(buffer, format="JPEG", quality=95, **options)
        (folder / name).write_bytes(buffer.getvalue() + trailing)
        expect(folder, name, decoded(buffer.getvalue()), 255, 8)

    store("rgb.jpg", picture)
    store("progressive.jpg", picture, progressive=True)
    store("gray.jpg", picture.convert("L"))
    store("profile.jpg", picture, icc_profile=profile)
    store("trailing.jpg", picture, trailing=b"left by some camera" * 50)
    inks = np.asarray(picture.convert("CMYK")).copy()
    inks[..., 3] = inks[..., :3].min(-1) // 2
    store("inks.jpg", Image.fromarray(inks, "CMYK"))


def write_orientations(folder):
    rgb = pattern(3, 255)
    picture = Image.fromarray(rgb)
    palette = picture.quantize(32)
    palette_pixels = np.asarray(palette.convert("RGB"))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        for name, options in [
            ("png", {}),
            ("webp", {"lossless": True}),
            ("jpg", {"quality": 95}),
        ]:
            file = folder / f"orientation-{orientation}.{name}"
            picture.save(file, exif=exif, **options)
            stored = decoded(file.read_bytes())
            expect(folder, file.name, upright(stored, orientation), 255, 8)
        for name, image, pixels in [
            ("", picture, rgb),
            ("-palette", palette, palette_pixels),
        ]:
            file = folder / f"orientation-{orientation}{name}.tif"
            image.save(file, tiffinfo={0x0112: orientation})
            expect(folder, file.name, upright(pixels, orientation), 255, 8)


def write_cut(folder, name):
    data = (folder / name).read_bytes()
    for part, length in [("start", 40), ("half", len(data) // 2), ("end", len(data) - 6)]:
        (folder / f"cut-{part}-{name}").write_bytes(data[:length])


def write_damaged(folder):
    (folder / "empty.png").write_bytes(b"")
    (folder / "text.png").write_text("This is a letter and no picture.\n" * 20)
    (folder / "folder.png").mkdir()
    for name in ["rgb.png", "rgb.jpg", "progressive.jpg", "rgb.tif", "lzw.tif", "rgb.webp",
                 "rgba.webp", "rgb.ppm", "text.ppm", "deep.png", "rgb.gif", "animated.gif"]:
        write_cut(folder, name)
    for name in ["rgb.heic", "rgba.heic", "rgb.avif", "rgba.avif"]:
        if (folder / name).exists():
            write_cut(folder, name)
    for name in ["rgb.png", "rgb.jpg"]:
        data = bytearray((folder / name).read_bytes())
        middle = len(data) // 2
        data[middle : middle + 40] = bytes(40)
        (folder / f"overwritten-{name}").write_bytes(data)


def exr(channels, width, height, rows):
    """An uncompressed OpenEXR; channels are (name, type, sampling) in the order of their names, types
    1 half and 2 float, and rows(y) the bytes of row y."""
    def attribute(name, kind, data):
        return name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data

    listed = b"".join(
        name + b"\0" + struct.pack("<iiii", kind, 0, sampling, sampling)
        for name, kind, sampling in channels
    )
    window = struct.pack("<iiii", 0, 0, width - 1, height - 1)
    header = (
        struct.pack("<ii", 20000630, 2)
        + attribute(b"channels", b"chlist", listed + b"\0")
        + attribute(b"compression", b"compression", b"\0")
        + attribute(b"dataWindow", b"box2i", window)
        + attribute(b"displayWindow", b"box2i", window)
        + attribute(b"lineOrder", b"lineOrder", b"\0")
        + attribute(b"pixelAspectRatio", b"float", struct.pack("<f", 1))
        + attribute(b"screenWindowCenter", b"v2f", struct.pack("<ff", 0, 0))
        + attribute(b"screenWindowWidth", b"float", struct.pack("<f", 1))
        + b"\0"
    )
    data, offsets = b"", []
    for y in range(height):
        offsets.append(len(header) + 8 * height + len(data))
        row = rows(y)
        data += struct.pack("<ii", y, len(row)) + row
    return header + struct.pack(f"<{height}Q", *offsets) + data


def gamma(linear):
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def write_unusual(folder):
    """Ordinary pictures that readers have been seen to fail at."""
    # Luminance, and chroma of every second pixel: R = (RY + 1) Y, B = (BY + 1) Y, and G by Rec. 709.
    y, red, blue = 0.5, 0.75, 0.25
    green = (y - 0.212639 * red - 0.072192 * blue) / 0.715169
    half = lambda value, count: np.full(count, value, "<f2").tobytes()
    (folder / "chroma.exr").write_bytes(exr(
        [(b"BY", 1, 2), (b"RY", 1, 2), (b"Y", 1, 1)], 16, 16,
        lambda row: (half(blue / y - 1, 8) + half(red / y - 1, 8) if row % 2 == 0 else b"")
        + half(y, 16),
    ))
    expect(folder, "chroma.exr", np.full((16, 16, 3), [gamma(c) for c in (red, green, blue)]), 1, 32)

    # Numbers that are none count as 0, and opacity ends at 1.
    planes = {b"A": [1, np.nan, 2, 1], b"B": [0, 0, 0, 0], b"G": [1, 1, 0, np.inf], b"R": [np.nan, 1, 1, 0]}
    (folder / "not-finite.exr").write_bytes(exr(
        [(name, 2, 1) for name in planes], 4, 1,
        lambda row: b"".join(np.array(plane, "<f4").tobytes() for plane in planes.values()),
    ))
    expected = [[[0, 1, 0, 1], [0, 0, 0, 0], [gamma(0.5), 0, 0, 1], [0, 0, 0, 1]]]
    expect(folder, "not-finite.exr", expected, 1, 32)

    gray = pattern(1, 255)[..., 0]
    white_is_0 = bytearray(tiff(gray[..., None]))
    at = white_is_0.index(struct.pack("<HHII", 262, 3, 1, 2))
    white_is_0[at : at + 12] = struct.pack("<HHII", 262, 3, 1, 0)
    (folder / "white-is-0.tif").write_bytes(white_is_0)
    expect(folder, "white-is-0.tif", 255 - gray, 255, 8)
    # Gray that says it were RGB: there is nothing to read for two of three colours.
    (folder / "gray-as-rgb.tif").write_bytes(tiff(gray[..., None]))
    # A header that claims 65535 pixels each way and no data.
    claim = tiff(np.zeros((1, 1, 3), np.uint8)).replace(
        struct.pack("<HHII", 256, 4, 1, 1), struct.pack("<HHII", 256, 4, 1, 65535)
    ).replace(struct.pack("<HHII", 257, 4, 1, 1), struct.pack("<HHII", 257, 4, 1, 65535))
    (folder / "claim.tif").write_bytes(claim)
    (folder / "claim.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 40000, 40000, 16, 6, 0, 0, 0))
        + chunk(b"IDAT", b"")
    )
    # BigTIFF, lying on its side.
    rgb = pattern(3, 255)
    entries = [
        (256, 4, WIDTH), (257, 4, HEIGHT), (258, 3, 8), (259, 3, 1), (262, 3, 2), (273, 4, 16),
        (274, 3, 6), (277, 3, 3), (278, 4, HEIGHT), (279, 4, rgb.size),
    ]
    lists = 16 + rgb.size
    directory = struct.pack("<Q", len(entries))
    for tag, form, value in entries:
        if tag == 258:
            directory += struct.pack("<HHQHHHH", tag, form, 3, 8, 8, 8, 0)
        else:
            directory += struct.pack("<HHQQ", tag, form, 1, value)
    big = b"II+\0" + struct.pack("<HHQ", 8, 0, lists) + rgb.tobytes() + directory + bytes(8)
    (folder / "big-orientation.tif").write_bytes(big)
    expect(folder, "big-orientation.tif", upright(rgb, 6), 255, 8)


def write_harmful_profiles(folder, profile):
    """Profiles that end babl's process, or would on some ways of conversion: they count as none."""
    rgb = pattern(3, 255)
    places = {}
    for i in range(struct.unpack(">I", profile[128:132])[0]):
        tag, offset, length = struct.unpack(">4sII", profile[132 + 12 * i : 144 + 12 * i])
        places[tag] = offset
    curve = places[b"rTRC"]
    # The line of the last segment begins where it ends.
    steep = struct.pack(">4sIHHiiiii", b"para", 0, 3, 0, 157286, 1, -70000, 65536, 65535)
    flat = struct.pack(">4sIIHHHH", b"curv", 0, 4, 30000, 30000, 30000, 30000)
    far = struct.pack(">4sII", b"curv", 0, 0x7FFFFFFF)
    for name, data in {"steep": steep, "flat": flat, "far": far}.items():
        harmful = bytearray(profile)
        harmful[curve : curve + len(data)] = data
        packed = chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(harmful)))
        (folder / f"profile-{name}.png").write_bytes(png(rgb, packed))
        expect(folder, f"profile-{name}.png", rgb, 255, 8)


def main():
    folder = Path(sys.argv[1])
    profile = wide_profile()
    (folder / "profile.icc").write_bytes(profile)
    write_plain(folder, profile)
    write_jpegs(folder, profile)
    write_gifs(folder)
    write_orientations(folder)
    write_heifs(folder)
    write_unusual(folder)
    write_harmful_profiles(folder, profile)
    write_damaged(folder)


main()
