"""The version of the program, said here alone; pyproject.toml and web/package.json follow it."""

VERSION = "0.1.0"
