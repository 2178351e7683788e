"""What the command line does besides serving; app.py gives each its name and help."""
