#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures speed and memory and prints a table of ratios; with matplotlib a plot beside it.

A ratio compares two measurements of one run. Nothing else should be running.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = SOURCE / "data" / "samples"


def machine():
    name = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    return f"{name}, {len(os.sched_getaffinity(0))} cores"


def picture(source, folder, width, height):
    file = folder / f"{source.stem}_{width}x{height}.png"
    if not file.exists():
        Image.open(source).convert("RGB").resize((width, height), Image.LANCZOS).save(file)
    return file


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder, self.rows = build, folder, []

    def row(self, what, value, against=""):
        self.rows.append((what, value, against))
        print(f"| {what} | {value} | {against} |", flush=True)

    def evaluations(self):
        """One evaluation against the convolutions alone, VGG19's shape, fp32."""
        answer = subprocess.run(
            [self.build / "tests/bench/evaluation-bench", "--benchmark_format=json",
             "--benchmark_min_time=3"],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        times = {b["name"]: b["real_time"] for b in json.loads(answer.stdout)["benchmarks"]}
        for side in (256, 512):
            bare = times[f"bare_fp32/{side}/real_time"]
            ours = times[f"evaluation/{side}/real_time"]
            self.row(f"one evaluation, VGG19, fp32, {side}²", f"{ours:.0f} ms",
                     f"{ours / bare:.2f} × the bare convolutions")

    def transfer(self, width, height, *options):
        report = self.folder / "report.json"
        environment = dict(os.environ, STYLE_TRANSFER_DATA=str(SOURCE / "data"))
        subprocess.run(
            [self.build / "engine/cli/style-transfer",
             picture(SAMPLES / "lake.jpg", self.folder, width, height),
             picture(SAMPLES / "starry_night.jpg", self.folder, 512, 512),
             "-o", self.folder / "out.png", "--size", str(max(width, height)), "--quiet",
             "--report", report, *options],
            check=True, env=environment)
        return json.loads(report.read_text())

    def sizes(self, megapixels):
        """Memory and time of one evaluation against size, compact network; the first is left out
        of the time."""
        points = []
        for size in megapixels:
            height = round((size * 1e6 / 1.5) ** 0.5)
            report = self.transfer(
                round(height * 1.5), height, "--model", "compact", "--iterations", "1",
                "--evaluations", "4", "--schedule", "single", "--precision", "fp32")
            seconds = (report["final"]["seconds"] - report["initial"]["seconds"]) / 3
            points.append((size, seconds, report["peak_rss_mib"]))
            self.row(f"one evaluation, compact, fp32, {size} MP", f"{seconds:.2f} s",
                     f"{seconds / size:.2f} s per MP, {report['peak_rss_mib']:.0f} MiB at most")
        return points

    def against_reference(self, weights, iterations):
        """Time to the loss that the published method reaches, VGG19 at 512², fp32."""
        base = picture(SAMPLES / "lake.jpg", self.folder, 512, 512)
        style = picture(SAMPLES / "starry_night.jpg", self.folder, 512, 512)
        file = self.folder / "reference.json"
        subprocess.run(
            [sys.executable, SOURCE / "tests/bench/reference.py", weights, base, style, file,
             "--iterations", str(iterations)], check=True, stdout=subprocess.DEVNULL)
        trace = json.loads(file.read_text())["trace"]
        loss, seconds = trace[-1]["total"], trace[-1]["seconds"]
        report = self.transfer(
            512, 512, "--model", weights, "--precision", "fp32", "--iterations", str(iterations))
        steps = [s for s in report["iterations"] if s["width"] == 512 and s["total"] <= loss]
        self.row(f"the reference's {iterations} iterations, VGG19, 512²", f"{seconds:.0f} s",
                 f"loss {loss:.4g}")
        took = f"{steps[0]['seconds']:.0f} s" if steps else "not reached"
        ratio = f"1/{seconds / steps[0]['seconds']:.1f} of it" if steps else (
            f"loss {report['final']['total']:.4g} after {report['seconds']:.0f} s")
        self.row("the same loss with this program", took, ratio)
        self.row("memory, VGG19, fp32, 512²", f"{report['peak_rss_mib']:.0f} MiB")


def plot(points, file):
    try:
        import matplotlib
    except ImportError:
        print("No plot: matplotlib is missing.")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (times, memory) = pyplot.subplots(1, 2, figsize=(9, 3.5))
    sizes = [p[0] for p in points]
    times.loglog(sizes, [p[1] for p in points], "o-")
    times.set(xlabel="megapixels", ylabel="seconds for one evaluation")
    memory.loglog(sizes, [p[2] for p in points], "o-")
    memory.set(xlabel="megapixels", ylabel="peak memory, MiB")
    figure.suptitle(f"compact network, fp32; {machine()}", fontsize=9)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    print(f"Plot: {file}")


def main():
    parser = argparse.ArgumentParser(prog="./bench", description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build",
                        help=argparse.SUPPRESS)
    parser.add_argument("--megapixels", default="0.25,1,4",
                        help="sizes to measure, up to 24 (%(default)s)")
    parser.add_argument("--weights", help="VGG19's file (Keras): compares with the published "
                        "method in PyTorch and SciPy, which takes half an hour")
    parser.add_argument("--iterations", type=int, default=25, help="of that comparison")
    arguments = parser.parse_args()
    print(f"{machine()}, {platform.platform()}\n\n| what | measured | compared |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments.build, pathlib.Path(folder))
        bench.evaluations()
        points = bench.sizes([float(size) for size in arguments.megapixels.split(",")])
        if arguments.weights:
            bench.against_reference(os.path.abspath(arguments.weights), arguments.iterations)
    print()
    plot(points, arguments.build / "bench.png")


if __name__ == "__main__":
    main()
