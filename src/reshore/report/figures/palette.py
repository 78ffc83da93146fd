"""Colours that differ for the colour-blind too, on light and on dark pages.

After Okabe and Ito, "Color universal design" (2008), without black and with a darker yellow, which show on both.
"""

from __future__ import annotations

from typing import Final

BLUE: Final = "#0072B2"
ORANGE: Final = "#E69F00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
YELLOW: Final = "#B8A800"
PALETTE: Final = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, YELLOW)
OTHER: Final = "#8D99A6"
PALE: Final = "#C3CBD3"
OTHERS: Final = "others"
HEAT: Final = ("#FEE8B6", "#F6A75B", "#D5613E", "#8C2D4F", "#3B0F4F")
"""From little to much: lightness falls all the way."""
