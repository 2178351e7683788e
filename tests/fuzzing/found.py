"""What once went through a parser as an error of ours: it is read or refused ever since."""

BOUNDARY = b"multipart/form-data; boundary=x\n--x\r\n"
DISPOSITION = b'Content-Disposition: form-data; name="file"; filename="deck.txt"\r\n'
CLOSED = b'["EvaluationClosed",{"responses":0,"counts":""}]'
CHANGE = b'{"id":"c9","at":"2026-11-24T09:00:00+00:00","by":"p","events":[%b]}'

FOUND: tuple[tuple[str, bytes], ...] = (
    # A line in the head of a form's part that is no header: aiohttp's own exception, a 500.
    ("upload", BOUNDARY + DISPOSITION + b"Content-Encox\n\r\n\r\nx\r\n--x--\r\n"),
    # A content type with a parameter that has no end: the standard library's IndexError, a 500.
    ("upload", b"multipart/form-data; filename*\n"),
    # Something before the bracket of an IPv6 address, which one reader of addresses passes over.
    ("admission", b"x\nhttp://:443[::1]:8/x"),
    # A value of another kind than the field has: no sentence that names the change.
    ("change", CHANGE % CLOSED),
    # A list as a key, and what else the reader of YAML meets in ways of its own: a 500 for a host.
    ("meeting-file", b"series: S\n? speakers: [A B]\n"),
    # Keys in keys: sixteen of them took a minute to compare, and each more over twice as long.
    ("meeting-file", b"people:\n" + b"? " * 40 + b"a\n"),
    # Known words in one word: each more of them doubled the time to take it apart.
    ("searching", b"starts" * 13),
    ("searching", b"start" * 80),
    ("export", b'{"format":"ordstyrer/1","log":["x"]}'),
)
