"""Everything kept in PostgreSQL, for one process or several, with the promises of the ports."""
