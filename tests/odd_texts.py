"""Texts that would break out of where they are shown, put together from pieces, always the same."""

from random import Random

PIECES = (
    *("[klik](https://evil.example)", "![x](https://evil.example/x.png)", "<at>Mette</at>", "<at"),
    *(
        "<<at>at>Mette<</at>/at>",
        "</at>",
        "&lt;at&gt;",
        "@Mette",
        "<script>alert(1)</script>",
        "<b>",
    ),
    *(
        "**fed**",
        "_kursiv_",
        "`kode`",
        "~~x~~",
        "# overskrift",
        "\n- liste",
        "\n1. liste",
        "> citat",
    ),
    *(
        "${name}",
        "{{DATE(2020-01-01)}}",
        '"}],"actions":[{"type":"Action.OpenUrl"}]',
        "\\",
        '"',
        "'",
    ),
    *(
        "\u202e",
        "\u202d",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\u200b",
        "\u200f",
        "\ufeff",
        "\u00ad",
    ),
    *(
        "e\u0301",
        "\u0334" * 30,
        "\u0301\u0301",
        "ﷺ",
        "שלום",
        "مرحبا",
        "日本語",
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "æøå",
        "ß",
    ),
    *("=1+1", "+x", "-x", "@SUM", "\t", "\r\n", "\x00", "\x1b[31m", "\u2028", "\x85", "%00", "{0}"),
    *("javascript:alert(1)", "https://xn--e1afmkfd.example", "mailto:a@b.dk", "Hvad koster det?"),
    *(
        "Меtte",
        "Ꮇette",
        "ｐａｙ",
        "\u202egnp.exe",
        "W" * 60,
        " " * 30,
        "x y z",
        "1234567890",
        "()[]{}<>&",
    ),
)


def odd_texts(count: int, seed: int = 1) -> list[str]:
    """Texts of one to six pieces, no two alike."""
    chance, found = Random(seed), dict.fromkeys(PIECES)
    while len(found) < count:
        found["".join(chance.choices(PIECES, k=chance.randrange(1, 7)))] = None
    return list(found)[:count]
