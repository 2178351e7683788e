"""Words: what people say and what they are told, in Danish and English."""
