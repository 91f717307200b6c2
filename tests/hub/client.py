"""A client of the hub in another language, from its OpenAPI document alone: it enrols, pushes a sale and pulls
what that did. It must never need anything but Python's own library.

Usage: client.py URL CODE. Says `ok` at the end; anything else is a failure.
"""

import base64
import gzip
import hashlib
import json
import os
import struct
import sys
import time
import urllib.error
import urllib.request
import uuid

URL, CODE = sys.argv[1], sys.argv[2]
DOCUMENT = json.load(urllib.request.urlopen(URL + "/openapi.json"))

# Ed25519, as RFC 8032 tells it: only checking.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def x_of(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    assert (x * x - square) % P == 0, "no point"
    return P - x if x % 2 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    return (x_of(y, sign), y)


def add(one, two):
    (a, b), (c, d) = one, two
    product = D * a * b * c * d % P
    x = (a * d + c * b) * pow(1 + product, P - 2, P) % P
    return (x, (b * d + a * c) * pow(1 - product, P - 2, P) % P)


def times(scalar, base):
    result = (0, 1)
    while scalar:
        if scalar & 1:
            result = add(result, base)
        base, scalar = add(base, base), scalar >> 1
    return result


BASE = point(bytes([0x58] + [0x66] * 31))


def has_signed(key, message, signature):
    scalar = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    right = add(point(signature[:32]), times(challenge, point(key)))
    return scalar < L and times(scalar, BASE) == right


# What the document says of a message, checked on everything that is sent and everything that comes.
def check(value, schema, at):
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return check(value, DOCUMENT["components"]["schemas"][name], name)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            told = []
            for one in schema[choice]:
                try:
                    return check(value, one, at)
                except AssertionError as error:
                    told.append(str(error))
            raise AssertionError(f"{at}: none of {told}")
    for part in schema.get("allOf", []):
        check(value, part, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    python = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    assert not kinds or any(isinstance(value, python[kind]) for kind in kinds), f"{at}: {value!r} is no {kinds}"
    if "enum" in schema:
        assert value in schema["enum"], f"{at}: {value!r}"
    if isinstance(value, dict):
        for name in schema.get("required", []):
            assert name in value, f"{at}: {name} is missing"
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                check(value[name], inner, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for item in value:
            check(item, schema["items"], f"{at}[]")


class Hub:
    key, token = None, None

    def ask(self, path, message=None):
        method = "get" if message is None else "post"
        told = DOCUMENT["paths"][path][method]
        headers = {"tendero-nonce": os.urandom(16).hex(), "accept-encoding": "gzip"}
        if "security" in told:
            headers["authorization"] = "Bearer " + self.token
        body = None
        if message is not None:
            check(message, told["requestBody"]["content"]["application/json"]["schema"], path)
            body = gzip.compress(json.dumps(message).encode())
            headers["content-encoding"] = "gzip"
        request = urllib.request.Request(URL + path, body, headers, method=method.upper())
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        data = answer.read()
        if answer.headers.get("content-encoding") == "gzip":
            data = gzip.decompress(data)
        said = json.loads(data)
        if path == "/v1/enrol" and answer.status == 200:
            self.key = bytes.fromhex(said["hub_key"])
            assert names(CODE, self.key), "this is not the hub of that code"
        if self.key:
            nonce = bytes.fromhex(headers["tendero-nonce"])
            signed = b"tendero answer 1" + nonce + struct.pack(">H", answer.status) + hashlib.sha256(data).digest()
            assert has_signed(self.key, signed, base64.b64decode(answer.headers["tendero-signature"]))
        status = "200" if answer.status == 200 else "default"
        check(said, told["responses"][status]["content"]["application/json"]["schema"], path)
        return answer.status, said


def names(code, key):
    letters = [("0123456789ABCDEFGHJKMNPQRSTVWXYZ").index(letter) for letter in code.replace("-", "")]
    number = 0
    for value in letters[:26]:
        number = number << 5 | value
    return number.to_bytes(16, "big")[6:] == hashlib.sha256(key).digest()[:10]


class Journal:
    def __init__(self):
        self.terminal, self.incarnation = uuid.uuid4(), uuid.uuid4()
        self.entries, self.head = [], bytes(32)

    def write(self, kind, event, id=None):
        id, seq, wall = id or uuid.uuid4(), len(self.entries) + 1, int(time.time() * 1000)
        payload = json.dumps({"via": "till", "app": "python", "event": event})
        data = payload.encode()
        header = self.terminal.bytes + self.incarnation.bytes + struct.pack("<Q", seq) + id.bytes
        header += struct.pack("<HHIqQq", kind, 1, len(data), wall, 1, 0) + bytes(8)
        self.head = hashlib.sha256(b"tendero entry v1" + header + self.head + data).digest()
        self.entries.append({"seq": seq, "id": str(id), "kind": kind, "kind_version": 1, "at_wall": wall,
                             "at_mono": 1, "clock_offset": 0, "payload": payload})


def sale(id, number, series):
    total, who = "2.20 EUR", "00000000-0000-0000-0000-000000000009"
    return {"id": str(id), "number": {"series": series, "number": number}, "shift": 1, "date": "2026-11-20",
            "time": "2026-11-20T10:15:00", "cashier": who,
            "goods": [{"sku": "PAN", "name": "Bread", "quantity": "2", "unit": "ea", "price": "1.10",
                       "tax": "standard"}],
            "priced": {"currency": "EUR", "decimals": 2, "prices_include_tax": True,
                       "lines": [{"gross": 220, "net": 200, "taxes": [[0, 20]]}], "net": 200,
                       "taxes": [{"name": "VAT", "kind": {"percent": {"rate": "10", "compound": False}},
                                  "base": 200, "tax": 20}], "tax": 20, "total": 220},
            "tenders": [{"method": "cash", "amount": total, "reference": None}],
            "settlement": {"rounding": "0.00 EUR", "due": total, "paid": total, "change": "0.00 EUR"},
            "perpetual": {"absolute": total, "net": total}, "fingerprint": ""}


hub, journal = Hub(), Journal()
assert hub.ask("/v1/ping")[1]["versions"]["max"] >= 1
status, enrolled = hub.ask("/v1/enrol", {
    "code": CODE, "device_key": os.urandom(32).hex(), "terminal": str(journal.terminal),
    "incarnation": str(journal.incarnation), "series": "PY", "currency": "EUR", "name": "Python",
    "versions": {"min": 1, "max": 1}, "app": "python"})
assert status == 200, enrolled
hub.token = enrolled["token"]
status, welcome = hub.ask("/v1/hello", {
    "versions": {"min": 1, "max": 1}, "app": "python", "incarnation": str(journal.incarnation), "last_seq": 0,
    "head_hash": journal.head.hex(), "acked": 0, "cursors": [], "series": [{"series": "PY", "next": 1}],
    "time": int(time.time() * 1000)})
assert (status, welcome["acked"]) == (200, 0)
journal.write(32, {"product_saved": {"product": {
    "sku": "PAN", "codes": ["7898629570164"], "name": "Bread", "price": "1.10", "tax": "standard", "unit": "ea"},
    "stock": "10"}})
sold = uuid.uuid4()
journal.write(20, {"sold": sale(sold, 1, enrolled["series"])}, sold)
push = {"incarnation": str(journal.incarnation), "prev_hash": "00" * 32, "entries": journal.entries}
for _ in range(2):
    status, pushed = hub.ask("/v1/push", push)
    assert (status, pushed["acked"], pushed["notes"]) == (200, 2, []), pushed
    assert pushed["head_hash"] == journal.head.hex()
rows, cursors = {}, []
while True:
    status, page = hub.ask("/v1/pull", {"incarnation": str(journal.incarnation), "cursors": cursors, "limit": 1})
    assert status == 200
    rows.update({(row["kind"], row["id"]): row.get("value") for row in page["rows"]})
    cursors = page["cursors"]
    if page["caught_up"]:
        break
assert rows[("level", "PAN")] == {"quantity": "8"} and page["included_seq"] == 2, rows
status, fetched = hub.ask("/v1/entries/fetch", {
    "incarnation": str(journal.incarnation), "from": 1, "limit": 10, "probe": [2]})
assert fetched["entries"] == journal.entries and fetched["hashes"][0]["hash"] == journal.head.hex()
push["prev_hash"] = "11" * 32
status, refused = hub.ask("/v1/push", push)
assert (status, refused["code"]) == (409, "chain_fork"), refused
print("ok")
