"""The three services of Linli and the one program that runs them."""

VERSION = "0.1.0"
"""Of the whole program; nothing is installed that could be asked for it."""
