# SPDX-License-Identifier: GPL-3.0-or-later
"""GIF files from Pillow, and what it cannot write from its files' own parts."""

import io
import struct

import numpy as np
from expected_picture import HEIGHT, WIDTH, expect, pattern
from PIL import Image


def gif_of(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, format="GIF", optimize=False, **options)
    return buffer.getvalue()


def parts(data):
    """Of a GIF with one frame: header with screen, global palette, extensions, frame."""
    flags = data[10]
    palette_end = 13 + 3 * (2 << (flags & 7))
    at = palette_end
    while data[at] == 0x21:
        at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
    return data[:13], data[13:palette_end], data[palette_end:at], data[at:]


def write_gifs(folder):
    picture = Image.fromarray(pattern(3, 255)).quantize(64)
    rgb = np.asarray(picture.convert("RGB"))
    numbers = np.asarray(picture)

    def store(name, data, pixels):
        (folder / name).write_bytes(data)
        expect(folder, name, pixels, 255, 8)

    store("rgb.gif", gif_of(picture, interlace=0), rgb)
    store("interlaced.gif", gif_of(picture, interlace=1), rgb)

    # A colour that is not shown.
    hidden = int(numbers[HEIGHT // 2, WIDTH // 2])
    transparent = np.dstack([rgb, np.where(numbers == hidden, 0, 255).astype(np.uint8)])
    hidden_gif = gif_of(picture, transparency=hidden)
    store("transparent.gif", hidden_gif, transparent)

    # A smaller frame with a palette of its own, beside a wrong one, somewhere on a larger screen.
    screen, palette, extensions, frame = parts(gif_of(picture, interlace=1))
    screen = screen[:6] + struct.pack("<HH", WIDTH + 20, HEIGHT + 9) + screen[10:]
    size_of_palette = screen[10] & 7
    frame = (
        b"\x2c" + struct.pack("<HHHH", 13, 5, WIDTH, HEIGHT)
        + bytes([frame[9] | 0x80 | size_of_palette]) + palette + frame[10:]
    )
    around = np.zeros((HEIGHT + 9, WIDTH + 20, 4), np.uint8)
    around[5 : 5 + HEIGHT, 13 : 13 + WIDTH] = np.dstack([rgb, np.full_like(rgb[..., 0], 255)])
    store("small-frame.gif", screen + palette[::-1] + extensions + frame, around)

    # Other frames, later.
    negative = Image.fromarray(255 - rgb).quantize(64)
    store(
        "animated.gif",
        gif_of(picture, save_all=True, append_images=[negative, picture], duration=40, loop=0),
        rgb,
    )

    # Numbers that its palette does not have: four colours are left of 64.
    screen, palette, extensions, frame = parts(gif_of(picture))
    screen = screen[:10] + bytes([screen[10] & 0xF8 | 1]) + screen[11:]
    (folder / "few-colours.gif").write_bytes(screen + palette[:12] + extensions + frame)
    # 65535 pixels each way, and none of them there.
    (folder / "claim.gif").write_bytes(
        screen[:6] + struct.pack("<HH", 65535, 65535) + screen[10:] + palette[:12] + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x08\0;"
    )
