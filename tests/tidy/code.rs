//! Rust text with comments, literals or tests blanked, and words found in it. Must keep every line and column
//! in its place, and must never need a whole parser.

/// The text with comments and the insides of string and character literals replaced by blanks.
pub(crate) fn without_comments(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at).max(comment_end(&chars, at));
        if end > at {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment that starts at `at` ends; `at` itself when none starts there.
fn comment_end(chars: &[char], at: usize) -> usize {
    match (chars[at], chars.get(at + 1)) {
        ('/', Some('/')) => chars[at..]
            .iter()
            .position(|c| *c == '\n')
            .map_or(chars.len(), |n| at + n),
        ('/', Some('*')) => {
            let (mut depth, mut i) = (1, at + 2);
            while depth > 0 && i < chars.len() {
                match (chars[i], chars.get(i + 1)) {
                    ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
                    ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
            }
            i.min(chars.len())
        }
        _ => at,
    }
}

/// Where the string or character literal that starts at `at` ends; `at` itself when none starts there.
fn literal_end(chars: &[char], at: usize) -> usize {
    match chars[at] {
        '"' => quoted_end(chars, at, '"'),
        // A lifetime has no closing quote right after its first character.
        '\'' if chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'') => {
            quoted_end(chars, at, '\'')
        }
        'r' if at == 0 || chars[at - 1] == 'b' || !is_word(chars[at - 1]) => {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if chars.get(at + 1 + hashes) != Some(&'"') {
                return at;
            }
            let closing: Vec<char> = std::iter::once('"')
                .chain(std::iter::repeat_n('#', hashes))
                .collect();
            let inner = at + 2 + hashes;
            let length = chars[inner..].windows(closing.len()).position(|w| w == closing);
            length.map_or(chars.len(), |n| inner + n + closing.len())
        }
        _ => at,
    }
}

fn quoted_end(chars: &[char], at: usize, quote: char) -> usize {
    let mut i = at + 1;
    while i < chars.len() && chars[i] != quote {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

/// `code` with every item under `#[cfg(test)]` (alone or inside `all`) replaced by blanks.
pub(crate) fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    for mark in ["#[cfg(test", "#[cfg(all(test"] {
        while let Some(start) = out.find(mark) {
            let end = item_end(&out, start);
            let blank: String = out[start..end]
                .chars()
                .map(|c| if c == '\n' { c } else { ' ' })
                .collect();
            out.replace_range(start..end, &blank);
        }
    }
    out
}

/// Where the item ends whose first attribute starts at `start`: after its closing brace or its semicolon.
pub(crate) fn item_end(code: &str, start: usize) -> usize {
    let (mut brackets, mut braces) = (0_i32, 0_i32);
    for (at, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        let closed = c == '}' && braces == 0 && brackets == 0;
        if closed || (c == ';' && braces == 0 && brackets == 0) {
            return start + at + 1;
        }
    }
    code.len()
}

/// Can this character stand inside an identifier?
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every identifier, keyword or number of `code` with the byte where it starts.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + code[from..].find(is_word)?;
        let end = start + code[start..].find(|c| !is_word(c)).unwrap_or(code.len() - start);
        from = end;
        Some((start, &code[start..end]))
    })
}

/// The line, counted from 1, on which byte `at` stands.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn comments_and_literals_are_blanked_in_place() {
    let text = "let a = \"b // c\"; // d\n/* e /* f */ g */ h('\\'', 'i', &'j k, r#\"l\"m\"#)";
    let code = without_comments(text);
    assert_eq!(
        words(&code).map(|(_, w)| w).collect::<Vec<_>>(),
        ["let", "a", "h", "j", "k"]
    );
    assert_eq!(code.chars().count(), text.chars().count());
    assert_eq!(code.find("h("), text.find("h("));
}

#[test]
fn tests_are_blanked_and_the_rest_stays() {
    let code = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\n#[cfg(test)]\nmod c;\nfn d() {}";
    let product = without_tests(code);
    assert_eq!(
        words(&product).map(|(_, w)| w).collect::<Vec<_>>(),
        ["fn", "a", "fn", "d"]
    );
    assert_eq!(line_of(&product, product.find("d()").expect("d stays")), 6);
}
