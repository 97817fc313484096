# SPDX-License-Identifier: GPL-3.0-or-later
"""A document in GIMP as the tests see it: its layers, their pixels, and a call of the plug-in."""

import itertools
import statistics
from dataclasses import dataclass

from gimp import SchemeError
from png import read_png
from s_expressions import quoted

RECORD = "plug-in-style-transfer"
# After every interactive run of any plug-in GIMP 3 notes its settings in the image.
NOTED_BY_GIMP = "GimpProcedureConfigRun-plug-in-style-transfer-last"
# Small and short, and one thread: the other processors have other tests to run.
QUICK = {"size": 64, "iterations": 2, "evaluations": 4, "threads": 1}


class Failure(Exception):
    """Something is not as it should be."""


def expect(condition, sentence):
    if not condition:
        raise Failure(sentence)


def true(value):
    """GIMP 2.10 says 1, GIMP 3 says #t."""
    return value in (1, True)


@dataclass
class Item:
    id: int
    name: str
    width: int
    height: int
    offsets: list
    visible: bool
    alpha: bool
    mask: int
    parasites: list
    children: list

    @staticmethod
    def of(values):
        *flat, children = values
        return Item(*flat, [Item.of(child) for child in children])

    @property
    def box(self):
        return (self.width, self.height, *self.offsets)


@dataclass
class State:
    """What must be the same before a run and after it was refused, cancelled or undone."""

    mode: int
    parasites: list
    layers: list
    pixels: dict  # of each layer with pixels of its own, by id

    def siblings(self, item_id):
        """The list of layers that the item is in."""

        def search(layers):
            if any(layer.id == item_id for layer in layers):
                return layers
            return next((found for layer in layers if (found := search(layer.children))), None)

        return search(self.layers)

    def item(self, item_id):
        return next(layer for layer in self.siblings(item_id) if layer.id == item_id)

    def all_layers(self):
        stack, found = list(self.layers), []
        while stack:
            layer = stack.pop()
            found.append(layer)
            stack += layer.children
        return found

    def layers_since(self, before):
        """The ids of the layers that were not there in an earlier state."""
        known = {layer.id for layer in before.all_layers()}
        return [layer.id for layer in self.all_layers() if layer.id not in known]


def settings_text(settings):
    """As GIMP 2.10's procedure takes them."""
    words = {True: "yes", False: "no"}
    return " ".join(
        f"{name}={words[value] if isinstance(value, bool) else value}"
        for name, value in settings.items()
    )


def scheme_value(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return quoted(value) if isinstance(value, str) else value


class Document:
    def __init__(self, gimp, folder, width=96, height=72, mode="RGB", precision=150):
        """`precision` is GIMP's number: 150 is 8 bits, gamma-encoded."""
        self.gimp = gimp
        self.folder = folder
        self.numbers = itertools.count()
        self.id = gimp.evaluate(f"(t-new-image {width} {height} {mode} {precision})")

    def call(self, function, *arguments):
        return self.gimp.evaluate(f"({function} {' '.join(map(str, arguments))})")

    def add_picture(self, name="photo", size=(96, 72), at=(0, 0), parent=0):
        photo = self.gimp.setup.photo
        return self.call(
            "t-add-picture", self.id, quoted(photo), *size, quoted(name), *at, parent
        )

    def add_group(self, name, parent=0):
        group = self.call("t-new-group", self.id, quoted(name))
        self.call("gimp-image-insert-layer", self.id, group, parent, 0)
        return group

    def pixels(self, layer):
        file = self.folder / f"layer-{self.id}-{layer}-{next(self.numbers)}.png"
        self.call("t-save-layer", layer, quoted(file))
        return read_png(file)

    def mask_values(self, layer):
        """Of the layer's mask, 0…1; None when it has none."""
        mask = self.state().item(layer).mask
        return None if mask < 0 else self.pixels(mask).visible_luma()

    def selection_values(self, box):
        file = self.folder / f"selection-{self.id}-{next(self.numbers)}.png"
        self.call("t-save-selection", self.id, quoted(file))
        width, height, x, y = box
        return read_png(file).part(x, y, width, height).visible_luma()

    def state(self):
        mode, parasites, layers = self.call("t-state", self.id)
        parasites = [name for name in parasites if name != NOTED_BY_GIMP]
        state = State(mode, parasites, [Item.of(layer) for layer in layers], {})
        for layer in state.all_layers():
            if not layer.children:
                state.pixels[layer.id] = self.pixels(layer.id)
        return state

    def mark_saved(self):
        self.call("gimp-image-clean-all", self.id)

    def is_changed(self):
        """Whether there are undo steps since it was saved."""
        (changed,) = self.call("gimp-image-is-dirty", self.id)
        return true(changed)

    def call_text(
        self, drawable, run_mode="RUN-NONINTERACTIVE", style=None, settings=None, styles=None
    ):
        """The Scheme call of the plug-in. `drawable` may be several in GIMP 3. `styles` is a list
        of lines instead of the style."""
        if styles:
            listed = "\n".join(styles)
            if self.gimp.setup.major == 2:
                style = listed
            else:
                style, settings = "", dict(settings or QUICK, styles=listed)
        style = self.gimp.setup.style if style is None else style
        settings = QUICK if settings is None else settings
        if self.gimp.setup.major == 2:
            text = settings_text(settings)
            return (
                f"(plug-in-style-transfer {run_mode} {self.id} {drawable}"
                f" {quoted(style)} {quoted(text)})"
            )
        drawables = " ".join(map(str, drawable if isinstance(drawable, list) else [drawable]))
        named = "".join(
            f" #:{name} {scheme_value(value)}"
            for name, value in settings.items()
        )
        style_argument = f" #:style-file {quoted(style)}" if style else ""
        if run_mode != "RUN-NONINTERACTIVE":
            named = style_argument = ""
        return (
            f"(plug-in-style-transfer #:run-mode {run_mode} #:image {self.id}"
            f" #:drawables (vector {drawables}){style_argument}{named})"
        )

    def run(self, drawable, **how):
        """Calls the plug-in; the id of the layer that it returns."""
        (layer,) = self.gimp.evaluate(self.call_text(drawable, **how))
        return layer

    def delete(self):
        self.call("gimp-image-delete", self.id)


def expect_same(before, after, what):
    expect(before.mode == after.mode, f"{what}: the image mode has changed")
    expect(before.parasites == after.parasites, f"{what}: parasites {after.parasites}")
    expect(before.layers == after.layers, f"{what}: the layers have changed")
    expect(before.pixels == after.pixels, f"{what}: pixels have changed")


def expect_same_picture(first, second, what):
    """Two pictures of a layer, bit by bit; where they differ and by how much, when they do."""
    size = (first.width, first.height, first.channels)
    expect(size == (second.width, second.height, second.channels), f"{what}: of another size")
    other = [i for i, (a, b) in enumerate(zip(first.values, second.values)) if a != b]
    if not other:
        return
    worst = max(abs(first.values[i] - second.values[i]) for i in other)
    across = [i // first.channels % first.width for i in other]
    down = [i // first.channels // first.width for i in other]
    raise Failure(
        f"{what}: {len(other)} of {len(first.values)} values differ, by {worst * 255:.1f} of 255 at"
        f" most, in x {min(across)} to {max(across)} and y {min(down)} to {max(down)}"
    )


def expect_refused(document, sentence, **how):
    """`sentence` is a function of the message that says whether it is the right one."""
    before = document.state()
    drawable = how.pop("drawable")
    try:
        document.run(drawable, **how)
    except SchemeError as error:
        expect(sentence(str(error)), f"another sentence: {error}")
    else:
        raise Failure("was not refused")
    expect_same(before, document.state(), "after the refusal")


def correlation(first, second):
    pairs = [(a, b) for a, b in zip(first, second) if a is not None and b is not None]
    return statistics.correlation(*zip(*pairs))


def expect_result(document, before, base_id, layer_id, name=None, box=None, style=None):
    """The document is what it was, and the one new layer is the stylised base, or the part `box` of
    the image, directly above it; `style` is the file of which its record speaks."""
    name = name or document.gimp.setup.style.stem
    after = document.state()
    base = before.item(base_id)
    siblings = [layer.id for layer in before.siblings(base_id)]
    siblings.insert(siblings.index(base_id), layer_id)
    found = [layer.id for layer in after.siblings(base_id)]
    expect(found == siblings, f"layers {found} instead of {siblings}")
    layer = after.item(layer_id)
    expect(layer.name.startswith(name), f"the layer is called {layer.name!r}")
    box = box or base.box
    expect(layer.box == box, f"the layer lies at {layer.box} instead of {box}")
    expect(true(layer.visible), "the layer is hidden")
    expect(layer.alpha == base.alpha, "the layer has alpha and its base not, or the reverse")
    expect(layer.parasites == [RECORD], f"the layer's parasites are {layer.parasites}")
    record = document.call("t-parasite", layer_id, quoted(RECORD))
    expect(record.startswith("style-transfer settings 1\n"), f"the record is {record!r}")
    style = str(document.gimp.setup.style) if style is None else style
    expect(record.split("\n")[1] == style, f"the record is {record!r}")

    width, height, x, y = box
    shown = before.pixels.get(base_id) or document.pixels(base_id)  # a group's are not in the state
    part = shown.part(x - base.offsets[0], y - base.offsets[1], width, height)
    expect_pixels(part, after.pixels.pop(layer_id))
    siblings = after.siblings(base_id)
    siblings.remove(layer)
    expect_same(before, after, "besides the new layer")


def expect_pixels(base, result):
    expect((base.width, base.height) == (result.width, result.height), "the size differs")
    expect(base.channels == result.channels, "gray has become colour, or the reverse")
    expect(base.alpha() == result.alpha(), "alpha has changed")
    luma = [value for value in result.visible_luma() if value is not None]
    expect(0.05 < statistics.mean(luma) < 0.95, f"mean {statistics.mean(luma):.3f}")
    expect(statistics.pstdev(luma) > 0.03, f"contrast {statistics.pstdev(luma):.3f}")
    expect(base.visible_colours() != result.visible_colours(), "the picture has not changed")
    alike = correlation(base.visible_luma(), result.visible_luma())
    expect(alike > 0.5, f"the shapes of the base are gone: correlation {alike:.2f}")
