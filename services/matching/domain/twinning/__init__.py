"""Twinning (结对共建): a body and a community that agreed to visit and work with each other."""
