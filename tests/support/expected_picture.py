# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pictures of the tests show, and how the pixels are noted that a correct loader gives."""

import io

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 53, 37  # odd, and not square, so that swapped sides show


def pattern(channels, largest):
    """Smooth enough for JPEG, different in each channel, without any symmetry."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    planes = [
        x / (WIDTH - 1),
        (y / (HEIGHT - 1)) ** 2,
        0.5 + 0.5 * np.sin(x / 9 + y / 5),
        0.1 + 0.9 * (x + 2 * y) / (WIDTH + 2 * HEIGHT),
    ]
    return np.rint(np.stack(planes[:channels], -1) * largest).astype(
        np.uint8 if largest == 255 else np.uint16
    )


def expect(folder, name, pixels, largest, bits):
    pixels = np.asarray(pixels, dtype=np.float64) / largest
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.shape[2] <= 2:  # gray, perhaps with alpha
        pixels = np.concatenate([pixels[..., :1]] * 3 + [pixels[..., 1:]], -1)
    height, width, channels = pixels.shape
    header = f"{width} {height} {channels} {bits}\n".encode()
    (folder / f"{name}.expected").write_bytes(header + pixels.astype("<f4").tobytes())


def upright(pixels, orientation):
    """What a viewer shows for stored `pixels` with this EXIF orientation."""
    return {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: np.swapaxes(a, 0, 1),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(np.swapaxes(a, 0, 1), 2),
        8: lambda a: np.rot90(a, 1),
    }[orientation](pixels)


def decoded(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
