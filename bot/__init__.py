"""The running bot: what the rules need around them to serve a live meeting."""
