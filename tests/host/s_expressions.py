# SPDX-License-Identifier: GPL-3.0-or-later
"""Scheme values, written for and read from Script-Fu."""

import re

TOKEN = re.compile(r'\s*(#?\(|\)|"(?:[^"\\]|\\.)*"|[^\s()"]+)')


def quoted(text):
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def parsed(text):
    """The first value of `text`: lists and vectors as list, strings, numbers, #t/#f as bool."""
    value, _ = _value(_tokens(text), 0)
    return value


def _tokens(text):
    tokens = TOKEN.findall(text)
    if not tokens:
        raise ValueError(f"no Scheme value: {text!r}")
    return tokens


def _value(tokens, at):
    token = tokens[at]
    if token in ("(", "#("):
        values = []
        at += 1
        while tokens[at] != ")":
            value, at = _value(tokens, at)
            values.append(value)
        return values, at + 1
    return _atom(token), at + 1


def _atom(token):
    if token.startswith('"'):
        escapes = {"n": "\n", "t": "\t", "r": "\r"}
        return re.sub(r"\\(.)", lambda m: escapes.get(m[1], m[1]), token[1:-1], flags=re.S)
    if token in ("#t", "#f"):
        return token == "#t"
    for number in (int, float):
        try:
            return number(token)
        except ValueError:
            pass
    return token
