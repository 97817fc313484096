# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of all results: a row for each pair, base and style first."""

from PIL import Image, ImageDraw

CELL, MARGIN, CAPTION = 300, 8, 30


def contact_sheet(rows, headings):
    """`rows` holds lists of (picture, caption), as many as headings."""
    width = len(headings) * (CELL + MARGIN) + MARGIN
    heights = [
        max(round(CELL * min(1, p.height / p.width)) for p, _ in row) + CAPTION for row in rows
    ]
    sheet = Image.new("RGB", (width, sum(heights) + CAPTION), "white")
    draw = ImageDraw.Draw(sheet)
    for column, heading in enumerate(headings):
        draw.text((MARGIN + column * (CELL + MARGIN), 10), heading, fill="black")
    top = CAPTION
    for row, height in zip(rows, heights):
        for column, (picture, caption) in enumerate(row):
            left = MARGIN + column * (CELL + MARGIN)
            picture = picture.copy()
            picture.thumbnail((CELL, height - CAPTION), Image.LANCZOS)
            sheet.paste(picture, (left, top))
            draw.text((left, top + picture.height + 4), caption, fill="black")
        top += height
    return sheet
