"""Balance: what is on hand is what was there, plus what enters, less what leaves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reshore.verify.case import Case
from reshore.verify.residuals import Check, compare


def check_balance(case: Case) -> Iterator[Check]:
    """Check stock(t) = stock(t−1) + all that enters − all that leaves, for each stock point and period."""
    book, world = case.ledger, case.world
    before = np.column_stack([book.initial, book.stock[:, :-1]])
    enters = [amount[:, :-1] for amount in book.enters.values()]
    terms = [before, *enters, *(-amount for amount in book.leaves.values())]
    difference = book.stock - np.sum(terms, axis=0)
    size = np.max(np.abs([book.stock, *terms]), axis=0, initial=0.0)
    sites, products = world.text("sites", "site"), world.text("products", "product")
    names = [f"site {sites[s]}, product {products[p]}" for s, p in zip(book.site, book.product, strict=True)]
    units = [world.product_units[p] for p in book.product]
    rows = case.grid_rows(names, units, book.product)
    yield compare("balance", "stock is what was there, entered and left", difference.ravel(), size.ravel(), rows)
