"""Sphinx configuration."""

project = "reshore"
author = "The reshore authors"
copyright = "2026, the reshore authors"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "reshore"
html_static_path = ["static"]
html_css_files = ["equations.css"]
exclude_patterns = ["_build"]
