# SPDX-License-Identifier: GPL-3.0-or-later
"""Several styles with regions, made in the dialog by its keys."""

import time

from document import RECORD, expect, expect_same_picture
from s_expressions import quoted
from style_cases import COLOURS, HEIGHT, by_channel, expect_sides, plain_styles
from window_cases import accept, choose_open_image, other_images, paint_again, start_dialog


def opened(gimp, file):
    """The image of a file, saved as one of GIMP's own: others count as imported, without a file."""
    imported = gimp.evaluate(f"(t-open {quoted(file)})")
    own = quoted(file.with_suffix(".xcf"))
    gimp.evaluate(f"(t-save-xcf {imported} {own})")
    gimp.evaluate(f"(gimp-image-delete {imported})")
    image = gimp.evaluate(f"(t-open {own})")
    gimp.evaluate(f"(gimp-image-clean-all {image})")
    return image


def last_values(major):
    """To begin with; in GIMP 2.10 what names no method is of the published one."""
    return dict(COLOURS, method="matching") if major == 2 else COLOURS


def record_of(document, layer):
    return document.call("t-parasite", layer, quoted(RECORD))


def sky_and_town(document):
    """One painting for a channel, the other for everything else; then once more with the last values,
    and from the layer."""
    gimp = document.gimp
    red, blue = plain_styles(document)
    base = document.add_picture()
    by_channel(document, base)
    images = [opened(gimp, file) for file in (red, blue)]
    red, blue = (file.with_suffix(".xcf") for file in (red, blue))
    places = [other_images(document).index(image) for image in images]
    before = document.state()

    screen, window = start_dialog(document, base)
    choose_open_image(screen, window, places[0])
    screen.press(window, "alt+d")  # Add a Painting
    time.sleep(0.5)
    choose_open_image(screen, window, places[1])
    screen.press(window, "alt+w")  # Where
    time.sleep(0.3)
    screen.xdotool("key", "Down")  # the channel is all that the image has for it
    time.sleep(1)
    first = accept(document, screen, window)

    record = record_of(document, first)
    lines = f"style-transfer settings 2\nstyle {red}\nstyle {blue}@channel Left\\: half\n"
    expect(record.startswith(lines), f"the record is {record!r}")
    expect_sides(document, first, "blue", "red")
    after = document.state()
    expect(after.item(base) == before.item(base), "the base has changed")
    expect(after.item(first).box[1] == HEIGHT, "it is not the whole layer")

    again = document.run(base, run_mode="RUN-WITH-LAST-VALS", style="", settings={})
    expect(record_of(document, again) == record, "the last values are others")
    expect_same_picture(after.pixels[first], document.pixels(again), "with the last values")

    second = paint_again(document, first)
    expect(record_of(document, second) == record, "painting again has other styles")
    expect_same_picture(after.pixels[first], document.pixels(second), "painted again")
    for image in images:
        gimp.evaluate(f"(gimp-image-delete {image})")
