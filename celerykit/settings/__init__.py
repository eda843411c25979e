"""Typed models of all settings, generated from the catalogue."""
