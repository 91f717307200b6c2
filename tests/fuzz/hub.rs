//! Requests to a hub, as text: `METHOD /path?query`, a header a line, an empty line, the body. Where it
//! stands for itself, `{token}` is a till's token, `{key}` a program's key and `{life}` the till's
//! incarnation. Must never let one input see what another has done: each has a hub of its own.

use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use redb::{BackendError, StorageBackend};
use serde_json::{Value, json};
use tendero::hub::Hub;
use tendero::hub::admin::Ask;
use tendero::hub::http::{Settings, Within};
use tendero::hub::ledger::Embedded;
use tendero::hub::outside::Outside;
use tendero::hub::secret::Secrets;
use tokio::runtime::Runtime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::targets::Target;

/// Its name, which is that of its folder in the corpus.
pub(crate) const ALL: [(&str, Target); 1] = [("hub", hub)];

const SHOP: &str = "Esquina";
const SCOPES: [&str; 9] = [
    "products:read",
    "products:write",
    "customers:read",
    "customers:write",
    "sales:read",
    "closings:read",
    "stock:read",
    "events:read",
    "webhooks",
];
const NONCE: &str = "00000000000000000000000000000000";

/// A disk in memory.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StorageBackend for Memory {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.bytes();
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let there = from.checked_add(out.len()).and_then(|to| bytes.get(from..to));
        out.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.bytes().resize(usize::try_from(len).unwrap_or(usize::MAX), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut bytes = self.bytes();
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let there = from
            .checked_add(data.len())
            .and_then(|to| bytes.get_mut(from..to));
        there.ok_or(io::ErrorKind::UnexpectedEof)?.copy_from_slice(data);
        Ok(())
    }

    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }
}

/// A hub with a shop, a till and a key, made once.
struct Ground {
    runtime: Runtime,
    data: Vec<u8>,
    token: String,
    key: String,
}

const TERMINAL: Uuid = Uuid::from_u128(0x01997a10_0000_7000_8000_000000000001);
const LIFE: Uuid = Uuid::from_u128(0x01997a10_0000_7000_8000_000000000002);

async fn house(disk: Memory) -> Within<Embedded> {
    let ledger = Embedded::on(disk).expect("memory is a disk");
    let hub = Hub::new(ledger, Secrets::of(Zeroizing::new([9; 32])));
    let settings = Settings {
        behind_proxy: true,
        ..Settings::on_loopback("hub".into())
    };
    Within::new(hub.await.expect("a hub"), &settings)
}

fn post(path: &str, body: &Value) -> Request<Vec<u8>> {
    let request = Request::post(path).header("tendero-nonce", NONCE);
    request.body(body.to_string().into_bytes()).expect("a request")
}

fn said(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).expect("it answers in JSON")
}

fn ground() -> &'static Ground {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    GROUND.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let disk = Memory::default();
        let (token, key) = runtime.block_on(async {
            let house = house(disk.clone()).await;
            let shop = SHOP.to_owned();
            let code = Ask::EnrolCode {
                shop: shop.clone(),
                replaces: None,
            };
            let code = house.hub().admin(code).await.expect("a code");
            let joined = house.answer(post(
                "/v1/enrol",
                &json!({
                    "code": code["code"], "device_key": "ab".repeat(32), "terminal": TERMINAL,
                    "incarnation": LIFE, "series": "A", "currency": "EUR", "name": "Till A",
                    "versions": { "min": 1, "max": 1 }, "app": "test",
                }),
            ));
            let joined = said(&joined.await);
            let key = Ask::Outside(Outside::Key {
                shop,
                name: "fuzz".to_owned(),
                scopes: SCOPES.map(str::to_owned).to_vec(),
            });
            let key = house.hub().admin(key).await.expect("a key");
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            let (token, key) = (text(&joined["token"]), text(&key["key"]));
            let made =
                json!({ "name": "Pan", "price": "1.10", "tax": "standard", "codes": ["2000000000008"] });
            let mut put = Request::put("/api/v1/products/PAN");
            for (name, value) in [
                ("tendero-nonce", NONCE),
                ("authorization", &format!("Bearer {key}")),
            ] {
                put = put.header(name, value);
            }
            let put = put.body(made.to_string().into_bytes()).expect("a request");
            let answer = house.answer(put).await;
            assert!(
                answer.status().is_success(),
                "the key counts: {:?}",
                answer.body()
            );
            (token, key)
        });
        let data = disk.bytes().clone();
        Ground {
            runtime,
            data,
            token,
            key,
        }
    })
}

/// The request that the text is; none where no server would take it for one.
fn request(bytes: &[u8], ground: &Ground) -> Option<Request<Vec<u8>>> {
    let cut = bytes.windows(2).position(|two| two == b"\n\n");
    let (head, body) = cut.map_or((bytes, &b""[..]), |at| (&bytes[..at], &bytes[at + 2..]));
    let named = |text: &str| {
        let text = text
            .replace("{token}", &ground.token)
            .replace("{key}", &ground.key);
        text.replace("{life}", &LIFE.to_string())
    };
    let head = named(&String::from_utf8_lossy(head));
    let mut lines = head.lines();
    let (method, uri) = lines.next()?.split_once(' ')?;
    let method = Method::from_bytes(method.as_bytes()).ok()?;
    let uri: Uri = uri.parse().ok().filter(|uri: &Uri| uri.path().starts_with('/'))?;
    let body = match std::str::from_utf8(body) {
        Ok(text) => named(text).into_bytes(),
        Err(_) => body.to_vec(),
    };
    let mut request = Request::builder().method(method).uri(uri).body(body).ok()?;
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value).ok()?);
    }
    let nonce = HeaderValue::from_static(NONCE);
    request.headers_mut().entry("tendero-nonce").or_insert(nonce);
    Some(request)
}

/// A request of anybody: it is answered, the hub has not failed on it, and the till beside it is served.
fn hub(bytes: &[u8]) {
    let ground = ground();
    let Some(request) = request(bytes, ground) else {
        return;
    };
    let what = format!("{} {}", request.method(), request.uri());
    ground.runtime.block_on(async {
        let house = house(Memory(Arc::new(Mutex::new(ground.data.clone())))).await;
        let answer = house.answer(request).await;
        let status = answer.status().as_u16();
        assert!(status < 500, "{what}: {status} {:?}", answer.body());
        assert!(
            answer.body().len() < 4 << 20,
            "{what}: {} bytes",
            answer.body().len()
        );
        let mut pull = post(
            "/v1/pull",
            &json!({ "incarnation": LIFE, "cursors": [], "limit": 9 }),
        );
        let token = HeaderValue::try_from(format!("Bearer {}", ground.token)).expect("a token");
        pull.headers_mut().insert("authorization", token);
        let served = house.answer(pull).await;
        assert_eq!(served.status(), 200, "{what}, and then: {:?}", served.body());
    });
}
