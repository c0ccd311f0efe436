"""Drawings of the lab as SVG: pure functions from values to markup.

A drawing knows no request, no language and no clock: words, times and number formats are
arguments. It carries classes and presentation attributes only, never a style attribute, so that
it stands under a strict content security policy and follows the light or dark page around it.
"""
