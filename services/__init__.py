"""The three services of Linli and the one program that runs them."""
