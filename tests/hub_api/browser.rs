//! The owner's page in a real browser, without a window, driven over its own pipe. Must never pass because
//! there is no browser: it says what is missing.

#![allow(clippy::unwrap_used)]
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::process::Hub;
use crate::shop::{day_of_trade, password};

/// Names under which the browser is found.
const NAMES: [&str; 2] = ["chromium", "google-chrome"];

fn found() -> Option<&'static str> {
    let there = |name: &&str| {
        let mut command = Command::new(name);
        command
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    NAMES.into_iter().find(there)
}

/// A browser and a page in it.
struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    asked: u64,
    _home: tempfile::TempDir,
}

impl Browser {
    fn start(name: &str) -> Browser {
        let home = tempfile::tempdir().unwrap();
        // The browser reads what it is told from its fourth file and answers on its fifth.
        let pipes = "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";
        let mut child = Command::new("sh")
            .args(["-c", pipes, name])
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
            ])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", home.path().display()))
            .arg("about:blank")
            .env("HOME", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut browser = Browser {
            child,
            to,
            from: BufReader::new(from),
            session: None,
            asked: 0,
            _home: home,
        };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let at = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.ask("Target.attachToTarget", &at);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        browser
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut answer = Vec::new();
            let length = self.from.read_until(0, &mut answer).unwrap();
            assert!(length > 0, "the browser ended");
            let answer: Value = serde_json::from_slice(&answer[..length - 1]).unwrap();
            if answer["id"] == self.asked {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// What a line of script comes to in the page.
    fn tell(&mut self, script: &str) -> Value {
        let params = json!({ "expression": script, "returnByValue": true });
        self.ask("Runtime.evaluate", &params)["result"]["value"].clone()
    }

    fn until(&mut self, script: &str) {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while self.tell(script) != true {
            let seen = self.tell("location.href + ' ' + document.body.innerText");
            assert!(std::time::Instant::now() < until, "{script}: {seen}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn the_owner_signs_in_on_a_phone_and_sees_the_days_total() {
    let Some(name) = found() else {
        unreachable!(
            "there is no browser: install Debian's with `apt-get install chromium`, then run this again"
        );
    };
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    day_of_trade(&hub, "Uno", "A");
    let word = password(&hub, "Uno", "ana");
    let mut browser = Browser::start(name);
    let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    browser.ask("Emulation.setDeviceMetricsOverride", &phone);
    browser.ask(
        "Page.navigate",
        &json!({ "url": format!("http://{}/", hub.address) }),
    );
    browser.until("document.querySelector('form.sign-in') !== null");
    browser.tell(&format!(
        "document.querySelector('[name=name]').value = 'ana';
         document.querySelector('[name=password]').value = '{word}';
         document.querySelector('form').requestSubmit()"
    ));
    browser.until("document.querySelector('#total') !== null");
    assert_eq!(
        browser.tell("document.querySelector('#total').innerText"),
        "€3.30"
    );
    assert_eq!(browser.tell("document.cookie"), "", "no script sees the session");
    let wide = browser.tell("document.documentElement.scrollWidth <= window.innerWidth");
    assert_eq!(wide, true, "nothing is pushed off the screen of a phone");
    let bars = "[...document.querySelectorAll('#weeks rect')].filter(bar => bar.getBBox().height > 0).length";
    assert_eq!(browser.tell(bars), 1, "the day has its bar");
    let styled = browser.tell("getComputedStyle(document.querySelector('section')).borderRadius !== '0px'");
    assert_eq!(styled, true, "the policy lets its own style through");
    assert_eq!(
        browser.tell("document.querySelectorAll('script, link, img').length"),
        0
    );
    if let Some(file) = std::env::var_os("OWNER_PICTURE") {
        let whole = json!({ "captureBeyondViewport": true });
        let picture = browser.ask("Page.captureScreenshot", &whole);
        let picture = data_encoding::BASE64.decode(picture["data"].as_str().unwrap().as_bytes());
        std::fs::write(file, picture.unwrap()).unwrap();
    }
    browser.tell("document.querySelector('header form').requestSubmit()");
    browser.until("document.querySelector('form.sign-in') !== null");
}
