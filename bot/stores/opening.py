"""Opens everything that is kept, where the settings say that it is kept."""

from bot.ports import Stores
from bot.settings import Settings
from bot.stores.folder import open_folder


async def open_stores(settings: Settings) -> Stores:
    """Open for serving. Raises StoreUnavailableError, touching nothing, when that cannot be."""
    return open_folder(settings.data)
