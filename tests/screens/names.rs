//! Whatever somebody or something is called, the terminal gets only what the program itself says. Must
//! never clean a name before it is shown: the names here are as bad as a damaged store could have them.

use proptest::prelude::*;
use tendero::domain::text::is_unsafe;
use tendero::lang::Lang;
use tendero::tui::input::Input;

use crate::till::At;

/// What is left of the terminal's bytes when the sequences that the program uses are taken out.
fn without_sequences(bytes: &str) -> Result<String, String> {
    let mut rest = String::new();
    let mut parts = bytes.split('\u{1b}');
    rest.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let body = part
            .strip_prefix('[')
            .ok_or_else(|| format!("ESC before {part:?}"))?;
        let end = body
            .find(|letter: char| !(letter.is_ascii_digit() || ";?".contains(letter)))
            .ok_or_else(|| format!("no end of {body:?}"))?;
        let last = body[end..].chars().next().unwrap_or_default();
        if !"mJKCHhl".contains(last) {
            return Err(format!("ESC[{body:?}"));
        }
        rest.push_str(&body[end + last.len_utf8()..]);
    }
    Ok(rest)
}

fn name() -> impl Strategy<Value = String> {
    let nasty = prop_oneof![
        Just("\u{202e}".to_owned()),
        Just("\u{1b}[2J".to_owned()),
        Just("\u{1b}]0;x\u{7}".to_owned()),
        Just("\u{9b}31m".to_owned()),
        Just("\u{200f}אבג".to_owned()),
        Just("漢字かな".to_owned()),
        Just("e\u{301}\u{301}\u{301}".to_owned()),
        Just("👩\u{200d}👩\u{200d}👧".to_owned()),
        Just("\r\n\t\u{0}\u{7f}".to_owned()),
        "[a-zñ ]{0,12}",
        any::<String>(),
    ];
    prop::collection::vec(nasty, 1..5).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn only_our_own_bytes_reach_the_terminal(
        shop in name(), person in name(), good in name(), buyer in name(),
        (columns, rows) in prop_oneof![Just((80, 24)), Just((40, 15)), Just((200, 60))],
    ) {
        let mut at = At::start(Lang::Es, (columns, rows));
        at.register.till.shop.name = shop;
        at.register.till.people[1].name = person;
        at.register.call("LEC-1", &good);
        at.register.till.shop.papers.footer = vec![buyer];
        at.begin_selling();
        let mut shown = vec![at.painted().0];
        for keys in ["LEC-1<Enter>", "<Up>", "<Esc>l", "<Esc>", "<Enter>", "<Enter>", "<F9>"] {
            at.keys(keys);
            shown.push(at.painted().0);
        }
        at.input(Input::Resize(rows.max(40), 20));
        shown.push(at.painted().0);
        for bytes in shown {
            let rest = without_sequences(&bytes).map_err(TestCaseError::fail)?;
            let strange = rest.chars().find(|letter| is_unsafe(*letter));
            prop_assert_eq!(strange, None, "{:?}", rest);
        }
    }
}
