"""Goods, funds, venues and professional help: what is in stock, and the parts of a need they answer."""
