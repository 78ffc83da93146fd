"""Sphinx configuration."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "reshore"
author = "The reshore authors"
copyright = "2026, the reshore authors"
extensions = ["myst_nb", "pages.commands", "pages.answers"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
html_theme = "furo"
html_title = "reshore"
html_static_path = ["static"]
html_css_files = ["equations.css"]
exclude_patterns = ["_build"]
