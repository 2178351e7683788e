"""The secret of an anonymous question: its asker holds it, the meeting keeps only its digest."""

import hashlib


def digest(secret: str) -> str:
    """Give what may be kept of a secret; nobody gets the secret back from it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
