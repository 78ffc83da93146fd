"""Balance: what is on hand is what was there, plus what enters, less what leaves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reshore.verify.arrays import floats, grid_sum, ints
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
    names = [
        f"site {sites[s]}, product {products[p]}" + (f", of {label}" if label else "")
        for s, p, label in zip(book.site, book.product, book.label, strict=True)
    ]
    units = [world.product_units[p] for p in book.product]
    rows = case.grid_rows(names, units, book.product)
    yield compare("balance", "stock is what was there, entered and left", difference.ravel(), size.ravel(), rows)


def check_mix(case: Case) -> Iterator[Check]:
    """Check that what is taken of all origins is what runs and demand take of any, for each site, product and period."""
    world, take = case.world, case.plan.take
    width, periods = world.inputs["products"].height, world.periods
    used = case.ledger.mixed
    taken = ints(take, "site_at") * width + ints(take, "product_at")
    codes = np.unique(np.concatenate([taken, *(moves.site * width + moves.product for moves in used)]))
    shape = len(codes), periods
    left = grid_sum(np.searchsorted(codes, taken), ints(take, "t"), floats(take, "value"), shape)
    right = np.zeros(shape)
    for moves in used:
        right += grid_sum(np.searchsorted(codes, moves.site * width + moves.product), moves.t, moves.amount, shape)
    sites, products = world.text("sites", "site"), world.text("products", "product")
    names = [f"site {sites[code // width]}, product {products[code % width]}" for code in codes]
    rows = case.grid_rows(names, [world.product_units[code % width] for code in codes], codes % width)
    sides = left.ravel(), right.ravel()
    yield compare("mix", "what is taken is what any origin serves", sides[0] - sides[1], np.maximum(*sides), rows)
