"""Pictures for people to read: what a page shows, as a small PNG of at most 256 colours."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

WIDTH, HEIGHT = 1280, 800
_COLOURS = 256
# In the browser: what decodes PNGs is there. Colours are taken together by their highest bits, the most frequent stay.
_REDUCE = """async ([encoded, most]) => {
    const bytes = Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const close = (at) => (data[at] >> 3 << 10) | (data[at + 1] >> 3 << 5) | (data[at + 2] >> 3);
    const groups = new Map();
    for (let at = 0; at < data.length; at += 4) {
        const exact = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        const group = groups.get(close(at)) ?? groups.set(close(at), { all: 0, exact: new Map() }).get(close(at));
        group.all += 1;
        group.exact.set(exact, (group.exact.get(exact) ?? 0) + 1);
    }
    for (const group of groups.values()) group.colour = [...group.exact].sort((a, b) => b[1] - a[1])[0][0];
    const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
    const kept = [...groups.values()].sort((a, b) => b.all - a.all).slice(0, most).map(({ colour }) => parts(colour));
    const apart = (one, other) => one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0);
    for (const group of groups.values()) {
        const own = parts(group.colour);
        group.place = kept.reduce((best, each, at) => (apart(own, each) < apart(own, kept[best]) ? at : best), 0);
    }
    const places = new Uint8Array(data.length / 4);
    for (let at = 0; at < data.length; at += 4) places[at / 4] = groups.get(close(at)).place;
    let text = "";
    for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
    return [image.width, image.height, kept.flat(), btoa(text)];
}"""


def take(page: Page, path: Path) -> None:
    """Write what a page shows in a window of WIDTH × HEIGHT pixels to a PNG file with a palette."""
    shown = page.screenshot(caret="hide", animations="disabled")
    context = page.context.browser.new_context()
    width, height, colours, places = context.new_page().evaluate(_REDUCE, [base64.b64encode(shown).decode(), _COLOURS])
    context.close()
    path.write_bytes(_png(width, height, bytes(colours), base64.b64decode(places)))


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height, in pixels, of a PNG file."""
    return struct.unpack(">II", content[16:24])


def _png(width: int, height: int, colours: bytes, places: bytes) -> bytes:
    lines = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
