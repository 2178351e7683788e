"""What hosts most often tell a speaker, ready to be sent with one press."""

PHRASES = (
    "Two more minutes.",
    "Please round off now.",
    "Please take the questions now.",
    "We cannot hear you.",
    "Please speak more slowly.",
    "You have five minutes more.",
)
