# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the libraries that the programs of a folder need beside the engine, under names of their own,
so that they work wherever the folder lies and whatever else is loaded."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import elf

ENGINE = "libstyle-transfer-engine.so"
PREFIX = "style-transfer-"

# What the system has on which GIMP runs, and what GIMP has loaded, or loads for every plug-in: a second
# copy of one of these would be another library to its callers.
OF_THE_SYSTEM = re.compile(r"(libc|libm|libdl|libpthread|librt|libstdc\+\+|libgcc_s|ld-linux-.*)\.so")
OF_GIMP = re.compile(
    r"lib(gimp[a-z]*|gegl|babl|glib|gobject|gio|gmodule|gtk|gdk|gdk_pixbuf|pango|pangocairo|atk|cairo|"
    r"png16|z)(-[\d.]+)?\.so"
)

# One library has what two names ask for.
SAME = {"libblas.so.3": "libopenblas.so.0", "liblapack.so.3": "libopenblas.so.0"}

# Needed for what the engine never calls. Each is replaced by functions that end the program and say
# which it was.
LEFT_OUT = {
    "libcrypto.so.3": "HDF5: files in the cloud",
    "libcurl.so.4": "HDF5: files in the cloud",
    "libgloo.so.0": "libtorch: training on several machines",
    "libhiredis.so.0.14": "libtorch: training on several machines",
    "liblzma.so.5": "libunwind: compressed debugging symbols",
    "libonnx.so.1": "libtorch: export of networks",
    "libonnx_proto.so.1": "libtorch: export of networks",
    "libtensorpipe.so.0": "libtorch: training on several machines",
}
LEFT_OUT_LIBRARY = f"lib{PREFIX}left-out.so"


def is_foreign(name):
    return bool(OF_THE_SYSTEM.match(name) or OF_GIMP.match(name))


def own_name(name):
    return name if name.startswith("libstyle-transfer") else PREFIX + name


def source_of(name):
    try:
        return elf.library_folders()[name].resolve()
    except KeyError:
        raise SystemExit(f"error: {name} is needed, and this system does not have it") from None


def patch(path, *options):
    subprocess.run(["patchelf", *options, str(path)], check=True)


def write_left_out(folder, symbols):
    """A library with `symbols`; each that is called names itself and ends the program."""
    versions = {}
    lines = [
        "/* Generated: what is needed by what is never called. */",
        "#include <stdio.h>",
        "#include <stdlib.h>",
        "__attribute__((visibility(\"hidden\"))) void style_transfer_left_out(const char* name) {",
        '    fprintf(stderr, "style-transfer: %s was left out of this archive\\n", name);',
        "    abort();",
        "}",
    ]
    for symbol, is_data in sorted(symbols.items(), key=lambda item: item[0].name):
        versions.setdefault(symbol.version, []).append(symbol.name)
        if is_data:
            # As large as any table of virtual functions or constant that is pointed to.
            lines.append(f"char {symbol.name}[4096] __attribute__((aligned(64)));")
        else:
            lines.append(f'void {symbol.name}(void) {{ style_transfer_left_out("{symbol.name}"); }}')
    versions.pop("", None)
    source, script = folder / "left_out.c", folder / "left_out.map"
    source.write_text("\n".join(lines) + "\n")
    script.write_text(
        "".join(f"{name} {{ {'; '.join(names)}; }};\n" for name, names in sorted(versions.items()))
    )
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-w", "-s", "-Wl,-z,relro", "-Wl,--hash-style=gnu"]
        + ([f"-Wl,--version-script={script}"] if versions else [])
        + [f"-Wl,-soname,{LEFT_OUT_LIBRARY}", "-o", str(folder / LEFT_OUT_LIBRARY), str(source)],
        check=True,
    )
    source.unlink()
    script.unlink()


class Travellers:
    """The libraries that come along with the programs and libraries of `tree`."""

    def __init__(self, tree):
        self.tree = tree
        self.programs = [path for path in sorted(tree.rglob("*")) if elf.is_elf(path)]
        self.own = {path.name for path in self.programs}
        engine = [path for path in self.programs if path.name == ENGINE]
        if len(engine) != 1:
            raise SystemExit(f"error: {tree} holds {len(engine)} files {ENGINE} instead of one")
        self.folder = engine[0].parent
        self.sources = {}  # name: where this system has it
        self.replaced = {}  # path: {needed name: new name}
        self.unused = {}  # path: names of which it calls nothing
        self.left_out = {}  # symbol: whether it is data
        for program in self.programs:
            self._follow(program)

    def _follow(self, path):
        self.replaced[path] = {}
        self.unused[path] = []
        wanted = {symbol.name for symbol in elf.undefined(path)}
        for name in elf.needed(path):
            if is_foreign(name) or name in self.own:
                continue
            real = SAME.get(name, name)
            source = source_of(real)
            if not wanted & elf.defined_names(source):
                self.unused[path].append(name)
                continue
            if real in LEFT_OUT:
                self._leave_out(path, source)
                self.replaced[path][name] = LEFT_OUT_LIBRARY
                continue
            self.replaced[path][name] = own_name(real)
            if real not in self.sources:
                self.sources[real] = source
                self._follow(source)

    def _leave_out(self, path, source):
        data = {symbol.name for symbol in elf.defined(source) if symbol.kind in "BDRVGSu"}
        known = elf.defined_names(source)
        for symbol in elf.undefined(path):
            if symbol.name in known and not symbol.is_weak:
                self.left_out[symbol] = symbol.name in data

    def travel(self):
        """Copies the libraries and makes everything in the tree find them there."""
        for name, source in self.sources.items():
            copy = self.folder / own_name(name)
            shutil.copyfile(source, copy)
            copy.chmod(0o755)
            self._connect(copy, source)
        for program in self.programs:
            self._connect(program, program)
        write_left_out(self.folder, self.left_out)
        self._check()

    def _connect(self, path, source):
        # patchelf writes a broken file when it is asked for all three at once.
        options = []
        for name in self.unused[source]:
            options += ["--remove-needed", name]
        for name, new in self.replaced[source].items():
            options += ["--replace-needed", name, new]
        if options:
            patch(path, *options)
        if path != source:
            patch(path, "--set-soname", path.name)
        way = os.path.relpath(self.folder, path.parent)
        patch(path, "--set-rpath", "$ORIGIN" if way == "." else f"$ORIGIN/{way}")

    def _check(self):
        """Every symbol is there: what was taken away was not needed by somebody else."""
        present = sorted(self.folder.glob("*.so*"))
        offered = set().union(*(elf.defined_names(path) for path in present))
        for path in present:
            system = [source_of(name) for name in elf.needed(path) if is_foreign(name)]
            known = offered.union(*(elf.defined_names(library) for library in system))
            missing = {
                symbol.name
                for symbol in elf.undefined(path)
                if not symbol.is_weak and symbol.name not in known
            }
            if missing:
                raise SystemExit(
                    f"error: {path.name} needs {sorted(missing)[:5]}, which nothing here offers"
                )
            strangers = [n for n in elf.needed(path) if not is_foreign(n) and not (self.folder / n).exists()]
            if strangers:
                raise SystemExit(f"error: {path.name} needs {strangers}, which do not travel")


def packages_of(paths):
    """{Debian package: its version} that the files are from."""
    found = {}
    for path in paths:
        for candidate in {str(path), re.sub(r"^/usr", "", str(path))}:
            answer = subprocess.run(
                ["dpkg-query", "--search", candidate], capture_output=True, text=True, check=False
            )
            if answer.returncode == 0:
                package = answer.stdout.split(": ")[0]
                found[package.partition(":")[0]] = elf.output_of(
                    "dpkg-query", "--show", "--showformat=${Version}", package
                )
                break
        else:
            raise SystemExit(f"error: {path} belongs to no package, so its licence is not known")
    return found


def copy_licences(packages, folder):
    folder.mkdir(parents=True)
    for package, version in sorted(packages.items()):
        licence = Path("/usr/share/doc") / package / "copyright"
        if not licence.exists():
            raise SystemExit(f"error: {licence} is missing: the library may not travel without it")
        shutil.copyfile(licence, folder / package)
    (folder / "README").write_text(
        "Libraries in this archive, unchanged but for their names, from Debian 12, which has their\n"
        "sources (https://snapshot.debian.org):\n\n"
        + "".join(f"{package} {version}\n" for package, version in sorted(packages.items()))
    )
