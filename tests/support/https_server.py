# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on this machine that misbehaves as it is told, and a proxy in front of it."""

import contextlib
import http.server
import select
import socket
import socketserver
import ssl
import subprocess
import threading
import time


def make_certificate(folder):
    """A certificate for 127.0.0.1 that is its own authority: the file, and that of its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    return certificate, key


class Answer:
    """One answer: what a server says that it sends, and what it sends."""

    def __init__(self, body=b"", status=200, length="true", then=None, headers=()):
        self.body, self.status, self.headers = body, status, dict(headers)
        self.length = len(body) if length == "true" else length  # None: says nothing
        self.then = then  # called with the handler after the body, before the connection ends


def whole(content):
    """As servers do it: the file, or what is left of it."""

    def answer(handler):
        asked = handler.headers.get("Range")
        if not asked:
            return Answer(content)
        begin = int(asked.removeprefix("bytes=").removesuffix("-"))
        return Answer(
            content[begin:], 206,
            headers={"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"},
        )

    return answer


def broken_after(content, count):
    """Sends so many bytes of what it has promised, and hangs up."""

    def answer(handler):
        full = whole(content)(handler)
        return Answer(full.body[:count], full.status, len(full.body), headers=full.headers)

    return answer


def stalled_after(content, count, seconds=10):
    def answer(handler):
        cut = broken_after(content, count)(handler)
        cut.then = lambda handler: handler.server.ending.wait(seconds)
        return cut

    return answer


def slow(content, pieces, seconds):
    """The file in pieces, with a pause after each."""

    def answer(handler):
        full = whole(content)(handler)
        body, full.body = full.body, b""
        full.length = len(body)

        def send(handler):
            step = -(-len(body) // pieces)
            for begin in range(0, len(body), step):
                handler.wfile.write(body[begin:begin + step])
                time.sleep(seconds)

        full.then = send
        return full

    return answer


def redirect(url):
    return lambda handler: Answer(status=302, headers={"Location": url})


def status(number):
    return lambda handler: Answer(b"no", number)


class Handler(http.server.BaseHTTPRequestHandler):
    timeout = 20

    def do_GET(self):
        server = self.server
        server.ranges.append(self.headers.get("Range"))
        answers = server.answers
        answer = (answers.pop(0) if len(answers) > 1 else answers[0])(self)
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.length is not None:
                self.send_header("Content-Length", str(answer.length))
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
            if answer.then:
                answer.then(self)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Gives one answer after the other, the last one ever after."""

    daemon_threads = True

    def __init__(self, certificate, key, *answers):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False)
        self.answers = list(answers)
        self.ranges = []  # that were asked for, one for each request
        self.ending = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, address):
        pass  # a client that does not trust us, or goes

    @property
    def url(self):
        return f"https://127.0.0.1:{self.server_port}/network.h5"

    def close(self):
        self.ending.set()
        self.shutdown()
        self.server_close()


class ProxyHandler(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self):
        method, target, _ = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        self.server.asked.append((method, target))
        host, port = target.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=20) as there:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            ends = {self.connection: there, there: self.connection}
            while True:
                for end in select.select(list(ends), [], [], 20)[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    ends[end].sendall(data)


class Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.asked = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, address):
        pass

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.server_close()
