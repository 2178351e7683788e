"""The series' knowledge base while it serves: asked, written, learned, kept as files."""
