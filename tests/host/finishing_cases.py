# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a painting afterwards, and on its way to the layer."""

from document import QUICK, expect
from headless_cases import case, stylised


@case("opacity 0 is the photo, at its own size")
def _(document):
    base = document.add_picture()
    document.call("t-fade", base)
    before = document.state()
    layer = document.run(base, settings=dict(QUICK, size=32, opacity=0))
    expect(document.pixels(layer).values == before.pixels[base].values, "it is another picture")
    half = document.run(base, settings=dict(QUICK, size=32, opacity=50))
    whole = document.run(base, settings=dict(QUICK, size=32))
    worst = max(
        abs((a + b) / 2 - c)
        for a, b, c in zip(
            document.pixels(whole).values, before.pixels[base].values, document.pixels(half).values
        )
    )
    expect(worst < 1.6 / 255, f"half of it differs by {worst * 255:.1f} of 255 from the middle")


@case("wider than 9000 pixels", width=9600, height=96)
def _(document):
    base = document.add_picture(size=(9600, 96))
    stylised(document, base, settings=dict(QUICK, size=960))
