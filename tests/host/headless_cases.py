# SPDX-License-Identifier: GPL-3.0-or-later
"""What is tried without a window. Each case takes a new document that holds nothing yet, and
raises when something is not as it should be."""

import os
import re
import signal
import time

from document import (
    QUICK,
    Failure,
    correlation,
    expect,
    expect_refused,
    expect_result,
    expect_same,
)
from gimp import SchemeError
from s_expressions import quoted

# GIMP's numbers of precisions.
BITS_8, LINEAR_16, BITS_16, LINEAR_FLOAT, FLOAT, INTEGER_32 = 150, 200, 250, 600, 650, 350

CASES = {}


def case(name, gimp=(2, 3), **document):
    """A test of that name, for GIMPs of these versions, in a document made with these arguments."""

    def register(function):
        CASES[name] = (function, gimp, document)
        return function

    return register


def stylised(document, base, **how):
    before = document.state()
    expect_result(document, before, base, document.run(base, **how))


def register_kinds():
    for mode, mode_name in (("RGB", "RGB"), ("GRAY", "gray")):
        for precision, precision_name in (
            (BITS_8, "8 bits"),
            (BITS_16, "16 bits"),
            (LINEAR_16, "16 bits linear"),
            (INTEGER_32, "32 bits"),
            (FLOAT, "float"),
            (LINEAR_FLOAT, "float linear"),
        ):
            if mode == "GRAY" and precision not in (BITS_8, FLOAT):
                continue
            for alpha in (False, True):
                if not alpha and precision not in (BITS_8, FLOAT):
                    continue

                @case(
                    f"{mode_name}, {precision_name}{', alpha' if alpha else ''}",
                    mode=mode,
                    precision=precision,
                )
                def _(document, alpha=alpha):
                    base = document.add_picture()
                    if alpha:
                        document.call("t-fade", base)
                    stylised(document, base)


register_kinds()


@case("layer smaller than the image, between others")
def _(document):
    document.add_picture("below")
    base = document.add_picture("small", size=(50, 60), at=(30, 7))
    document.add_picture("above", size=(20, 20), at=(1, 2))
    stylised(document, base)


@case("layer larger than the image")
def _(document):
    stylised(document, document.add_picture("large", size=(150, 110), at=(-20, -15)))


@case("layer in a group in a group")
def _(document):
    document.add_picture("outside")
    inner = document.add_group("inner", document.add_group("outer"))
    document.add_picture("below", parent=inner)
    base = document.add_picture("inside", size=(60, 50), at=(5, 6), parent=inner)
    document.add_picture("above", parent=inner)
    stylised(document, base)


@case("hidden layer")
def _(document):
    base = document.add_picture()
    document.call("gimp-item-set-visible", base, "FALSE")
    before = document.state()
    layer = document.run(base)
    before.item(base).visible = 1
    after = document.state()
    expect(not after.item(base).visible, "the base was shown")
    document.call("gimp-item-set-visible", base, "TRUE")
    before.item(base).visible = document.state().item(base).visible
    expect_result(document, before, base, layer)


@case("locked layer")
def _(document):
    base = document.add_picture()
    for lock in ("gimp-item-set-lock-content", "gimp-item-set-lock-position"):
        document.call(lock, base, "TRUE")
    stylised(document, base)


@case("layer with a mask")
def _(document):
    base = document.add_picture()
    mask = document.call("t-add-mask", base)
    before = document.state()
    layer = document.run(base)
    state = document.state()
    expect(state.item(base).mask == mask, "the base has lost its mask")
    expect_result(document, before, base, layer)
    values = document.mask_values(layer)
    expect(len(set(values)) > 50, "the mask is not that of the base")
    expect(values == document.mask_values(base), "the result's mask is not that of the base")


@case("layer with a mask that is switched off")
def _(document):
    base = document.add_picture()
    document.call("t-add-mask", base)
    document.call("gimp-layer-set-apply-mask", base, "FALSE")
    before = document.state()
    layer = document.run(base)
    expect_result(document, before, base, layer)
    expect(document.mask_values(layer) is None, "the result has a mask")


@case("layer group")
def _(document):
    document.add_picture("outside")
    group = document.add_group("Sky")
    document.add_picture("cloud", size=(50, 40), at=(4, 5), parent=group)
    document.add_picture("bird", size=(20, 20), at=(40, 30), parent=group)
    stylised(document, group)


def expect_painted_with_an_effect(document, base, raw):
    """`raw` is its picture without one. Reading it leaves no undo step."""
    document.call("t-add-effect", base, quoted("gegl:invert-gamma"))
    document.call("t-select", document.id, 20, 20, 30, 25, 0)  # GIMP's merging goes without
    selection = document.selection_values((96, 72, 0, 0))
    document.mark_saved()
    expect_refused(
        document,
        lambda text: "MiB" in text,
        drawable=base,
        settings=dict(QUICK, size=2000, memory=10),
    )
    expect(not document.is_changed(), "reading it has left an undo step")
    expect(document.selection_values((96, 72, 0, 0)) == selection, "the selection has changed")
    document.call("gimp-selection-none", document.id)
    picture = document.pixels(document.run(base))
    alike = correlation(raw.visible_luma(), picture.visible_luma())
    expect(alike < -0.5, f"the effect is not in the picture that was painted: {alike:.2f}")
    expect(picture.alpha() == raw.alpha(), "its alpha is another one")


@case("layer with an effect", gimp=(3,))
def _(document):
    base = document.add_picture(size=(80, 60), at=(10, 8))
    expect_painted_with_an_effect(document, base, document.pixels(base))


@case("layer group with an effect", gimp=(3,))
def _(document):
    group = document.add_group("Sky")
    document.add_picture("cloud", size=(50, 40), at=(4, 5), parent=group)
    bird = document.add_picture("bird", size=(40, 40), at=(40, 20), parent=group)
    raw = document.pixels(group)
    # Nothing of this is in the picture, and none of it may keep from reading it.
    document.call("gimp-layer-set-opacity", group, 40)
    document.call("gimp-item-set-lock-position", bird, "TRUE")
    document.call("gimp-item-set-visible", group, "FALSE")
    expect_painted_with_an_effect(document, group, raw)


def selected(name, box, rectangle, feather=0, image=(96, 72), at=(0, 0), mask=False):
    """`box`: where the new layer is to lie, by hand from the rule in plugin/work_area.h; None where
    GIMP alone knows how far a soft edge reaches."""

    @case("selection: " + name, width=image[0], height=image[1])
    def _(document):
        base = document.add_picture(size=(90, 70), at=at)
        if mask:
            document.call("t-add-mask", base)
        document.call("t-select", document.id, *rectangle, feather)
        before = document.state()
        selection = document.selection_values((*image, 0, 0))
        settings = dict(QUICK, size=32)
        layer = document.run(base, settings=settings)
        place = box or document.state().item(layer).box
        expect_result(document, before, base, layer, box=place)
        expect(document.selection_values((*image, 0, 0)) == selection, "the selection has changed")
        values, wanted = document.mask_values(layer), document.selection_values(place)
        if feather:
            expect(len(set(wanted)) > 10, "the selection of the test is not soft")
            expect(max(wanted) > 0.9, "the soft selection lies outside of the new layer")
        if mask:
            expect(values != wanted and max(values) > 0.1, "the base's mask is not in it")
            expect(all(v <= w for v, w in zip(values, wanted)), "more than the selection shows")
        else:
            expect(values == wanted, "the mask is not the selection")


# 32 pixels of working size, 8 of them around what is selected on each side: 16 for 12 selected
# pixels and more, (32 - 12) / 2 = 10 around them.
selected("hard", (32, 30, 30, 20), (40, 30, 12, 10))
selected("in a layer with offsets", (32, 30, 22, 24), (32, 34, 12, 10), at=(-4, 6))
selected("soft", None, (30, 20, 30, 25), feather=8)
selected("of a layer with a mask", (32, 30, 30, 20), (40, 30, 12, 10), mask=True)


@case("text layer")
def _(document):
    document.add_picture()
    base = document.call("t-text-layer", document.id, quoted("Style"))
    before = document.state()
    layer = document.run(base)
    after = document.state()
    expect(after.item(layer).box == before.item(base).box, "lies elsewhere")
    expect(after.pixels[layer].alpha() == before.pixels[base].alpha(), "alpha has changed")
    expect(after.item(base) == before.item(base), "the text layer has changed")


@case("every setting has an effect or is taken")
def _(document):
    base = document.add_picture()
    settings = dict(QUICK, model="compact", seed=3, colour=0, brightness=1.1, enhance=True)
    settings["content-weight"] = 0.5
    settings["style-layers"] = "0.5,0.1,0.1,0.1,0.1"
    layer = document.run(base, settings=settings)
    record = document.call("t-parasite", layer, quoted("plug-in-style-transfer"))
    for text in ("content-weight=0.5", "style-layers=0.5,0.1,0.1,0.1,0.1", "seed=3", "colour=0 "):
        expect(text in record, f"{text} is not in the record: {record}")
    reds, greens = zip(*((c[0], c[1]) for c in document.pixels(layer).visible_colours()))
    expect(max(abs(r - g) for r, g in zip(reds, greens)) < 0.02, "colour=0 is not gray")


@case("values outside of 0…1 in a float image", precision=FLOAT)
def _(document):
    base = document.add_picture()
    document.call("gimp-drawable-brightness-contrast", base, 0.4, 0.4)
    stylised(document, base)


def refused(name, pattern, prepare=None, gimp=(2, 3), mode="RGB", **how):
    @case("refused: " + name, gimp=gimp, mode=mode)
    def _(document):
        base = document.add_picture()
        drawable = prepare(document, base) if prepare else base
        arguments = {
            key: value(document) if callable(value) else value for key, value in how.items()
        }
        expect_refused(
            document,
            lambda text: re.search(pattern, text, re.S),
            drawable=drawable,
            **arguments,
        )


def text_file(document):
    file = document.folder / "text.png"
    file.write_text("This is no picture.\n")
    return file


def cut_photo(document):
    file = document.folder / "cut.jpg"
    whole = (document.gimp.setup.data / "samples" / "lake.jpg").read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    return file


def broken_model(document):
    file = document.folder / "broken.safetensors"
    file.write_bytes(b"\x10\0\0\0\0\0\0\0not a header")
    return dict(QUICK, model=str(file))


def indexed(document, base):
    document.call("t-convert-indexed", document.id)
    return base


def channel(document, _):
    return document.call("t-channel", document.id)


def mask(document, base):
    return document.call("t-add-mask", base)


def beside_the_selection(document, base):
    document.call("gimp-layer-set-offsets", base, 0, 40)
    document.call("t-select", document.id, 2, 2, 30, 20, 0)
    return base


refused("style file missing", r'"/nowhere/style\.png" does not exist', style="/nowhere/style.png")
refused("style file is text", r'cannot open the style picture ".*text\.png"', style=text_file)
refused("style file is cut short", r'"/.*cut\.jpg" cannot be read: .* cut short', style=cut_photo)
refused("style file is a folder", "is a folder", style="/usr/share")
refused("no style file", "no style picture was given", style="")
refused("size 15", "16 to 65536", settings=dict(QUICK, size=15))
refused(
    "negative weight", "0 to 1000000|out of range", settings={"content-weight": -1, "size": 64}
)
refused("weight is no number", "found \"nan\"", gimp=(2,), settings={"content-weight": "nan"})
refused("unknown setting", "contents-weight", settings={"contents-weight": 1})
refused(
    "style layers too few",
    r'style-layers: expected five numbers .* found "1,2"',
    settings=dict(QUICK, **{"style-layers": "1,2"}),
)
refused("unknown layer name", "block9_conv9", settings=dict(QUICK, **{"content-layer": "block9_conv9"}))
refused("model file missing", "/nowhere/model", settings=dict(QUICK, model="/nowhere/model"))
refused("model file broken", r"broken\.safetensors", settings=broken_model)
refused("memory limit too small", "MiB", settings=dict(QUICK, size=2000, memory=10))
refused("layer of one row", "too small", lambda d, _: d.add_picture("line", (90, 1), (3, 30)))
refused("indexed image", "Image > Mode > RGB", indexed)
refused("selection beside the layer", 'does not touch "photo"', beside_the_selection)
refused("layer mask", "layer mask is active", mask)
refused("channel", '"Depth" is a channel', channel)
refused("several layers", "2 layers are chosen", lambda d, b: [b, d.add_picture()], gimp=(3,))
refused(
    "interactive without a display", "no display", run_mode="RUN-INTERACTIVE"
)
refused(
    "last values when there are none", "no last values", run_mode="RUN-WITH-LAST-VALS"
)


@case("refused: floating selection")
def _(document):
    base = document.add_picture()
    floating = document.call("t-floating-selection", base)
    for drawable in (floating, base):
        try:
            document.run(drawable)
        except SchemeError as error:
            expect("Anchor it" in str(error), f"another sentence: {error}")
        else:
            raise Failure("was not refused")


def kill_after(name, seconds_of_work, settings):
    @case("killed " + name)
    def _(document):
        gimp = document.gimp
        base = document.add_picture()
        before = document.state()
        gimp.send(document.call_text(base, settings=settings))
        process = gimp.wait_for_plug_in()
        time.sleep(seconds_of_work)
        expect(not gimp.answer_waits(), "the plug-in was done before it could be killed")
        os.kill(process, signal.SIGKILL)
        try:
            gimp.receive()
        except SchemeError:
            pass
        expect(not gimp.plug_in_processes(), "a process of the plug-in is left")
        expect_same(before, document.state(), "after the kill")
        # And GIMP goes on as if nothing had been.
        stylised(document, base)


LONG = dict(QUICK, iterations=100000)
kill_after("at the start", 0.0, LONG)
kill_after("while it loads", 0.5, LONG)
kill_after("while it works", 3.0, LONG)
