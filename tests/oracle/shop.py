"""What a shop has, owes and earned, reckoned a second time from nothing but its exported journal.

Slow, in exact fractions, sharing no code with the program (prices by pricing.py, beside it):
    tendero export journal --json | python3 tests/oracle/shop.py
prints one JSON object: stock, costs, shifts with the cash that should be there, days with sales, tax and
margin, balances of credit notes and accounts. A document or a figure that does not follow from what came
before it is named under "wrong".
"""
import json
import sys
from collections import defaultdict
from fractions import Fraction as F

from pricing import price, rounded, written

EXPONENT = {"CLP": 0, "JPY": 0, "KWD": 3}


def money(text):
    return F(text.split(" ")[0])


def label(tax):
    kind = tax["kind"]
    if "percent" in kind:
        return f"{tax['name']} {kind['percent']['rate']} %"
    return f"{tax['name']} {kind['amount']}"


class Shop:
    def __init__(self):
        self.wrong, self.parts = [], defaultdict(list)
        self.products, self.stock = {}, {}
        self.shifts, self.days = {}, {}
        self.sales, self.refunds = {}, defaultdict(list)
        self.credit, self.accounts = defaultdict(F), defaultdict(F)
        self.counts, self.moves = defaultdict(dict), {}
        self.begun = defaultdict(set)
        self.cash_entries = {}
        self.next = defaultdict(lambda: 1)
        self.absolute = self.net = F(0)

    def say(self, entry, what):
        self.wrong.append(f"entry {entry['seq']}: {what}")

    def round(self, value, places=None):
        return rounded(value, self.places if places is None else places, self.shop["rounding"])

    def hold(self, entry, what, ours, theirs):
        if ours != theirs:
            self.say(entry, f"{what} is {theirs}, reckoned {ours}")

    def take(self, entry):
        (kind, body), = entry["fact"]["event"].items()
        handler = getattr(self, kind, None)
        if handler:
            handler(entry, body)

    # the shop and its goods

    def founded(self, entry, body):
        self.shop_changed(entry, body["shop"])

    def shop_changed(self, _entry, shop):
        self.shop = shop
        self.places = EXPONENT.get(shop["currency"], 2)
        self.unit = F(1, 10**self.places)

    def import_part(self, _entry, body):
        self.parts[body["batch"]].append(body["rows"])

    def import_committed(self, entry, body):
        rows = [row for part in self.parts.pop(body["batch"]) for row in part]
        self.hold(entry, "rows of the import", len(rows), body["rows"])
        for row in rows:
            self.keep(row)

    def product_saved(self, _entry, row):
        self.keep(row)

    def keep(self, row):
        product = row["product"]
        if product["sku"] not in self.products:
            stock = row.get("stock")
            self.stock[product["sku"]] = None if stock is None else F(stock)
        self.products[product["sku"]] = product

    def move(self, sku, quantity):
        if self.stock.get(sku) is not None:
            self.stock[sku] += quantity

    # goods that move without a sale

    def stock_moved(self, entry, body):
        (reason, said), = body["reason"].items()
        self.moves[body["id"]] = body
        for line in body["lines"]:
            sku, quantity = line["sku"], F(line["quantity"])
            product, level = self.products[sku], self.stock.get(sku)
            if reason == "received" and line.get("cost") is not None:
                there = max(level or F(0), F(0))
                before = product.get("cost")
                worth = (there * F(before) if before is not None else F(0)) + quantity * F(line["cost"])
                cost = F(line["cost"]) if before is None else worth / (there + quantity)
                self.hold(entry, f"average cost of {sku}", rounded(cost, 6, "half_up"),
                          F(line.get("cost_after") or product["cost"]))
            if line.get("cost_after") is not None:
                product["cost"] = line["cost_after"]
            if line.get("cost_gone"):
                self.hold(entry, f"cost of {sku} before the first receipt", None, self.cost_before(said, line))
                product["cost"] = None
            self.stock[sku] = (level or F(0)) + quantity
        if reason == "counted":
            self.by_count(entry, said["count"], body["lines"])

    def cost_before(self, said, line):
        """What the entry that is taken back found."""
        lines = self.moves[said["of"]]["lines"]
        return next((x.get("cost_before") for x in lines if x["sku"] == line["sku"]), "not moved")

    def stock_counted(self, entry, body):
        for line in body["lines"]:
            level = self.stock.get(line["sku"])
            said = None if line.get("level") is None else F(line["level"])
            self.hold(entry, f"level of {line['sku']} at the count", level, said)
            self.counts[body["count"]][line["sku"]] = F(line["counted"]) - (level or F(0))
            if level is None:
                self.begun[body["count"]].add(line["sku"])
                self.stock[line["sku"]] = F(0)

    def stock_count_closed(self, entry, body):
        begun = self.begun.pop(body["count"], set())
        for sku in begun if body["given_up"] else ():
            if self.stock[sku] <= 0:
                self.stock[sku] = None

    def by_count(self, entry, count, lines):
        """What differs is moved, whatever was sold since."""
        ours = {sku: off for sku, off in self.counts[count].items() if off}
        self.hold(entry, "differences of the count", ours, {x["sku"]: F(x["quantity"]) for x in lines})

    # the register

    def shift_opened(self, entry, body):
        self.hold(entry, "shift", len(self.shifts) + 1, body["number"])
        self.shift = {"float": money(body["float"]), "cash": money(body["float"]), "other": defaultdict(F),
                      "total": F(0), "documents": 0}
        self.shifts[body["number"]] = self.shift
        self.opened = body["number"]

    def shift_closed(self, entry, body):
        self.hold(entry, "cash expected", self.shift["cash"], money(body["expected"]))
        self.hold(entry, "variance", money(body["counted"]) - self.shift["cash"], money(body["variance"]))
        self.hold(entry, "total of the shift", self.shift["total"], money(body["figures"]["total"]))
        self.hold(entry, "perpetual", (self.absolute, self.net), self.perpetual(body["perpetual"]))

    def perpetual(self, body):
        return money(body["absolute"]), money(body["net"])

    def day(self, date):
        if date not in self.days:
            self.days[date] = {"sales": 0, "returns": 0, "net": F(0), "tax": F(0), "total": F(0),
                               "discount": F(0), "rounding": F(0), "cost": F(0), "uncosted": F(0),
                               "taxes": defaultdict(lambda: [F(0), F(0)]), "tenders": defaultdict(F)}
        return self.days[date]

    # documents

    def figures(self, priced):
        """Lines and totals of a document in money."""
        at = lambda minor: F(minor) * self.unit
        lines = []
        for line in priced["lines"]:
            taxes = defaultdict(F)
            for of, minor in line.get("taxes", []):
                taxes[of] += at(minor)
            lines.append({"net": at(line["net"]), "taxes": dict(taxes), "gross": at(line["gross"]),
                          "discount": at(line.get("discount", 0)), "share": at(line.get("ticket_discount", 0))})
        return lines, {name: at(priced.get(name, 0)) for name in ("net", "tax", "total", "discount")}

    def number(self, entry, number):
        series = number["series"]
        self.hold(entry, f"number in {series}", self.next[series], number["number"])
        self.next[series] += 1

    def sold(self, entry, sale):
        self.number(entry, sale["number"])
        lines, totals = self.figures(sale["priced"])
        self.repriced(entry, sale, lines, totals)
        self.document(entry, sale, lines, totals, 1)
        for good in sale["goods"]:
            self.move(good["sku"], -F(good["quantity"]))
        self.sales[sale["id"]] = (sale, lines, totals)

    def repriced(self, entry, sale, lines, totals):
        """The same goods, prices and discounts through the other pricing."""
        classes = {c["name"]: c["taxes"] for c in self.shop["tax_classes"]}

        def tax(one):
            kind = one["kind"]
            if "percent" in kind:
                percent = kind["percent"]
                return {"name": one["name"], "percent": percent["rate"], "compound": percent["compound"]}
            return {"name": one["name"], "amount": kind["amount"]}

        basket = {
            "prices_include_tax": self.shop["prices_include_tax"],
            "tax_rounding": self.shop.get("tax_rounding", "line"),
            "rounding": self.shop["rounding"],
            "lines": [
                {"qty": good["quantity"], "price": good["price"], "taxes": [tax(t) for t in classes[good["tax"]]],
                 **({"discount": {"amount": line["discount"]}} if line["discount"] else {})}
                for good, line in zip(sale["goods"], lines)
            ],
            **({"discount": {"amount": totals["discount"]}} if totals["discount"] else {}),
        }
        again, _ = price(basket, self.places)
        theirs = [(line["net"], sum(line["taxes"].values(), F(0))) for line in lines]
        self.hold(entry, "priced lines", [(net, tax) for net, tax, _ in again], theirs)

    def document(self, entry, body, lines, totals, sign):
        self.hold(entry, "net of the lines", sum(line["net"] for line in lines), totals["net"])
        self.hold(entry, "tax of the lines", sum(sum(line["taxes"].values(), F(0)) for line in lines),
                  totals["tax"])
        self.hold(entry, "net and tax", totals["net"] + totals["tax"], totals["total"])
        paid = {name: money(text) for name, text in body["settlement"].items()}
        self.hold(entry, "total and rounding", totals["total"] + paid["rounding"], paid["due"])
        tendered = sum((money(tender["amount"]) for tender in body["tenders"]), F(0))
        self.hold(entry, "tenders", tendered - paid["change"], paid["due"])
        self.absolute, self.net = self.absolute + totals["total"], self.net + sign * totals["total"]
        self.hold(entry, "perpetual", (self.absolute, self.net), self.perpetual(body["perpetual"]))
        self.hold(entry, "shift", self.opened, body["shift"])
        self.shift["total"] += sign * totals["total"]
        self.shift["documents"] += 1
        self.shift["cash"] -= sign * paid["change"]
        day = self.day(body["date"])
        day["sales" if sign > 0 else "returns"] += 1
        for tender in body["tenders"]:
            amount = sign * money(tender["amount"])
            self.tendered(tender, amount, body)
            day["tenders"][tender["method"]] += amount
        day["tenders"]["cash"] -= sign * paid["change"]
        for name in ("net", "tax", "total"):
            day[name] += sign * totals[name]
        day["rounding"] += sign * paid["rounding"]
        for line in lines:
            day["discount"] += sign * (line["discount"] + line["share"])
        for tax in body["priced"].get("taxes", []):
            row = day["taxes"][label(tax)]
            row[0] += sign * F(tax["base"]) * self.unit
            row[1] += sign * F(tax["tax"]) * self.unit
        goods = [good.get("good", good) for good in body["goods"]]
        for good, line in zip(goods, lines):
            if good.get("cost") is None:
                day["uncosted"] += sign * line["net"]
            else:
                day["cost"] += sign * rounded(F(good["cost"]) * F(good["quantity"]), self.places, "half_up")

    def tendered(self, tender, amount, body):
        method = tender["method"]
        if method == "cash":
            self.shift["cash"] += amount
        else:
            self.shift["other"][method] += amount
        if method == "credit":
            # redeemed by a sale, issued by a return under its own number
            number = tender.get("reference") or "{series}-{number:06d}".format(**body["number"])
            self.credit[number] -= amount
        if method == "account":
            self.accounts[(body.get("customer") or {}).get("id")] += amount

    def refunded(self, entry, refund):
        self.number(entry, refund["number"])
        lines, totals = self.figures(refund["priced"])
        if refund.get("of"):
            self.shared(entry, refund, lines)
        self.document(entry, refund, lines, totals, -1)
        for back in refund["goods"]:
            if back["fate"] == "stock":
                self.move(back["good"]["sku"], F(back["good"]["quantity"]))
        if refund.get("of"):
            self.paid_back(entry, refund)

    def shared(self, entry, refund, lines):
        """Each part is the figure of all that came back, less that of what came back before."""
        sale, sold, _ = self.sales[refund["of"]["sale"]]
        before = defaultdict(F)
        for earlier in self.refunds[sale["id"]]:
            for back in earlier["goods"]:
                before[back["line"]] += F(back["good"]["quantity"])
        names = [tax["name"] + json.dumps(tax["kind"], sort_keys=True) for tax in sale["priced"].get("taxes", [])]
        again = [tax["name"] + json.dumps(tax["kind"], sort_keys=True) for tax in refund["priced"].get("taxes", [])]
        for back, line in zip(refund["goods"], lines):
            of, whole = sold[back["line"]], F(sale["goods"][back["line"]]["quantity"])
            now = before[back["line"]] + F(back["good"]["quantity"])
            if now > whole:
                self.say(entry, f"line {back['line']}: {now} of {whole} came back")
            share = lambda figure: (self.round(figure * now / whole)
                                    - self.round(figure * before[back["line"]] / whole))
            for name in ("discount", "share"):
                self.hold(entry, f"part of the {name}", share(of[name]), line[name])
            ours = {names[at]: share(tax) for at, tax in of["taxes"].items()}
            theirs = {again[at]: tax for at, tax in line["taxes"].items()}
            tax = sum(theirs.values(), F(0))
            if not self.shop["prices_include_tax"]:
                self.hold(entry, "part of the net", share(of["net"]), line["net"])
            else:
                # what was on the shelf for 1.15 goes back as 1.15, and the net is what the taxes leave of it
                whole_total = of["net"] + sum(of["taxes"].values(), F(0))
                self.hold(entry, "part of the total", share(whole_total), line["net"] + tax)
            self.hold(entry, "parts of the taxes", {n: t for n, t in ours.items() if t},
                      {n: t for n, t in theirs.items() if t})
            before[back["line"]] = now

    def paid_back(self, entry, refund):
        """Once everything is back, exactly what was paid went back."""
        sale, _, totals = self.sales[refund["of"]["sale"]]
        self.refunds[sale["id"]].append(refund)
        back = defaultdict(F)
        for each in self.refunds[sale["id"]]:
            for good in each["goods"]:
                back[good["line"]] += F(good["good"]["quantity"])
        if all(back[at] == F(good["quantity"]) for at, good in enumerate(sale["goods"])):
            whole = sum(self.figures(each["priced"])[1]["total"] for each in self.refunds[sale["id"]])
            self.hold(entry, "everything back", totals["total"], whole)
            given = sum(money(each["settlement"]["due"]) for each in self.refunds[sale["id"]])
            coin = money(self.shop["cash_rounding"]) if self.shop.get("cash_rounding") else self.unit
            if abs(given - money(sale["settlement"]["due"])) >= coin:
                self.say(entry, f"{given} went back for {sale['settlement']['due']}")

    # cash without a sale

    def cash_moved(self, entry, body):
        sign = 1 if body["what"] == "in" else -1
        if body.get("reverses"):
            self.hold(entry, "the move undone", self.cash_entries.get(body["reverses"]), money(body["amount"]))
            sign = -sign
        self.cash_entries[body["id"]] = money(body["amount"])
        self.shift["cash"] += sign * money(body["amount"])

    def expense_paid(self, entry, body):
        sign = 1 if body.get("reverses") else -1
        self.cash_entries[body["id"]] = money(body["amount"])
        if body["from_drawer"]:
            self.shift["cash"] += sign * money(body["amount"])

    def account_paid(self, _entry, body):
        self.accounts[body["customer"]] -= money(body["amount"])
        for tender in body["tenders"]:
            if tender["method"] == "cash":
                self.shift["cash"] += money(tender["amount"])
        if body.get("change"):
            self.shift["cash"] -= money(body["change"])

    # answers

    def answer(self):
        text = lambda value: written(int(value / self.unit), self.places)
        days = {}
        for date, day in sorted(self.days.items()):
            margin = day["net"] - day["uncosted"] - day["cost"]
            days[date] = {name: text(day[name]) for name in ("net", "tax", "total", "discount", "rounding")}
            days[date] |= {"sales": day["sales"], "returns": day["returns"], "margin": text(margin)}
            days[date]["taxes"] = {name: [text(base), text(tax)] for name, (base, tax) in day["taxes"].items()}
            days[date]["tenders"] = {name: text(sum_) for name, sum_ in day["tenders"].items() if sum_}
        quantity = lambda value: None if value is None else written(int(value * 1000), 3)
        return {
            "wrong": self.wrong,
            "stock": {sku: quantity(level) for sku, level in sorted(self.stock.items())},
            "costs": {sku: p.get("cost") for sku, p in sorted(self.products.items())},
            "shifts": {n: {"cash": text(s["cash"]), "total": text(s["total"])} for n, s in self.shifts.items()},
            "days": days,
            "credit": {number: text(left) for number, left in sorted(self.credit.items()) if left},
            "accounts": {str(who): text(owed) for who, owed in self.accounts.items() if owed},
        }


def main():
    shop = Shop()
    for line in sys.stdin:
        shop.take(json.loads(line))
    print(json.dumps(shop.answer(), sort_keys=True))


if __name__ == "__main__":
    main()
