"""Proof that travels with the product: measure the matcher on labelled cases, lists and speed."""
