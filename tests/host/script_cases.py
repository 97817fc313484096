# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts of other people rely on: names, types and order of the procedures' arguments, and
the batch script."""

import json
import re
import shutil

from document import QUICK, RECORD, expect, settings_text
from gimp import SchemeError
from headless_cases import case, text_file
from png import read_png
from s_expressions import quoted

PLUG_IN = "plug-in-style-transfer"
BATCH = "script-fu-style-transfer-batch"
MANY = "script-fu-style-transfer-many-files"
FAILED = "style-transfer-failed.txt"

# A change here breaks scripts that are out there. New settings may come at the end.
SIGNATURES = {
    (2, PLUG_IN): [
        ("run-mode", "INT32"),
        ("image", "IMAGE"),
        ("drawable", "DRAWABLE"),
        ("style-file", "STRING"),
        ("settings", "STRING"),
    ],
    (3, PLUG_IN): [
        ("run-mode", "GimpRunMode"),
        ("image", "GimpImage"),
        ("drawables", "GimpCoreObjectArray"),
        ("style-file", "GFile"),
        ("styles", "gchararray"),
        ("content-weight", "gdouble"),
        ("style-weight", "gdouble"),
        ("variation-weight", "gdouble"),
        ("style-layers", "gchararray"),
        ("content-layer", "gchararray"),
        ("style-scale", "gdouble"),
        ("palette", "gchararray"),
        ("opacity", "gdouble"),
        ("detail", "gdouble"),
        ("fine-detail", "gdouble"),
        ("medium-detail", "gdouble"),
        ("coarse-detail", "gdouble"),
        ("enhance", "gboolean"),
        ("brightness", "gdouble"),
        ("colour", "gdouble"),
        ("sharpness", "gdouble"),
        ("method", "gchararray"),
        ("layer-balance", "gchararray"),
        ("quality", "gchararray"),
        ("size", "gint"),
        ("iterations", "gint"),
        ("evaluations", "gint"),
        ("schedule", "gchararray"),
        ("balance-size", "gint"),
        ("seed", "gint"),
        ("model", "gchararray"),
        ("memory", "gint"),
        ("threads", "gint"),
        ("precision", "gchararray"),
        ("device", "gchararray"),
        ("preset", "gchararray"),
        ("live-filters", "gboolean"),
    ],
    # The names are GIMP's own; scripts call it by position.
    (2, BATCH): [
        ("run-mode", "INT32"),
        ("string", "STRING"),
        ("filename", "STRING"),
        ("dirname", "STRING"),
        ("string", "STRING"),
    ],
    (3, BATCH): [
        ("run-mode", "GimpRunMode"),
        ("string", "gchararray"),
        ("filename", "GFile"),
        ("dirname", "GFile"),
        ("string-2", "gchararray"),
    ],
    (2, MANY): [
        ("run-mode", "INT32"),
        ("dirname", "STRING"),
        ("string", "STRING"),
        ("filename", "STRING"),
        ("dirname", "STRING"),
        ("option", "INT32"),
        ("string", "STRING"),
    ],
    (3, MANY): [
        ("run-mode", "GimpRunMode"),
        ("dirname", "GFile"),
        ("string", "gchararray"),
        ("filename", "GFile"),
        ("dirname-2", "GFile"),
        ("option", "gint"),
        ("string-2", "gchararray"),
    ],
}
RESULTS = {
    (2, PLUG_IN): [("layer", "LAYER")],
    (3, PLUG_IN): [("layer", "GimpLayer")],
    (2, BATCH): [],
    (3, BATCH): [],
    (2, MANY): [],
    (3, MANY): [],
}
# libgimp 2.10's numbers of types.
TYPES_OF_GIMP_2 = {0: "INT32", 4: "STRING", 13: "IMAGE", 14: "LAYER", 16: "DRAWABLE"}


def signature_in_gimp_2(gimp, procedure):
    def listed(count, function):
        values = [gimp.evaluate(f'({function} "{procedure}" {i})') for i in range(count)]
        return [(name, TYPES_OF_GIMP_2.get(kind, kind)) for kind, name, _ in values]

    *_, arguments, results = gimp.evaluate(f'(gimp-procedural-db-proc-info "{procedure}")')
    return (
        listed(arguments, "gimp-procedural-db-proc-arg"),
        listed(results, "gimp-procedural-db-proc-val"),
    )


def signature_in_gimp_3(gimp, procedure, folder):
    """Script-Fu cannot ask for it there, but GIMP's own Python can."""
    file = folder / "signature.json"
    program = f"""
import json
from gi.repository import Gimp
procedure = Gimp.get_pdb().lookup_procedure('{procedure}')
lists = procedure.get_arguments(), procedure.get_return_values()
with open('{file}', 'w') as out:
    json.dump([[(each.name, each.value_type.name) for each in one] for one in lists], out)
"""
    run_python(gimp, folder, program)
    return tuple([tuple(pair) for pair in one] for one in json.loads(file.read_text()))


def run_python(gimp, folder, program):
    """In GIMP 3's own Python; raises SchemeError with what the program raises."""
    file = folder / "program.py"  # Script-Fu's texts are short
    file.write_text(program)
    script = f"exec(open({str(file)!r}).read())"
    gimp.evaluate(f"(python-fu-eval #:run-mode RUN-NONINTERACTIVE #:script {quoted(script)})")


@case("Python: the manual's example", gimp=(3,))
def _(document):
    """Its very text, but for the files and the size; then a size that does not exist, which GLib by
    itself would leave at the default."""
    gimp = document.gimp
    manual = (gimp.setup.data.parent / "docs" / "manual.md").read_text()
    program = re.search(r"```python\n(.*?)```", manual, re.DOTALL)[1]
    target = document.folder / "from-python.png"
    for word, own in (
        ("/photos/lake.jpg", gimp.setup.photo),
        ("/pictures/painting.jpg", gimp.setup.style),
        ("/painted/lake.png", target),
        ('"size", 640', '"size", 64'),
    ):
        expect(program.count(word) == 1, f"{word} is not in it once")
        program = program.replace(word, str(own))
    run_python(gimp, document.folder, program)
    before, after = read_png(gimp.setup.photo), read_png(target)
    expect((before.width, before.height) == (after.width, after.height), "the size differs")
    expect(before.visible_colours() != after.visible_colours(), "the picture has not changed")
    target.unlink()
    images = gimp.evaluate("(t-images)")
    try:
        run_python(gimp, document.folder, program.replace('"size", 64', '"size", 8'))
    except SchemeError as error:
        expect('size: expected a whole number from 16 to 65536, found "8"' in str(error), error)
    else:
        expect(False, "size 8 is taken")
    expect(not target.exists(), "a picture was written")
    for image in set(gimp.evaluate("(t-images)")) - set(images):
        gimp.evaluate(f"(gimp-image-delete {image})")  # which the example leaves open when it fails


@case("signatures of the procedures")
def _(document):
    gimp = document.gimp
    major = gimp.setup.major
    for procedure in (PLUG_IN, BATCH, MANY):
        if major == 2:
            arguments, results = signature_in_gimp_2(gimp, procedure)
        else:
            arguments, results = signature_in_gimp_3(gimp, procedure, document.folder)
        expected = SIGNATURES[major, procedure]
        expect(arguments == expected, f"{procedure} takes {arguments} instead of {expected}")
        expected = RESULTS[major, procedure]
        expect(results == expected, f"{procedure} returns {results} instead of {expected}")


def batch(document, pattern, target, settings, style=None):
    """Calls the script; the sentence it ends with when something went wrong, else None."""
    gimp = document.gimp
    words = (pattern, style or gimp.setup.style, target, settings)
    return script_sentence(gimp, BATCH, *map(quoted, words))


def script_sentence(gimp, script, *arguments):
    try:
        gimp.evaluate(f"({script} {' '.join(arguments)})")
    except SchemeError as error:
        return str(error)
    return None


def batch_folders(document):
    folders = [document.folder / f"batch-{document.id}" / name for name in ("from", "to")]
    for folder in folders:
        folder.mkdir(parents=True)
    return folders


@case("batch: every file, going on after a bad one")
def _(document):
    source, target = batch_folders(document)
    photo = document.gimp.setup.photo
    shutil.copy(text_file(document), source / "bad.png")
    for name in ("a lake.png", "done.png", "z.b.png", "other.dat"):
        shutil.copy(photo, source / name)
    (target / "done.png").write_text("mine")
    settings = settings_text(dict(QUICK, enhance=False, model="compact")) + ' content-layer="block5_conv2"'
    sentence = batch(document, source / "*.png", target, settings)
    expect(
        sentence and "2 painted, 1 there already, 1 failed" in sentence, f"it says {sentence!r}"
    )
    expect(str(source / "bad.png") in sentence, f"it says {sentence!r}")
    found = sorted(file.name for file in target.iterdir())
    expect(found == ["a lake.png", "done.png", FAILED, "z.b.png"], f"the folder holds {found}")
    (line,) = (target / FAILED).read_text().splitlines()
    expect(line.startswith(f"{source / 'bad.png'}: "), f"{FAILED} says {line!r}")
    expect((target / "done.png").read_text() == "mine", "a file was overwritten")
    before, after = read_png(photo), read_png(target / "a lake.png")
    expect((before.width, before.height) == (after.width, after.height), "the size differs")
    expect(before.visible_colours() != after.visible_colours(), "the picture has not changed")
    (source / "bad.png").unlink()
    expect(batch(document, source / "*.png", target, settings) is None, "it failed")
    expect(not (target / FAILED).exists(), f"{FAILED} is left though nothing has failed")


@case("batch: settings have their effect")
def _(document):
    source, target = batch_folders(document)
    shutil.copy(document.gimp.setup.photo, source / "photo.png")
    settings = settings_text(dict(QUICK, enhance="yes", colour=0))
    expect(batch(document, source / "*", target, settings) is None, "it failed")
    colours = read_png(target / "photo.png").visible_colours()
    expect(max(abs(c[0] - c[1]) for c in colours) < 0.02, "colour=0 is not gray")
    (target / "photo.png").unlink()
    sentence = batch(document, source / "*", target, "sizes=64")
    expect(sentence and "0 painted, 0 there already, 1 failed" in sentence, f"says {sentence!r}")


@case("batch: what keeps every file from being painted")
def _(document):
    source, target = batch_folders(document)
    for sentence, arguments in (
        ("no file", (source / "*.png", target, "")),
        ("no folder", (source / "*", target / "nowhere", "")),
        ("/nowhere.png\\\" does not exist", (source / "*", target, "", "/nowhere.png")),
    ):
        answer = batch(document, *arguments)
        expect(answer and sentence.replace("\\", "") in answer, f"it says {answer!r}")
    noted = (target / FAILED).read_text()
    expect(noted == 'The style picture "/nowhere.png" does not exist.\n', f"noted: {noted!r}")


@case("many files: a folder, patterns and a preset")
def _(document):
    """The tenth preset is Vivid, which enhances; colour=0 then shows. Without it nothing is gray."""
    source, target = batch_folders(document)
    for name in ("a.png", "b.png", "c.txt"):
        shutil.copy(document.gimp.setup.photo, source / name)
    settings = quoted(settings_text(dict(QUICK, colour=0)))

    def paint(patterns, preset):
        folders = quoted(source), quoted(patterns), quoted(document.gimp.setup.style), quoted(target)
        return script_sentence(document.gimp, MANY, *folders, str(preset), settings)

    expect(paint("a.* *.png a.png", 9) is None, "it failed")
    found = sorted(file.name for file in target.iterdir())
    expect(found == ["a.png", "b.png"], f"the folder holds {found}")
    expect(spread_of_colour(target / "a.png") < 0.02, "Vivid does not enhance")
    (target / "a.png").unlink()
    expect(paint("a.png", 0) is None, "it failed")
    expect(spread_of_colour(target / "a.png") > 0.05, "Painting enhances")
    answer = paint("*.jpg *.gif", 0)
    expect(answer and f'no file "*.jpg *.gif" in the folder "{source}"' in answer, answer)


def spread_of_colour(file):
    return max(abs(c[0] - c[1]) for c in read_png(file).visible_colours())


@case("presets of the script are those of the plug-in")
def _(document):
    """Each has its name; and there are no others, as the sentence about a wrong one says."""
    gimp = document.gimp
    names = [name for _, name in gimp.evaluate("style-transfer-presets")]
    base = document.add_picture()
    try:
        document.run(base, settings=dict(QUICK, preset="painterly"))
    except SchemeError as error:
        expect(f"expected one of {', '.join(names)}, found" in str(error), f"{names}: {error}")
    else:
        expect(False, "a preset of another name is taken")


@case("preset by name")
def _(document):
    """With what is set beside it; the record says what was painted with."""
    base = document.add_picture()
    layer = document.run(base, settings=dict(QUICK, preset="wash", seed=3))
    record = document.call("t-parasite", layer, quoted(RECORD))
    for text in ("variation-weight=12 ", "style-layers=2,1,1,1,0 ", "seed=3 ", "size=64 "):
        expect(text in record, f"{text} is not in the record: {record}")
    layer = document.run(base, settings=dict(QUICK, preset="classic"))
    record = document.call("t-parasite", layer, quoted(RECORD))
    for text in ("method=gram ", "content-layer=block5_conv2 ", "enhance=yes ", "iterations=2 "):
        expect(text in record, f"{text} is not in the record: {record}")
