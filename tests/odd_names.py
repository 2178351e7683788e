"""Names that would lead out of a folder if anybody followed them, in every way of writing them."""

from itertools import product
from urllib.parse import quote

UPS = ("..", "../..", "../../../../../../..", "./..", "a/../..", "....//....", "..;", "~")
TARGETS = ("secret.txt", "etc/passwd", "meetings/march.journal", "proc/self/environ")
WRITTEN = {
    "plain": str,
    "backslash": lambda name: name.replace("/", "\\"),
    "quoted": lambda name: quote(name, safe=""),
    "quoted twice": lambda name: quote(quote(name, safe=""), safe=""),
    "dots quoted": lambda name: name.replace(".", "%2e"),
    "overlong": lambda name: name.replace("/", "%c0%af"),
    "full width": lambda name: name.replace("/", "\uff0f").replace(".", "\uff0e"),
    "cut by NUL": lambda name: f"{name}\0.css",
    "cut by a quoted NUL": lambda name: f"{name}%00.css",
}
WHOLE = (
    *("/etc/passwd", "//etc/passwd", "file:///etc/passwd", "C:\\windows\\win.ini", "\\\\host\\x"),
    *("/proc/self/environ", "/dev/zero", "con", "nul", "aux.txt", ".", "..", "", " ", "-", "-rf"),
    *("x" * 300, "x" * 5000, "æ" * 200, "\u202egnp.exe", "a\nb", "a\rb", "a\tb", "\x7f", "\ud800"),
    *("meeting.journal.unfinished", "lock", "notes.journal", "secret", ".env", "CON.journal"),
)


def odd_names() -> list[str]:
    """Three hundred and more; some hold half a letter, as a header may."""
    joined = (f"{up}/{target}" for up, target in product(UPS, TARGETS))
    found = [write(name) for name, write in product(joined, WRITTEN.values())]
    return list(dict.fromkeys((*found, *WHOLE)))
