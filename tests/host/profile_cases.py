# SPDX-License-Identifier: GPL-3.0-or-later
"""Images with a colour profile of their own."""

from document import QUICK, expect, expect_same_picture
from headless_cases import BITS_16, FLOAT, LINEAR_FLOAT, case, stylised
from icc import ROMM, SRGB, chroma_distance, icc_profile
from s_expressions import quoted


def set_profile(document, content):
    profile = document.folder / "own.icc"
    profile.write_bytes(content)
    address = profile.as_uri() if document.gimp.setup.major == 2 else profile
    document.call("gimp-image-set-color-profile-from-file", document.id, quoted(address))


def photo_colours(precision, precision_name):
    @case(f"the photo's colours in its own profile, {precision_name}", precision=precision)
    def _(document):
        """ProPhoto's primaries and curve. GIMP writes the pixels as sRGB; what colours those are comes
        from icc.py. With the photo's numbers taken for sRGB's they are 0.0016 off."""
        set_profile(document, icc_profile(ROMM))
        base = document.add_picture()
        layer = document.run(base, settings=dict(QUICK, palette="photo", size=96, **{"content-weight": 0.005}))
        before, after = (document.pixels(one).visible_colours() for one in (base, layer))
        light = sum(abs(sum(a) - sum(b)) / 3 for a, b in zip(before, after)) / len(before)
        expect(light > 0.02, f"hardly anything was painted: {light:.4f}")
        distance, count = chroma_distance(before, after, SRGB)
        expect(count > len(before) / 4, f"only {count} colours can be compared")
        expect(distance < 0.0005, f"the chroma is {distance:.4f} off")


photo_colours(BITS_16, "16 bits")
photo_colours(FLOAT, "float")


@case("colour profile of its own", precision=BITS_16)
def _(document):
    """Adobe RGB's primaries: what the network sees is brought to sRGB and back, so a picture that
    nothing is done to is the base again, to 8 bits. (That the image keeps its profile shows in the
    list of its parasites, which every case compares.)"""
    set_profile(document, icc_profile())
    base = document.add_picture()
    stylised(document, base)
    untouched = dict(QUICK, iterations=0, enhance=False, size=96)
    layer = document.run(base, settings=untouched)
    worst = max(
        abs(a - b)
        for a, b in zip(document.pixels(base).values, document.pixels(layer).values)
    )
    expect(worst < 2 / 255, f"the same picture differs by {worst * 255:.1f} of 255")


@case("the same settings give the same picture", precision=LINEAR_FLOAT)
def _(document):
    """In a format that babl converts in many ways: with the one that it measures to be fastest, nearly
    every process has other last digits, and these make another picture."""
    set_profile(document, icc_profile())
    base = document.add_picture()
    document.call("t-fade", base)
    first, second = (document.pixels(document.run(base)) for _ in range(2))
    expect_same_picture(first, second, "run again")


@case("effects in an image with a profile of its own", gimp=(3,), precision=BITS_16)
def _(document):
    """They are read out of another image. Of opacity 0 the painting is what was read."""
    set_profile(document, icc_profile(ROMM))
    group = document.add_group("Sky")
    inside = document.add_picture(size=(60, 50), at=(-5, 7), parent=group)
    alone = document.add_picture(size=(60, 50), at=(-5, 7))
    for base, merged in ((alone, alone), (group, inside)):
        document.call("t-add-effect", base, quoted("gegl:invert-gamma"))
        layer = document.run(base, settings=dict(QUICK, size=32, opacity=0))
        if base == group:
            document.call("t-add-effect", inside, quoted("gegl:invert-gamma"))
        document.call("gimp-drawable-merge-filters", merged)
        read, wanted = document.pixels(layer), document.pixels(merged)
        pairs = zip(read.visible_colours(), wanted.visible_colours())
        worst = max(abs(a - b) for one, other in pairs for a, b in zip(one, other))
        expect(worst < 0.5 / 255, f"it differs by {worst * 255:.1f} of 255")
