# SPDX-License-Identifier: GPL-3.0-or-later
"""A real GIMP with a throw-away profile that evaluates Scheme for the tests.

GIMP's Script-Fu server answers each request with the value or the error sentence, so that nothing
has to be fished out of GIMP's noise, and the same GIMP serves all cases.
"""

import os
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

from s_expressions import parsed, quoted

SCRIPTS = Path(__file__).resolve().parent / "scripts"
# The tests run beside other work: OpenMP threads that wait busily for each other take minutes then.
QUIET_THREADS = {"OMP_WAIT_POLICY": "passive", "OPENBLAS_NUM_THREADS": "1"}


class SchemeError(Exception):
    """What Script-Fu says about a failed request."""


class GimpGone(Exception):
    """GIMP ended or does not answer in time."""


class Profile:
    """A user's GIMP folder that holds nothing but the plug-in that was built."""

    def __init__(self, folder, setup):
        self.folder = Path(folder)
        self.setup = setup
        # GIMP 2.10 wants to make its folder itself; GIMP 3 does not mind.
        self.gimp_folder = self.folder / "profile"
        home = self.folder / "plug-ins" / "style-transfer"
        home.mkdir(parents=True)
        (home / "locale").symlink_to(setup.catalogues)  # GIMP 3 looks here
        (home / "style-transfer").symlink_to(setup.plug_in)
        self.settings = self.folder / "gimprc"
        system = "${gimp_plug_in_dir}/plug-ins"
        self.settings.write_text(
            f'(plug-in-path "{system}:{home.parent}")\n'
            f'(script-fu-path "${{gimp_data_dir}}/scripts:{setup.data / "scripts"}")\n'
            "(color-profile-policy keep)\n"
            + (
                "(show-welcome-dialog no)\n(check-updates no)\n"
                f'(config-version "{setup.gimp_version}")\n'
                if setup.major == 3
                else ""
            )
        )

    @property
    def last_values(self):
        """The file in which the last values survive a restart."""
        if self.setup.major == 2:
            return self.gimp_folder / "plug-in-style-transfer"
        settings = self.gimp_folder / "plug-in-settings"
        return settings / "GimpProcedureConfigRun-plug-in-style-transfer.last"

    def environment(self, base):
        wanted = {k: v for k, v in base.items() if not k.startswith(("GIMP", "STYLE_TRANSFER"))}
        wanted.update(QUIET_THREADS)
        wanted[f"GIMP{self.setup.major}_DIRECTORY"] = str(self.gimp_folder)
        wanted["STYLE_TRANSFER_ENGINE"] = str(self.setup.engine)
        reader = Path(self.setup.engine).parent / "reader" / "style-transfer-reader"
        wanted["STYLE_TRANSFER_READER"] = str(reader)
        wanted["STYLE_TRANSFER_LOCALE"] = str(self.setup.catalogues)  # and the one for 2.10 here
        wanted["STYLE_TRANSFER_DATA"] = str(self.setup.data)
        if "LOCPATH" not in base:  # else a language is wanted
            wanted.update(LC_ALL="C.UTF-8", LANGUAGE="")
        wanted["NO_AT_BRIDGE"] = "1"
        return wanted


class Gimp:
    """`variables` is the environment; with a DISPLAY and `windows` GIMP opens its own. `within` is
    what starts GIMP as its last arguments, in the same process."""

    def __init__(self, profile, variables, windows=False, within=()):
        self.setup = profile.setup
        self.log = profile.folder / ("windows.log" if windows else "headless.log")
        self.environment = profile.environment(variables)
        if not windows:
            self.environment.pop("DISPLAY", None)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        program = self.setup.gimp if windows else self.setup.console
        arguments = [*within, program, "--new-instance", "-d", "--no-splash"]
        arguments += ["-g", str(profile.settings)] + ([] if windows else ["-i"])
        if self.setup.major == 2:
            server = f'(plug-in-script-fu-server RUN-NONINTERACTIVE "127.0.0.1" {self.port} "")'
        else:
            arguments += ["--batch-interpreter", "plug-in-script-fu-eval"]
            server = (
                "(plug-in-script-fu-server #:run-mode RUN-NONINTERACTIVE"
                f' #:ip "127.0.0.1" #:port {self.port} #:logfile "{self.log}.server")'
            )
        self.process = subprocess.Popen(
            arguments + ["-b", server],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.connection = None
        try:
            self.connection = self._connect(90)
            for script in (f"gimp{self.setup.major}.scm", "common.scm"):
                self.evaluate(f"(load {quoted(SCRIPTS / script)})")
        except BaseException:
            self.close()
            raise

    def _connect(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1)
            except OSError:
                time.sleep(0.2)
        raise GimpGone(f"GIMP did not start; see {self.log}")

    def evaluate(self, expression, seconds=90):
        """The value; raises SchemeError with GIMP's sentence."""
        self.send(expression)
        return self.receive(seconds)

    def send(self, expression):
        data = expression.encode()
        self.connection.sendall(b"G" + struct.pack(">H", len(data)) + data)

    def receive(self, seconds=180):
        self.connection.settimeout(seconds)
        try:
            magic, failed, length = struct.unpack(">cBH", self._read(4))
            text = self._read(length).decode("utf-8", "replace")
        except (OSError, EOFError) as error:
            raise GimpGone(f"GIMP did not answer ({error}); see {self.log}") from error
        if failed:
            raise SchemeError(text.strip())
        return parsed(text)

    def answer_waits(self):
        """Whether receive() would return at once."""
        self.connection.setblocking(False)
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        finally:
            self.connection.setblocking(True)

    def _read(self, count):
        data = b""
        while len(data) < count:
            more = self.connection.recv(count - len(data))
            if not more:
                raise EOFError("the connection was closed")
            data += more
        return data

    def wait_for_plug_in(self, seconds=10):
        """The id of the plug-in's process once it runs."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if processes := self.plug_in_processes():
                return processes[0]
            time.sleep(0.01)
        raise GimpGone("the plug-in did not start")

    def plug_in_processes(self):
        """Ids of the running processes of the plug-in that this GIMP has started."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                same_program = (entry / "exe").resolve() == self.setup.plug_in
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if same_program and int(fields[3]) == self.process.pid:  # the session that GIMP leads
                found.append(int(entry.name))
        return found

    def close(self):
        """Asks GIMP to quit, and ends whatever is left of it."""
        if self.connection:
            try:
                self.send("(gimp-quit 1)" if self.setup.major == 2 else "(gimp-quit #t)")
                self.process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                pass
            self.connection.close()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
