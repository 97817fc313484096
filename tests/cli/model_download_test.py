# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads a network with the real command line from HTTPS servers on this machine that do what servers
do on bad days. Usage: model_download_test.py PROGRAM [unittest arguments]
"""

import os
import resource
import signal
import subprocess
import time
import unittest

from model_commands import FILE, Models
import https_server
from https_server import Answer, broken_after, redirect, slow, stalled_after, status, whole

SENTENCE = "style-transfer: "


class Downloads(Models):
    def assert_refused(self, result, *sentences, part=0):
        """One sentence in the end, and nothing but a part file of so many bytes."""
        self.assertEqual(result.returncode, 1, result.stderr)
        last = result.stderr.splitlines()[-1]
        self.assertTrue(last.startswith(SENTENCE + "The network vgg19 could not be downloaded"), last)
        for sentence in sentences:
            self.assertIn(sentence, last)
        self.assertFalse(self.network.exists())
        self.assertEqual(self.part.stat().st_size if self.part.exists() else 0, part)

    # Downloads that go well in the end

    def test_install_verify_remove(self):
        server = self.server(whole(self.content))
        self.publish([server.url])
        self.assertIn("not installed; licence CC BY 4.0", self.run_model("list").stdout)
        result = self.run_model("install", "vgg19", "--progress")
        self.assert_installed(result)
        lines = result.stderr.splitlines()
        self.assertEqual(lines[0], "vgg19: 0.4 MB, licence CC BY 4.0 (somebody)")
        self.assertEqual(lines[-1], f"{len(self.content)} of {len(self.content)} bytes")
        again = self.run_model("install", "vgg19")
        self.assertEqual((again.returncode, server.ranges), (0, [None]))
        self.assertIn("installed already", again.stdout)
        self.assertIn(str(self.network), self.run_model("list").stdout)

        check = ["sha256sum", "--check", "--quiet", "vgg19.safetensors.sha256"]
        subprocess.run(check, cwd=self.user, check=True)
        verified = self.run_model("verify", "vgg19")
        self.assertEqual((verified.returncode, verified.stdout), (0, f"vgg19: {self.network}: as installed\n"))
        with open(self.network, "r+b") as file:
            file.seek(-3, os.SEEK_END)
            file.write(b"\x07")
        verified = self.run_model("verify")
        self.assertEqual(verified.returncode, 1)
        self.assertIn("changed or damaged", verified.stdout)

        removed = self.run_model("remove", "vgg19")
        self.assertEqual(
            removed.stdout.splitlines(), [str(self.network), f"{self.network}.sha256"])
        self.assertEqual(list(self.user.iterdir()), [])
        self.assertEqual(self.run_model("remove", "vgg19").returncode, 1)

    def test_quiet(self):
        result = self.install(
            self.server(status(404)), self.server(whole(self.content)), options=["--quiet"])
        self.assert_installed(result)
        self.assertEqual(result.stderr, "")

    def test_a_broken_connection_goes_on_where_it_ended(self):
        server = self.server(
            broken_after(self.content, 100000), broken_after(self.content, 30000),
            whole(self.content))
        self.assert_installed(self.install(server))
        self.assertEqual(server.ranges, [None, "bytes=100000-", "bytes=130000-"])

    def test_a_server_without_ranges(self):
        server = self.server(
            broken_after(self.content, 100000), lambda handler: Answer(self.content))
        self.assert_installed(self.install(server))

    def test_a_server_that_gives_another_range(self):
        wrong = lambda handler: Answer(
            self.content[5:], 206,
            headers={"Content-Range": f"bytes 5-{len(self.content) - 1}/{len(self.content)}"})
        server = self.server(broken_after(self.content, 9), wrong, whole(self.content))
        self.assert_installed(self.install(server))
        self.assertEqual(server.ranges, [None, "bytes=9-", None])

    def test_a_stalled_connection_is_given_up(self):
        server = self.server(stalled_after(self.content, 5000), whole(self.content))
        result = self.install(server, options=["--patience", "1"])
        self.assert_installed(result)
        self.assertIn("nothing came for 1 seconds; asking again.", result.stderr)
        self.assertEqual(server.ranges, [None, "bytes=5000-"])

    def test_redirections(self):
        second = self.server(whole(self.content))
        self.assert_installed(self.install(self.server(redirect(second.url))))

    def test_what_is_left_of_an_earlier_download_is_used(self):
        self.user.mkdir(parents=True)
        self.part.write_bytes(self.content[:70000])
        server = self.server(whole(self.content))
        self.assert_installed(self.install(server))
        self.assertEqual(server.ranges, ["bytes=70000-"])

    def test_a_part_of_something_else_is_thrown_away(self):
        self.user.mkdir(parents=True)
        for content, ranges in (
            (b"x" * 70000, ["bytes=70000-", None]),
            (b"x" * len(self.content), [None]),
            (b"x" * (len(self.content) + 9), [None]),
        ):
            self.part.write_bytes(content)
            server = self.server(whole(self.content))
            self.assert_installed(self.install(server))
            self.assertEqual(server.ranges, ranges)
            self.run_model("remove", "vgg19")

    def test_a_complete_part_needs_no_source(self):
        self.user.mkdir(parents=True)
        self.part.write_bytes(self.content)
        server = self.server(status(404))
        self.assert_installed(self.install(server))
        self.assertEqual(server.ranges, [])

    def test_the_next_source(self):
        gone, right = self.server(status(404)), self.server(whole(self.content))
        result = self.install(gone, right)
        self.assert_installed(result)
        self.assertIn("status 404; going on with the next source.", result.stderr)

    def test_proxy(self):
        proxy = https_server.Proxy()
        self.addCleanup(proxy.close)
        self.environment["https_proxy"] = proxy.url
        server = self.server(whole(self.content))
        self.assert_installed(self.install(server))
        self.assertEqual(proxy.asked, [("CONNECT", f"127.0.0.1:{server.server_port}")])

    # What is not taken

    def test_another_file_of_that_size(self):
        wrong = bytearray(self.content)
        wrong[-1] ^= 1
        server = self.server(whole(bytes(wrong)))
        self.assert_refused(self.install(server), "its MD5 is ", "this is another file")
        self.assertEqual(server.ranges, [None])

    def test_another_size(self):
        size = len(self.content)
        self.assert_refused(
            self.install(self.server(lambda handler: Answer(self.content[:50], length=size - 1))),
            f"it offers {size - 1} bytes, expected {size}")
        self.assert_refused(
            self.install(self.server(lambda handler: Answer(self.content + b"x", length=None))),
            f"it sends more than {size} bytes")
        server = self.server(lambda handler: Answer(length=0))
        self.assert_refused(self.install(server), "it offers 0 bytes")
        self.assertEqual(len(server.ranges), 1)

    def test_a_file_that_ends_early(self):
        short = lambda handler: Answer(self.content[:4000], length=None)
        server = self.server(short)
        self.assert_refused(
            self.install(server), f"it ended after 4000 of {len(self.content)} bytes", part=4000)
        self.assertEqual(server.ranges, [None] + ["bytes=4000-"] * 3)

    def test_answers_that_are_no_file(self):
        for number, requests in ((404, 1), (403, 1), (503, 3)):
            server = self.server(status(number))
            self.assert_refused(self.install(server), f"the HTTP status {number}")
            self.assertEqual(len(server.ranges), requests)

    def test_redirections_without_end_or_to_what_is_not_secure(self):
        loop = self.server(lambda handler: redirect(loop.url)(handler))
        self.assert_refused(self.install(loop), "redirects")
        self.assertEqual(len(loop.ranges), 6)
        for address in ("http://127.0.0.1:9/", f"file://{self.shared / FILE}"):
            self.assert_refused(self.install(self.server(redirect(address))), "rotocol")
            self.assert_refused(self.install(address), "begins with https://")

    def test_a_server_that_nobody_vouches_for(self):
        del self.environment["CURL_CA_BUNDLE"]
        server = self.server(whole(self.content))
        self.assert_refused(self.install(server), "certificate")
        self.assertEqual(server.ranges, [])
        self.environment["SSL_CERT_FILE"] = str(self.certificate)
        self.assert_installed(self.install(server))

    def test_interrupted(self):
        server = self.server(slow(self.content, 50, 0.2), whole(self.content))
        process = subprocess.Popen(
            self.command("install", "vgg19", "--from", server.url), env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        end = time.monotonic() + 20
        while not (self.part.exists() and self.part.stat().st_size > 0):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        other = self.install(server)
        self.assertEqual(other.returncode, 1)
        self.assertIn("is being downloaded by another process", other.stderr)
        process.send_signal(signal.SIGINT)
        errors = process.communicate(timeout=20)[1]
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("Interrupted; what has come is kept", errors)
        size = self.part.stat().st_size
        self.assertGreater(size, 0)
        self.assertLess(size, len(self.content))
        self.assert_installed(self.install(server))
        self.assertEqual(server.ranges[-1], f"bytes={size}-")

    def test_no_room(self):
        room = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))
        result = self.install(self.server(whole(self.content)), preexec_fn=room)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot be written", result.stderr.splitlines()[-1])
        self.assertEqual(self.part.stat().st_size, 50000)
        self.assertFalse(self.network.exists())


if __name__ == "__main__":
    unittest.main()
