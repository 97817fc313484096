# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to a painting afterwards, and on its way to the layer."""

from document import QUICK, expect
from headless_cases import BITS_16, case, stylised
from icc import icc_profile
from profile_cases import set_profile


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


LIVE = dict(
    QUICK, enhance=True, brightness=1.15, colour=1.3, sharpness=1.5, opacity=70,
    **{"fine-detail": 40, "live-filters": True},
)
FILTERS = [
    ["gegl:exposure", "Brightness"],
    ["gegl:saturation", "Colour"],
    ["gegl:unsharp-mask", "Sharpness"],
]


def visible(document):
    """What the image shows."""
    layer = document.call("t-add-visible", document.id)
    picture = document.pixels(layer)
    document.call("gimp-image-remove-layer", document.id, layer)
    return picture


def differences(first, second):
    """The largest and the mean of two pictures' colours, in 255ths."""
    pairs = zip(first.visible_colours(), second.visible_colours())
    found = [255 * abs(a - b) for one, other in pairs for a, b in zip(one, other)]
    return max(found), sum(found) / len(found)


def expect_live_filters(document, settings, most):
    base = document.add_picture()
    live = document.run(base, settings=settings)
    found = document.call("t-filters", live)
    expect(found == FILTERS, f"the layer's filters are {found}")
    (opacity,) = document.call("gimp-layer-get-opacity", live)
    expect(abs(opacity - 70) < 0.1, f"the layer's opacity is {opacity}")
    shown = visible(document)

    # Its pixels are the painting with the photo's detail and nothing else.
    document.call("t-remove-filters", live)
    document.call("gimp-layer-set-opacity", live, 100)
    plain = document.run(base, settings=dict(QUICK, **{"fine-detail": 40}))
    worst, _ = differences(document.pixels(live), document.pixels(plain))
    expect(worst < 0.01, f"the pixels differ from the painting's by {worst:.1f} of 255")

    # Where the photo is hidden opacity cannot be the layer's: all of it is in the pixels.
    document.call("gimp-item-set-visible", base, "FALSE")
    baked = document.run(base, settings=settings)
    expect(document.call("t-filters", baked) == [], "there are filters over a hidden photo")
    worst, mean = differences(shown, document.pixels(baked))
    text = f"filters and pixels differ by {worst:.1f} of 255 at most, {mean:.2f} in the mean"
    expect(worst < most and mean < 0.6, text)


@case("finishing left on the layer", gimp=(3,))
def _(document):
    # Near black 8 bits are few: light has a steep curve there.
    mild = dict(LIVE, brightness=1.1, colour=1.1, sharpness=1.2)
    expect_live_filters(document, mild, most=3.1)


@case("finishing left on the layer, another profile", gimp=(3,), precision=BITS_16)
def _(document):
    set_profile(document, icc_profile())
    expect_live_filters(document, LIVE, most=2.1)


@case("finishing left on a gray layer", gimp=(3,), mode="GRAY")
def _(document):
    base = document.add_picture()
    live = document.run(base, settings=LIVE)
    found = document.call("t-filters", live)
    expect(found == [FILTERS[0], FILTERS[2]], f"the layer's filters are {found}")
