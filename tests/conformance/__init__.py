"""One list of behaviours, tried on every broker with every result backend: `make conformance`.

What is found stands in docs/measured/conformance.json, from which docs/conformance.md is written.
"""
