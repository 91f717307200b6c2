"""A client of the hub from its OpenAPI document alone, with nothing but the standard library.

usage: client.py URL CODE

It enrols, pushes a product and a sale, pulls the product and its level, fetches its own entries back, and
checks every answer's signature.
"""

import base64
import gzip
import hashlib
import json
import os
import sys
import time
import urllib.request
import uuid

# Ed25519 after RFC 8032, checking only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count, point):
    sum_ = (0, 1, 1, 0)
    while count:
        if count & 1:
            sum_ = add(sum_, point)
        point = add(point, point)
        count >>= 1
    return sum_


def point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    one, two = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


class Hub:
    def __init__(self, url):
        self.url, self.token, self.key = url, None, None
        with urllib.request.urlopen(url + "/openapi.json") as answer:
            self.document = json.load(answer)

    def operation(self, name):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if operation["operationId"] == name:
                    return path, method, operation
        raise LookupError(name)

    def shape(self, operation):
        content = operation["requestBody"]["content"]["application/json"]
        return self.document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]

    def ask(self, name, message):
        path, method, operation = self.operation(name)
        shape = self.shape(operation)
        missing = [field for field in shape["required"] if field not in message]
        strange = [field for field in message if field not in shape["properties"]]
        assert not missing and not strange, (name, missing, strange)
        nonce = os.urandom(16)
        headers = {"tendero-nonce": nonce.hex(), "content-type": "application/json",
                   "content-encoding": "gzip", "accept-encoding": "gzip"}
        if "security" in operation:
            headers["authorization"] = "Bearer " + self.token
        body = gzip.compress(json.dumps(message).encode())
        request = urllib.request.Request(self.url + path, body, headers, method=method.upper())
        with urllib.request.urlopen(request) as answer:
            whole = answer.read()
            if answer.headers.get("content-encoding") == "gzip":
                whole = gzip.decompress(whole)
            told = json.loads(whole)
            key = self.key or bytes.fromhex(told["hub_key"])
            what = b"tendero answer 1" + nonce + answer.status.to_bytes(2, "big") + hashlib.sha256(whole).digest()
            assert signed(key, what, base64.b64decode(answer.headers["tendero-signature"])), "a stranger answers"
            return told


class Journal:
    def __init__(self):
        self.terminal, self.incarnation = uuid.uuid4(), uuid.uuid4()
        self.entries, self.hashes = [], [bytes(32)]

    def write(self, kind, event, id_=None):
        payload = json.dumps({"via": "till", "app": "python", "event": event})
        entry = {"seq": len(self.entries) + 1, "id": str(id_ or uuid.uuid4()), "kind": kind, "kind_version": 1,
                 "at_wall": int(time.time() * 1000), "at_mono": 1, "clock_offset": 0, "payload": payload}
        raw = payload.encode()
        little = lambda number, size: number.to_bytes(size, "little", signed=False)
        header = (self.terminal.bytes + self.incarnation.bytes + little(entry["seq"], 8)
                  + uuid.UUID(entry["id"]).bytes + little(kind, 2) + little(1, 2) + little(len(raw), 4)
                  + little(entry["at_wall"], 8) + little(1, 8) + little(0, 8) + bytes(8))
        self.hashes.append(hashlib.sha256(b"tendero entry v1" + header + self.hashes[-1] + raw).digest())
        self.entries.append(entry)


def sale(id_, series):
    total = "2.20 EUR"
    return {
        "id": str(id_), "number": {"series": series, "number": 1}, "shift": 1, "date": "2026-11-20",
        "time": "2026-11-20T10:15:00", "cashier": str(uuid.UUID(int=9)),
        "goods": [{"sku": "PAN", "name": "Pan", "quantity": "2", "unit": "ea", "price": "1.10",
                   "tax": "standard", "category": "Food", "cost": "0.50"}],
        "priced": {"currency": "EUR", "decimals": 2, "prices_include_tax": True,
                   "lines": [{"gross": 220, "net": 200, "taxes": [[0, 20]]}], "net": 200,
                   "taxes": [{"name": "VAT", "kind": {"percent": {"rate": "10", "compound": False}},
                              "base": 200, "tax": 20}], "tax": 20, "total": 220},
        "tenders": [{"method": "cash", "amount": total, "reference": None}],
        "settlement": {"rounding": "0.00 EUR", "due": total, "paid": total, "change": "0.00 EUR"},
        "perpetual": {"absolute": total, "net": total}, "fingerprint": "",
    }


def main(url, code):
    hub, journal = Hub(url), Journal()
    known = hub.ask("enrol", {
        "code": code, "device_key": os.urandom(32).hex(), "terminal": str(journal.terminal),
        "incarnation": str(journal.incarnation), "series": "PY", "currency": "EUR", "name": "Python",
        "versions": {"min": 1, "max": 1}, "app": "python"})
    hub.key, hub.token = bytes.fromhex(known["hub_key"]), known["token"]
    journal.write(32, {"product_saved": {"product": {"sku": "PAN", "name": "Pan", "price": "1.10",
                                                     "tax": "standard"}, "stock": "5"}})
    id_ = uuid.uuid4()
    journal.write(20, {"sold": sale(id_, known["series"])}, id_)
    pushed = hub.ask("push", {"incarnation": str(journal.incarnation), "prev_hash": bytes(32).hex(),
                              "entries": journal.entries})
    assert pushed["acked"] == 2 and pushed["head_hash"] == journal.hashes[-1].hex(), pushed
    assert pushed["notes"] == [], pushed
    pulled = hub.ask("pull", {"incarnation": str(journal.incarnation), "cursors": [], "limit": 500})
    rows = {(row["kind"], row["id"]): row["value"] for row in pulled["rows"]}
    assert pulled["caught_up"] and pulled["included_seq"] == 2, pulled
    assert rows[("level", "PAN")] == {"quantity": "3"}, rows
    fetched = hub.ask("entries_fetch", {"incarnation": str(journal.incarnation), "from": 1, "limit": 10})
    assert fetched["entries"] == journal.entries, fetched
    print(json.dumps({"sale": str(id_), "terminal": str(journal.terminal)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
