# SPDX-License-Identifier: GPL-3.0-or-later
"""Several styles, and the regions in which they are painted."""

import shutil
import statistics

from document import QUICK, RECORD, expect, expect_refused, settings_text
from headless_cases import case
from png import read_png
from s_expressions import quoted
from script_cases import batch, batch_folders

WIDTH, HEIGHT = 96, 72
# Enough to reach the colours of the style, which are all that it has.
COLOURS = dict(QUICK, iterations=4, evaluations=10)


def plain_styles(document):
    """Files of a red and of a blue picture."""
    files = []
    for name, colour in (("red", "'(220 30 30)"), ("blue", "'(30 30 220)")):
        file = document.folder / f"{name}-{document.id}.png"
        photo = document.gimp.setup.photo
        document.call("t-save-plain", quoted(photo), colour, quoted(file))
        files.append(file)
    return files


def mean_colour(document, layer, x, width):
    """Of a strip of whole height."""
    colours = document.pixels(layer).part(x, 0, width, HEIGHT).visible_colours()
    return [statistics.mean(channel) for channel in zip(*colours)]


def expect_sides(document, layer, left, right):
    """Which of red and blue prevails left and right of x = 40, some pixels away from that."""
    for x, width, wanted in ((0, 32, left), (48, 48, right)):
        red, _, blue = mean_colour(document, layer, x, width)
        found = "red" if red > blue + 0.15 else "blue" if blue > red + 0.15 else "neither"
        expect(found == wanted, f"{found} ({red:.2f}, {blue:.2f}) instead of {wanted} at {x}")


def select_left(document, feather=0):
    document.call("t-select", document.id, 0, 0, 40, HEIGHT, feather)


def by_channel(document, _):
    select_left(document)
    document.call("t-selection-as-channel", document.id, quoted("Left: half"))
    return "channel Left: half"


def by_selection(document, _):
    select_left(document)
    return "selection"


def by_mask(document, base):
    select_left(document)
    document.call("t-mask-of-selection", base)
    document.call("gimp-selection-none", document.id)
    return "mask"


def by_layer(document, _):
    layer = document.add_picture("Left@half", (50, 90), (-10, -5))
    document.call("gimp-item-set-visible", layer, "FALSE")
    return "layer Left\\@half"


def two_regions(name, prepare):
    @case(f"region: {name}", width=WIDTH, height=HEIGHT)
    def _(document):
        red, blue = plain_styles(document)
        base = document.add_picture()
        region = prepare(document, base)
        before = document.state()
        layer = document.run(base, styles=[red.as_posix(), f"{blue}@{region}"], settings=COLOURS)
        expect_sides(document, layer, "blue", "red")
        after = document.state()
        expect(after.item(layer).box == (WIDTH, HEIGHT, 0, 0), "it is not the whole layer")
        expect(after.item(layer).mask < 0, "the region hides a part of the result")
        record = document.call("t-parasite", layer, quoted(RECORD))
        expect(record.startswith("style-transfer settings 2\nstyle "), record)
        expect(f"@{region.replace(': ', chr(92) + ': ')}\n" in record, record)
        expect(after.item(base) == before.item(base), "the base has changed")


two_regions("a channel", by_channel)
two_regions("the selection", by_selection)
two_regions("the layer mask", by_mask)
two_regions("what is visible of a layer", by_layer)


@case("region: what no style is for stays the photo", width=WIDTH, height=HEIGHT)
def _(document):
    _, blue = plain_styles(document)
    base = document.add_picture()
    select_left(document, feather=8)
    document.call("t-selection-as-channel", document.id, quoted("Left"))
    layer = document.run(base, styles=[f"{blue}@channel Left"], settings=COLOURS)
    photo, painted = document.pixels(base), document.pixels(layer)
    right = (52, 0, WIDTH - 52, HEIGHT)
    worst = max(
        abs(a - b) for a, b in zip(photo.part(*right).values, painted.part(*right).values)
    )
    expect(worst < 1.1 / 255, f"right of it the photo has changed by {worst * 255:.1f} of 255")
    red, _, blue_part = mean_colour(document, layer, 0, 28)
    expect(blue_part > red + 0.15, f"left it is not blue: {red:.2f}, {blue_part:.2f}")


@case("weights: more of the heavier style", width=WIDTH, height=HEIGHT)
def _(document):
    red, blue = plain_styles(document)
    base = document.add_picture()
    blues = [
        mean_colour(
            document,
            document.run(base, styles=[f"{red}:{9 - w}", f"{blue}:{w}"], settings=COLOURS),
            0,
            WIDTH,
        )[2]
        for w in (1, 8)
    ]
    expect(blues[1] > blues[0] + 0.1, f"the weights have no effect: {blues}")


@case("batch: several styles")
def _(document):
    source, target = batch_folders(document)
    shutil.copy(document.gimp.setup.photo, source / "photo.png")
    red, blue = plain_styles(document)
    styles = f"{red}:1\n{blue}:8"
    sentence = batch(document, source / "*", target, settings_text(COLOURS), styles)
    expect(sentence is None, f"it says {sentence!r}")
    colours = read_png(target / "photo.png").visible_colours()
    red_part, _, blue_part = (statistics.mean(channel) for channel in zip(*colours))
    expect(blue_part > red_part + 0.15, f"it is not blue: {red_part:.2f}, {blue_part:.2f}")
    expect(red_part > 0.13, f"nothing of it is red: {red_part:.2f}")


def refused_region(name, line, sentence, prepare=None):
    @case(f"refused: {name}", width=WIDTH, height=HEIGHT)
    def _(document):
        base = document.add_picture()
        if prepare:
            prepare(document)
        styles = [f"{document.gimp.setup.style}{line}"]
        expect_refused(document, lambda text: sentence in text, drawable=base, styles=styles)


def add_beside(document):
    document.add_picture("Beside", (20, 20), (200, 0))


refused_region("no such channel", "@channel Sky", 'no channel of that name')
refused_region("no such layer", "@layer Sky", 'no layer of that name')
refused_region("region selection without one", "@selection", "nothing is selected")
refused_region("region mask without one", "@mask", '"photo" has none')
refused_region("region outside of the layer", "@layer Beside", '"layer Beside"', add_beside)
refused_region("region that is none", "@chanel Sky", "channel NAME")
refused_region("weight of a style 0", ":0", "weight above 0")
