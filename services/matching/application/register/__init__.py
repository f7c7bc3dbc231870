"""What the register can do, one function each; every one takes the opened identity first."""
