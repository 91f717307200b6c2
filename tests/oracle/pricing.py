"""The rules of docs/money.md a second time, in exact fractions, sharing no code with the program.

Prints random baskets with their figures, one JSON object a line; a test holds the program to them:
    python3 tests/oracle/pricing.py 1 120 > tests/oracle/pricing.jsonl
"""
import json
import random
import sys
from fractions import Fraction as F
from math import floor


class Refused(Exception):
    """A basket that must have no figures, or whose taxes a tiny inclusive price cannot hold."""


def rounded(value, places, mode):
    scaled = abs(value) * 10**places
    whole, rest = floor(scaled), scaled - floor(scaled)
    half = F(1, 2)
    away = {
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    return F((whole + away) * (-1 if value < 0 else 1), 10**places)


def spread(total, exact, places):
    unit = F(1, 10**places)
    parts = [rounded(part, places, "down") for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: int((total - sum(parts)) / unit)]:
        parts[i] += unit
    return parts


def discount(value, asked, round_):
    if asked is None:
        return F(0)
    off = round_(value * F(asked["percent"]) / 100) if "percent" in asked else F(asked["amount"])
    if off > value:
        raise Refused
    return off


def exact_taxes(line, value, included):
    slopes, fixes, taxes = F(1), F(0), []
    for tax in line["taxes"]:
        if "amount" in tax:
            slope, fixed = F(0), F(tax["amount"]) * F(line["qty"])
        else:
            rate = F(tax["percent"]) / 100
            slope, fixed = (rate * slopes, rate * fixes) if tax.get("compound") else (rate, F(0))
        slopes, fixes = slopes + slope, fixes + fixed
        taxes.append((slope, fixed))
    net = (value - fixes) / slopes if included else value
    if net < 0:
        raise Refused
    return [slope * net + fixed for slope, fixed in taxes]


def by_line(basket, values, exact, round_):
    for line, value, exacts in zip(basket["lines"], values, exact):
        before, taxes = F(0), []
        for tax, part in zip(line["taxes"], exacts):
            if tax.get("compound") and not basket["prices_include_tax"]:
                part = (value + before) * F(tax["percent"]) / 100
            taxes.append(round_(part))
            before += taxes[-1]
        yield taxes


def by_document(basket, exact, round_, places):
    groups = {}
    for i, line in enumerate(basket["lines"]):
        for k, tax in enumerate(line["taxes"]):
            again = line["taxes"][:k].count(tax)
            groups.setdefault((json.dumps(tax, sort_keys=True), again), []).append((i, k))
    taxes = [[F(0)] * len(line["taxes"]) for line in basket["lines"]]
    for members in groups.values():
        parts = [exact[i][k] for i, k in members]
        for (i, k), share in zip(members, spread(round_(sum(parts)), parts, places)):
            taxes[i][k] = share
    return taxes


def price(basket, places):
    def round_(value):
        return rounded(value, places, basket["rounding"])

    included = basket["prices_include_tax"]
    values = []
    for line in basket["lines"]:
        gross = round_(F(line["qty"]) * F(line["price"]))
        values.append(gross - discount(gross, line.get("discount"), round_))
    off = discount(sum(values), basket.get("discount"), round_)
    if off:
        shares = spread(off, [off * value / sum(values) for value in values], places)
        values = [value - share for value, share in zip(values, shares)]
    exact = [exact_taxes(line, value, included) for line, value in zip(basket["lines"], values)]
    if basket["tax_rounding"] == "document":
        taxes = by_document(basket, exact, round_, places)
    else:
        taxes = list(by_line(basket, values, exact, round_))
    lines = []
    for value, parts in zip(values, taxes):
        tax = sum(parts, F(0))
        if included and tax > value:
            raise Refused
        lines.append((value - tax, tax, value) if included else (value, tax, value + tax))
    return lines, off


def written(count, places):
    """A count of smallest units as decimal text."""
    digits = str(abs(count)).zfill(places + 1)
    sign = "-" if count < 0 else ""
    return sign + (digits[:-places] + "." + digits[-places:] if places else digits)


def number(rng, below, places):
    return written(rng.randrange(below), places)


def any_basket(rng, currency, places):
    taxes = [
        {"name": "vat", "percent": rng.choice(["21", "10", "5.5", "8.875", "0", "19"])},
        {"name": "other", "percent": number(rng, 300000, 4)},
        {"name": "on top", "percent": number(rng, 300000, 4), "compound": True},
        {"name": "bag", "amount": number(rng, 200, 4)},
    ]

    def off(most):
        how = rng.random()
        if how < 0.25:
            return {"discount": {"percent": number(rng, 1000001, 4)}}
        return {"discount": {"amount": number(rng, most, places)}} if how < 0.4 else {}

    def line():
        qty = rng.choice([number(rng, 20, 0), number(rng, 20000, 3)])
        price = rng.choice([number(rng, 100000, 2), number(rng, 99, 2), number(rng, 10**8, 6)])
        return {"qty": qty, "price": price, "taxes": rng.choices(taxes, k=rng.randrange(4)), **off(50)}

    return {
        "currency": currency,
        "prices_include_tax": rng.random() < 0.5,
        "tax_rounding": rng.choice(["line", "document"]),
        "rounding": rng.choice(["half_up", "half_even", "up", "down"]),
        "lines": [line() for _ in range(rng.randint(1, 5))],
        **off(500),
    }


def main(seed, count):
    rng = random.Random(seed)
    while count:
        currency, places = rng.choice([("CLP", 0), ("EUR", 2), ("KWD", 3)])
        basket = any_basket(rng, currency, places)
        try:
            lines, off = price(basket, places)
        except Refused:
            continue
        if any(F(line["qty"]) == 0 for line in basket["lines"]):
            continue
        lines = [[written(int(figure * 10**places), places) for figure in line] for line in lines]
        off = written(int(off * 10**places), places)
        print(json.dumps({"basket": basket, "lines": lines, "discount": off}))
        count -= 1


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
