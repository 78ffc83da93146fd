"""The packaged us-buildout example against what was reported."""
