#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every method and network beside the others: each base is painted after each style by each column
of COLUMNS, and judge.py measures what came out. Prints a table and writes methods.json, methods.md
and the contact sheet methods.png into OUT. Pictures made before are used again: delete them to make
them anew.

    methods.py --program STYLE-TRANSFER --vgg19 VGG19.h5 --bases FILE… --styles FILE… --out OUT

The seconds are the processor's, all threads together. Needs python3-numpy, python3-scipy, python3-pil."""

import argparse
import json
import os
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from contact_sheet import contact_sheet
from judge import Judge, load
from PIL import Image

# Column: words, network, and what is set. The published method works at 512 pixels, as it did when
# it was the default.
COLUMNS = {
    "matching-preview": ("matching, preview", "preview", []),
    "matching-compact": ("matching, compact", "compact", []),
    "matching-vgg19": ("matching, VGG19", "vgg19", []),
    "textures-compact": ("Textures at 512, compact", "compact", ["--preset", "textures", "--size", "512"]),
    "textures-vgg19": ("Textures at 512, VGG19", "vgg19", ["--preset", "textures", "--size", "512"]),
    "balanced-compact": (
        "Balanced textures at 512, compact", "compact", ["--preset", "balanced", "--size", "512"]),
}
MEASURES = {"patches": 3, "structure": 3, "specks": 4, "clipped": 3}  # with their decimals


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--program", required=True)
    parser.add_argument("--vgg19", required=True, type=Path, help="as Keras HDF5 or safetensors")
    parser.add_argument("--bases", required=True, nargs="+", type=Path)
    parser.add_argument("--styles", required=True, nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--size", default="1024")
    parser.add_argument("--columns", nargs="+", choices=list(COLUMNS), default=list(COLUMNS))
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), help="runs of one thread each")
    return parser.parse_args()


def paint(options, column, base, style):
    """The picture's file, and the processor's seconds."""
    picture = options.out / f"{base.stem}-{style.stem}-{column}.png"
    took = picture.with_suffix(".seconds")
    if not took.exists():
        _, network, settings = COLUMNS[column]
        command = [options.program, base, style, "-o", picture, "--force", "--quiet", "--threads", "1"]
        command += ["--model", options.vgg19 if network == "vgg19" else network]
        command += settings if "--size" in settings else [*settings, "--size", options.size]
        process = subprocess.Popen([str(word) for word in command])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{picture.name}: ended with {process.returncode}")
        took.write_text(f"{usage.ru_utime + usage.ru_stime:.1f}\n")
    return picture, float(took.read_text())


def table(results, columns):
    words = [COLUMNS[column][0] for column in columns]
    lines = [f"Each: {' / '.join(MEASURES)}", ""]
    lines += ["| base × style | " + " | ".join(words) + " |", "|---|" + "---|" * len(columns)]
    for pair, result in results.items():
        cells = [
            " / ".join(f"{result[c][name]:.{digits}f}" for name, digits in MEASURES.items()) for c in columns
        ]
        lines.append(f"| {pair} | " + " | ".join(cells) + " |")
    for name in [*MEASURES, "seconds"]:
        means = [statistics.mean(result[c][name] for result in results.values()) for c in columns]
        digits = MEASURES.get(name, 0)
        lines.append(f"| {name}, mean | " + " | ".join(f"{mean:.{digits}f}" for mean in means) + " |")
    return "\n".join(lines) + "\n"


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    pairs = [(base, style) for base in options.bases for style in options.styles]
    with ThreadPoolExecutor(options.at_once) as runs:
        made = {
            (column, *pair): runs.submit(paint, options, column, *pair)
            for column in options.columns
            for pair in pairs
        }
    results, rows = {}, []
    for base, style in pairs:
        judge = Judge(load(base), load(style))
        result, row = {}, [(Image.open(file).convert("RGB"), file.stem) for file in (base, style)]
        for column in options.columns:
            picture, seconds = made[column, base, style].result()
            verdict = result[column] = judge(load(picture)) | {"seconds": seconds}
            caption = f"patches {verdict['patches']:.3f}, {seconds:.0f} s"
            row.append((Image.open(picture).convert("RGB"), caption))
        results[f"{base.stem} × {style.stem}"] = result
        rows.append(row)
    words = table(results, options.columns)
    print(words)
    (options.out / "methods.md").write_text(words)
    (options.out / "methods.json").write_text(json.dumps(results, indent=1))
    headings = ["base", "style", *(COLUMNS[column][0] for column in options.columns)]
    contact_sheet(rows, headings).save(options.out / "methods.png")


main()
