//! The owner's page as HTTP: sign-in, what it shows, what it refuses. Must never keep a cookie between tests.

#![allow(clippy::unwrap_used)]
use crate::client::{Answer, Line};
use crate::ground::{Ground, bodies};
use crate::shop::{day_of_trade, password};

bodies! {
    the_owner_sees_the_day_and_a_stranger_a_form
    a_form_of_another_site_does_nothing_and_a_session_ends
    who_guesses_waits
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A form as a browser sends it.
fn form(line: &mut Line, path: &str, more: &[(&str, &str)], fields: &str) -> Answer {
    let headers: Vec<(&str, &str)> = [FORM].iter().chain(more).copied().collect();
    line.ask("POST", path, &headers, fields.as_bytes())
}

fn sign_in(line: &mut Line, name: &str, password: &str) -> Answer {
    form(
        line,
        "/owner/sign-in",
        &[],
        &format!("name={name}&password={password}"),
    )
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.bytes.clone()).unwrap()
}

/// The cookie of whoever signs in.
fn cookie(line: &mut Line, name: &str, password: &str) -> String {
    let answer = sign_in(line, name, password);
    assert_eq!((answer.status, &answer.headers["location"][..]), (303, "/owner"));
    let set = &answer.headers["set-cookie"];
    for part in ["HttpOnly", "SameSite=Strict", "Path=/owner"] {
        assert!(set.contains(part), "{set}");
    }
    set.split(';').next().unwrap().to_owned()
}

fn the_owner_sees_the_day_and_a_stranger_a_form(ground: &Ground) {
    let hub = ground.hub();
    day_of_trade(&hub, "Uno", "A");
    day_of_trade(&hub, "Dos", "B");
    let password = password(&hub, "Uno", "ana");
    let mut line = hub.line();
    let stranger = line.get("/owner");
    assert_eq!(
        (stranger.status, &stranger.headers["location"][..]),
        (303, "/owner/sign-in")
    );
    let asked = line.get("/owner/sign-in");
    assert!(text(&asked).contains("Password") && !text(&asked).contains("Uno"));
    let cookie = cookie(&mut line, "ana", &password);
    let seen = line.ask("GET", "/owner", &[("cookie", &cookie)], b"");
    let page = text(&seen);
    for part in [
        "3.30",
        "Till A",
        "-€0.30",
        "lost a coin",
        "PAN-A",
        "<svg",
        "name=\"viewport\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(
        page.contains("Pan &lt;b&gt;A&lt;/b&gt;") && !page.contains("<b>A</b>"),
        "escaped"
    );
    for foreign in ["Till B", "PAN-B", "Dos"] {
        assert!(!page.contains(foreign), "{foreign} is another shop's");
    }
    assert!(
        !page.contains("<script") && !page.contains("src=") && !page.contains("http"),
        "nothing from elsewhere"
    );
    let policy = &seen.headers["content-security-policy"];
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert_eq!(seen.headers["cache-control"], "no-store");
    assert_eq!(seen.headers["x-frame-options"], "DENY");
    let spanish = line.ask(
        "GET",
        "/owner",
        &[("cookie", &cookie), ("accept-language", "es")],
        b"",
    );
    assert!(text(&spanish).contains("Cierres"));
}

fn a_form_of_another_site_does_nothing_and_a_session_ends(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let word = password(&hub, "Uno", "ana");
    let mut line = hub.line();
    let fields = format!("name=ana&password={word}");
    for foreign in [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "null"),
    ] {
        assert_eq!(
            form(&mut line, "/owner/sign-in", &[foreign], &fields).status,
            403,
            "{foreign:?}"
        );
    }
    let plain = line.ask(
        "POST",
        "/owner/sign-in",
        &[("content-type", "text/plain")],
        fields.as_bytes(),
    );
    assert_eq!(plain.status, 403);
    let cookie = cookie(&mut line, "ana", &word);
    let page = text(&line.ask("GET", "/owner", &[("cookie", &cookie)], b""));
    let key = page
        .split("name=\"form\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let shown = [("cookie", cookie.as_str())];
    assert_eq!(form(&mut line, "/owner/sign-out", &shown, "form=0").status, 403);
    assert_eq!(line.ask("GET", "/owner", &shown, b"").status, 200);
    assert_eq!(
        form(&mut line, "/owner/sign-out", &shown, &format!("form={key}")).status,
        303
    );
    assert_eq!(
        line.ask("GET", "/owner", &shown, b"").status,
        303,
        "the cookie opens nothing any more"
    );
    // Another password ends what began with the old one.
    let again = self::cookie(&mut line, "ana", &word);
    let new = password(&hub, "Uno", "ana");
    assert_eq!(line.ask("GET", "/owner", &[("cookie", &again)], b"").status, 303);
    assert_eq!(sign_in(&mut line, "ana", &word).status, 403);
    let last = self::cookie(&mut line, "ana", &new);
    hub.told(&["drop-owner", "ana"]);
    assert_eq!(line.ask("GET", "/owner", &[("cookie", &last)], b"").status, 303);
}

fn who_guesses_waits(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let word = password(&hub, "Uno", "ana");
    let mut line = hub.line();
    let statuses: Vec<u16> = (0..5)
        .map(|_| sign_in(&mut line, "ana", "wrong").status)
        .collect();
    assert_eq!(statuses[..4], [403; 4]);
    assert_eq!(statuses[4], 429);
    let early = sign_in(&mut line, "ana", &word);
    assert_eq!(early.status, 429, "even who is right");
    let wait: u64 = early.headers["retry-after"].parse().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(wait));
    assert_eq!(sign_in(&mut line, "ana", &word).status, 303);
    assert_eq!(sign_in(&mut line, "nobody", &word).status, 403);
    let kept = std::fs::read_dir(ground.dir.path())
        .unwrap()
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok());
    for file in kept {
        assert!(
            !file.windows(word.len()).any(|part| part == word.as_bytes()),
            "only its hash is kept"
        );
    }
}
