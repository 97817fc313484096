#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How good are the pictures that a network makes, seen by VGG19 and by eye? Every pair of
pairs.json whose pictures lie in one of the --pictures folders is painted with each network at the
same number of evaluations; VGG19 then measures all of them. Prints a table and writes
quality.json, quality.md and the contact sheet quality.png into OUT. Pictures made before with the
same settings are used again: delete them to make them anew.

    quality.py --program STYLE-TRANSFER --teacher VGG19.h5 --model compact --model preview \\
               --pictures FOLDER --out OUT

Needs python3-torch, python3-h5py, python3-pil."""

import argparse
import json
import statistics
import subprocess
from pathlib import Path

import torch
from contact_sheet import contact_sheet
from PIL import Image
from teacher import Teacher, colour_distance, content_term, sliced_wasserstein, style_terms

HERE = Path(__file__).parent
MEASURES = {
    "style_left": "style loss left of the base's",
    "content_ratio": "content loss against VGG19's picture",
    "wasserstein": "sliced Wasserstein distance to the style",
    "colour": "colour-histogram distance to the style",
    "colour_ratio": "the same against VGG19's picture",
    "seconds": "seconds",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--teacher", required=True, help="VGG19 as Keras HDF5")
    parser.add_argument("--model", action="append", default=[], help="may be given again")
    parser.add_argument("--pictures", action="append", default=[], type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--size", type=int, default=384)
    parser.add_argument("--iterations", type=int, default=10)
    parser.add_argument("--evaluations", type=int, default=10)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--pairs", type=int, default=None, help="only the first N")
    parser.add_argument("--more", action="append", default=[], help="option=value for the program")
    return parser.parse_args()


def find(name, folders):
    data = HERE.parents[2] / "data"
    for folder in [*folders, data / "samples", data / "paintings"]:
        for file in sorted(folder.glob(f"{name}.*")):
            return file
    return None


def stylise(options, model, base, style):
    """The picture and the report of one run."""
    label = Path(model).stem if model != options.teacher else "vgg19"
    picture = options.out / f"{base.stem}-{style.stem}-{label}.png"
    report = picture.with_suffix(".json")
    if not (picture.exists() and report.exists()):
        command = [options.program, base, style, "-o", picture, "--force", "--report", report]
        command += ["--model", model, "--no-enhance", "--quiet", "--size", options.size]
        command += ["--iterations", options.iterations, "--evaluations", options.evaluations]
        command += ["--threads", options.threads, *(f"--{more}" for more in options.more)]
        subprocess.run([str(word) for word in command], check=True)
    return Image.open(picture).convert("RGB"), json.loads(report.read_text())


def as_worked_on(options, file, size):
    """The picture as the program scales it. Another filter's sharpness alone would be a tenth of
    the style loss, with which no network has anything to do."""
    longer = max(size["width"], size["height"])
    scaled = options.out / f"{file.stem}-{longer}.png"
    if not scaled.exists():
        command = [options.program, file, file, "-o", scaled, "--iterations", 0, "--no-enhance"]
        command += ["--size", longer, "--quiet"]
        subprocess.run([str(word) for word in command], check=True)
    return Image.open(scaled).convert("RGB")


def measured(teacher, made, base, style, of_base, of_style):
    features = teacher.features(made)
    terms, start = style_terms(features, of_style), style_terms(of_base, of_style)
    return {
        "style_left": sum(terms.values()) / sum(start.values()),
        "style_left_by_layer": {layer: terms[layer] / start[layer] for layer in terms},
        "content": content_term(features, of_base),
        "wasserstein": sliced_wasserstein(features, of_style),
        "colour": colour_distance(made, style),
    }


def judge(options, teacher, models, base_file, style_file):
    runs = {model: stylise(options, model, base_file, style_file) for model in models}
    report = runs[options.teacher][1]
    base = as_worked_on(options, base_file, report["working_size"])
    style = as_worked_on(options, style_file, report["styles"][0]["working_size"])
    of_base, of_style = teacher.features(base), teacher.features(style)
    results, cells = {}, [(base, base_file.stem), (style, style_file.stem)]
    for model, (made, report) in runs.items():
        result = measured(teacher, made, base, style, of_base, of_style)
        result["seconds"] = report["seconds"]
        results[model] = result
        reference = results[options.teacher]
        result["content_ratio"] = result["content"] / reference["content"]
        result["colour_ratio"] = result["colour"] / reference["colour"]
        cells.append((made, f"style left {result['style_left']:.1%}"))
    return results, cells


def table(results, models):
    lines = ["| median of all pairs | " + " | ".join(models.values()) + " |"]
    lines.append("|---|" + "---|" * len(models))
    for measure, words in MEASURES.items():
        values = [statistics.median(r[m][measure] for r in results.values()) for m in models]
        lines.append(f"| {words} | " + " | ".join(f"{v:.3g}" for v in values) + " |")
    lines += ["", "| style left | " + " | ".join(models.values()) + " |"]
    lines.append("|---|" + "---|" * len(models))
    for pair, result in results.items():
        cells = " | ".join(f"{result[m]['style_left']:.1%}" for m in models)
        lines.append(f"| {pair} | {cells} |")
    return "\n".join(lines) + "\n"


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads or torch.get_num_threads())
    teacher = Teacher(options.teacher)
    models = {options.teacher: "VGG19"} | {model: Path(model).stem for model in options.model}
    results, rows = {}, []
    for names in json.loads((HERE / "pairs.json").read_text())[: options.pairs]:
        files = [find(name, options.pictures) for name in names]
        pair = " × ".join(names)
        if None in files:
            print(f"{pair}: left out, not all pictures are in --pictures", flush=True)
            continue
        results[pair], row = judge(options, teacher, models, *files)
        left = ", ".join(f"{n} {results[pair][m]['style_left']:.1%}" for m, n in models.items())
        print(f"{pair}: style left {left}", flush=True)
        rows.append(row)
    if not results:
        raise SystemExit("no pair has its pictures in the --pictures folders")
    words = table(results, models)
    print(words)
    (options.out / "quality.md").write_text(words)
    (options.out / "quality.json").write_text(json.dumps(results, indent=1))
    contact_sheet(rows, ["base", "style", *models.values()]).save(options.out / "quality.png")


main()
