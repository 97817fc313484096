# SPDX-License-Identifier: GPL-3.0-or-later
"""What is tried with GIMP's windows on a display of their own: dialog, undo, last values."""

import subprocess
import time

from browser import Browser
from document import (
    QUICK,
    RECORD,
    Document,
    Failure,
    expect,
    expect_refused,
    expect_result,
    expect_same,
)
from gimp import SchemeError
from s_expressions import quoted

STOP_AND_KEEP = "alt+s"
OK = "alt+o"  # its mnemonic; Return opens what has the focus


class Screen:
    """Keys and windows of the display that GIMP is on."""

    def __init__(self, gimp):
        self.gimp = gimp

    def xdotool(self, *arguments):
        return subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.gimp.environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        ).stdout.split()

    def windows(self, *how):
        return self.xdotool("search", "--all", "--onlyvisible", *how)

    def wait_for(self, *how, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := self.windows(*how):
                return found[-1]
            time.sleep(0.2)
        raise Failure(f"no window for {' '.join(map(str, how))} appeared")

    def press(self, window, key):
        self.xdotool("windowactivate", "--sync", window)
        self.xdotool("key", key)


def plug_in_window(gimp, screen):
    """The window that the running plug-in shows."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for process in gimp.plug_in_processes():
            if found := screen.windows("--pid", process, "--name", "."):
                return found[-1]
        if gimp.answer_waits():
            break
        time.sleep(0.2)
    raise Failure("the plug-in shows no window")


def wait_for_other_window(gimp, screen, first):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        window = plug_in_window(gimp, screen)
        if window != first:
            return window
        time.sleep(0.2)
    raise Failure("no other window of the plug-in appeared")


def wait_for_result(document, screen, seconds=300):
    """The window that shows the result of a run that has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for process in document.gimp.plug_in_processes():
            if found := screen.windows("--pid", process, "--name", "^Style Transfer: Result$"):
                time.sleep(0.5)
                return found[-1]
        if document.gimp.answer_waits():
            break
        time.sleep(0.2)
    raise Failure("the plug-in shows no result")


def start_dialog(document, base):
    document.gimp.send(document.call_text(base, run_mode="RUN-INTERACTIVE", style=""))
    screen = Screen(document.gimp)
    window = plug_in_window(document.gimp, screen)
    time.sleep(1)  # until the dialog has the thumbnail and takes keys
    return screen, window


def cancelled(gimp):
    """The answer to a run that the user has cancelled: an error or nothing, but no layer."""
    try:
        value = gimp.receive()
    except SchemeError as error:
        expect("cancel" in str(error).lower(), f"an error: {error}")
    else:
        expect(value == [False], f"the answer is {value}")


def undo_is_one_step(document):
    base, before = shown(document)
    layer = document.run(base)
    expect_result(document, before, base, layer)
    expect_one_undo(document, before)


def accept(document, screen, window):
    """OK in the dialog, Enter beside the result; the new layer."""
    screen.press(window, OK)
    screen.press(wait_for_result(document, screen), "Return")
    (layer,) = document.gimp.receive()
    return layer


def paint_again(document, painting):
    """The plug-in on a layer of its own, which the new one takes the place of."""
    screen, question = start_dialog(document, painting)
    screen.press(question, "Return")
    dialog = wait_for_other_window(document.gimp, screen, question)
    time.sleep(1)
    return accept(document, screen, dialog)


def shown(document):
    """Base and state of a document that GIMP shows and takes for saved."""
    base = document.add_picture()
    before = document.state()
    document.gimp.evaluate(f"(gimp-display-new {document.id})")
    document.mark_saved()
    return base, before


def expect_one_undo(document, before):
    expect(document.is_changed(), "the document is not marked as changed")
    screen = Screen(document.gimp)
    screen.press(screen.wait_for("--name", "GIMP$"), "ctrl+z")
    deadline = time.monotonic() + 10
    while document.is_changed() and time.monotonic() < deadline:
        time.sleep(0.1)
    # GIMP counts each step away from where the document was saved.
    expect(not document.is_changed(), "one undo does not lead back to where the document was")
    expect_same(before, document.state(), "after one undo")


def dialog_cancelled(document):
    base = document.add_picture()
    before = document.state()
    screen, window = start_dialog(document, base)
    screen.press(window, "Escape")
    cancelled(document.gimp)
    expect_same(before, document.state(), "after Cancel in the dialog")


def begins_with_a_painting(document):
    """In a fresh profile a style is chosen already: OK paints, and what has come soon is accepted."""
    gimp = document.gimp
    base = document.add_picture()
    before = document.state()
    screen, window = start_dialog(document, base)
    screen.press(window, OK)
    progress = wait_for_other_window(gimp, screen, window)
    deadline = time.monotonic() + 120
    result = progress
    while result == progress and time.monotonic() < deadline:
        time.sleep(2)
        result = plug_in_window(gimp, screen)
        if result == progress:
            screen.press(progress, "alt+s")  # Stop and Keep, as soon as there is something
    screen.press(wait_for_result(document, screen), "Return")
    (layer,) = gimp.receive()
    painting = gimp.setup.data / "paintings" / "starry_night.jpg"
    expect_result(document, before, base, layer, name=painting.stem, style=str(painting))


def in_german(document):
    base = document.add_picture()
    screen, window = start_dialog(document, base)
    title = " ".join(screen.xdotool("getwindowname", window))
    expect(title == "Stilübertragung", f"the title is {title}")
    browser = Browser(document.gimp.environment)
    screen.press(window, "F1")
    page = browser.page()
    expect(page and page.name == "style-transfer.de.html", f"the help page is {page}")
    screen.press(window, "Escape")
    try:
        document.gimp.receive()
    except SchemeError:
        pass  # in German, or nothing: another case looks at it


def engine_in_german(document):
    """It is loaded by the plug-in, whose catalogues GIMP has bound."""
    expect_refused(
        document,
        lambda text: "Ein Arbeitsbild von" in text and "MiB Speicher" in text,
        drawable=document.add_picture(),
        settings=dict(QUICK, size=2000, memory=10),
    )


def dialog_accepted(document):
    """OK in the dialog, which starts with the last values that the test has written, then Enter."""
    base, before = shown(document)
    layer = accept(document, *start_dialog(document, base))
    expect_result(document, before, base, layer)
    expect_one_undo(document, before)


def painted_again(document):
    """Run on a layer that it has made: the question, then the photo once more with its settings, in
    its place; and repeated, above it."""
    base, _ = shown(document)
    settings = dict(QUICK, opacity=80)
    first = document.run(base, settings=settings)
    document.mark_saved()
    before = document.state()
    second = paint_again(document, first)
    after = document.state()
    found = [layer.id for layer in after.layers]
    expect(found == [second, base], f"layers {found} instead of {[second, base]}")
    expect(after.pixels[base] == before.pixels[base], "the photo has changed")
    expect(after.pixels[second] == before.pixels[first], "the same settings give another picture")
    record = document.call("t-parasite", second, quoted(RECORD))
    expect("opacity=80" in record, f"the record is {record!r}")
    expect_one_undo(document, before)

    third = document.run(first, run_mode="RUN-WITH-LAST-VALS", style="", settings={})
    found = [layer.id for layer in document.state().layers]
    expect(found == [third, first, base], f"layers {found} instead of {[third, first, base]}")


def finishing_left_on_the_layer(document):
    """By the check button beside the result; one undo, and the layer can be painted again."""
    base, before = shown(document)
    screen, window = start_dialog(document, base)
    screen.press(window, OK)
    result = wait_for_result(document, screen)
    screen.press(result, "alt+e")
    screen.press(result, "Return")
    (layer,) = document.gimp.receive()
    found = document.call("t-filters", layer)
    expect(found == [["gegl:exposure", "Brightness"]], f"the layer's filters are {found}")
    (opacity,) = document.call("gimp-layer-get-opacity", layer)
    expect(abs(opacity - 80) < 0.1, f"the layer's opacity is {opacity}")
    expect_one_undo(document, before)
    screen.press(screen.wait_for("--name", "GIMP$"), "ctrl+y")
    deadline = time.monotonic() + 10
    while len(document.state().layers) == 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    layers = [item.id for item in document.state().layers]
    expect(layers == [layer, base], f"layers {layers} after undo and redo")
    again = document.call("t-filters", layer)
    expect(again == found, f"after undo and redo the layer's filters are {again}")

    # That it was left there is remembered, and counts for the layer in its place, too.
    second = paint_again(document, layer)
    layers = [item.id for item in document.state().layers]
    expect(layers == [second, base], f"layers {layers} instead of {[second, base]}")
    expect(document.call("t-filters", second) == found, "the new layer has other filters")


def result_discarded(document):
    """A result that is looked at, put aside for another run, and not wanted in the end."""
    base = document.add_picture()
    before = document.state()
    screen, window = start_dialog(document, base)
    screen.press(window, OK)
    result = wait_for_result(document, screen)
    screen.press(result, "alt+b")  # back to the settings
    again = wait_for_other_window(document.gimp, screen, result)
    time.sleep(1)
    screen.press(again, "Escape")  # and from there to the result that is kept
    result = wait_for_result(document, screen)
    screen.press(result, "Escape")
    cancelled(document.gimp)
    expect_same(before, document.state(), "after the result was discarded")


def work_cancelled(document):
    base = document.add_picture()
    before = document.state()
    screen, window = start_dialog(document, base)
    screen.press(window, OK)
    progress = wait_for_other_window(document.gimp, screen, window)
    time.sleep(1)
    screen.press(progress, "Escape")
    cancelled(document.gimp)
    expect_same(before, document.state(), "after Cancel while it worked")


def two_runs_at_once(document):
    """One from the menu of the one document and one by a script in another, in one GIMP."""
    gimp = document.gimp
    base, before = shown(document)
    screen = Screen(gimp)
    screen.press(screen.wait_for("--name", "GIMP$"), "slash")  # searches among all entries
    time.sleep(1)
    screen.xdotool("type", "--delay", 50, "Paint the layer in")  # what its tooltip says, and no other
    time.sleep(1)
    screen.xdotool("key", "Return")
    window = plug_in_window(gimp, screen)
    time.sleep(1)
    screen.press(window, OK)
    progress = wait_for_other_window(gimp, screen, window)
    other = Document(gimp, document.folder)
    picture = other.add_picture()
    other_before = other.state()
    expect_result(other, other_before, picture, other.run(picture))
    screen.press(progress, STOP_AND_KEEP)
    screen.press(wait_for_result(document, screen), "Return")
    deadline = time.monotonic() + 30
    while gimp.plug_in_processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    (layer,) = document.state().layers_since(before)
    expect_result(document, before, base, layer)


def other_images(document):
    """As the dialog lists them."""
    return [image for image in document.gimp.evaluate("(t-images)") if image != document.id]


def choose_open_image(screen, window, place):
    """Takes an image as the style, from the dialog's board of those that are open."""
    screen.press(window, "alt+a")
    time.sleep(1)
    for key in ["Right"] * place + ["Return"]:
        screen.xdotool("key", key)
        time.sleep(0.3)
    time.sleep(0.7)


def style_from_open_image(document):
    """The style is another image that is open in GIMP and was never saved."""
    gimp = document.gimp
    base = document.add_picture()
    before = document.state()
    other = Document(gimp, document.folder, 120, 90)
    picture = quoted(gimp.setup.style)
    other.call("t-add-picture", other.id, picture, 120, 90, quoted("painting"), 0, 0, 0)
    other_before, changed = other.state(), other.is_changed()
    expect(changed, "the other image counts as saved")
    (name,) = gimp.evaluate(f"(gimp-image-get-name {other.id})")
    place = other_images(document).index(other.id)

    screen, window = start_dialog(document, base)
    choose_open_image(screen, window, place)
    screen.press(window, OK)
    screen.press(wait_for_result(document, screen), "Return")
    (layer,) = gimp.receive()
    expect_result(document, before, base, layer, name=name, style="")
    expect_same(other_before, other.state(), "the image that gave the style")
    expect_refused(
        document,
        lambda sentence: "an image without a file" in sentence,
        drawable=base,
        run_mode="RUN-WITH-LAST-VALS",
        style="",
        settings={},
    )


def repeated(document):
    base = document.add_picture()
    before = document.state()
    layer = document.run(base, run_mode="RUN-WITH-LAST-VALS", style="", settings={})
    expect_result(document, before, base, layer)
