//! A strict reader of ESC/POS: what is printed, cut and opened. Must never pass over a byte that it does not
//! know.

use tendero::devices::code_page::CodePage;

/// What a printer would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Did {
    /// A line of letters, and whether it stands out.
    Line(String, bool),
    /// A square code.
    Square(String),
    /// A picture of that many dots.
    Picture(usize, usize),
    /// Bars of that kind.
    Bars(u8, String),
    /// The paper was cut.
    Cut,
    /// Fed by so many lines, for a hand to tear.
    Feed(u8),
    /// The drawer at that pin opened.
    Drawer(u8),
}

/// Reads everything.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Did>, String> {
    let mut reader = Reader {
        bytes,
        at: 0,
        page: CodePage::Cp437,
        chinese: true,
        bold: false,
        tall: false,
        line: String::new(),
        stored: None,
        did: Vec::new(),
    };
    while reader.at < bytes.len() {
        reader.step()?;
    }
    if reader.line.is_empty() {
        Ok(reader.did)
    } else {
        Err(format!("letters left without a line feed: {:?}", reader.line))
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    page: CodePage,
    chinese: bool,
    bold: bool,
    tall: bool,
    line: String,
    stored: Option<String>,
    did: Vec<Did>,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<u8, String> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or_else(|| "a command ends in the middle".to_owned())
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, String> {
        (0..count).map(|_| self.next()).collect()
    }

    fn step(&mut self) -> Result<(), String> {
        let at = self.at;
        let unknown = |what: &[u8]| Err(format!("unknown command at {at}: {what:02x?}"));
        match self.next()? {
            b'\n' => {
                let line = std::mem::take(&mut self.line);
                if self.bold != self.tall {
                    return Err("half of what makes a line strong".to_owned());
                }
                self.did.push(Did::Line(line, self.bold));
            }
            0x1B => match self.next()? {
                b'@' => (self.page, self.bold, self.tall) = (CodePage::Cp437, false, false),
                b't' => {
                    self.page = match self.next()? {
                        0 => CodePage::Cp437,
                        2 => CodePage::Cp850,
                        16 => CodePage::Cp1252,
                        19 => CodePage::Cp858,
                        other => return unknown(&[0x1B, b't', other]),
                    }
                }
                b'E' => self.bold = self.flag()?,
                b'a' => match self.next()? {
                    0..=2 if self.line.is_empty() => {}
                    other => return unknown(&[0x1B, b'a', other]),
                },
                b'd' => {
                    let lines = self.next()?;
                    self.did.push(Did::Feed(lines));
                }
                b'p' => match self.take(3)?[..] {
                    [pin @ 0..=1, 0x19, 0xFA] => self.did.push(Did::Drawer(pin)),
                    ref other => return unknown(other),
                },
                other => return unknown(&[0x1B, other]),
            },
            0x1C => match self.next()? {
                b'.' => self.chinese = false,
                other => return unknown(&[0x1C, other]),
            },
            0x1D => self.group()?,
            byte if self.chinese && byte >= 0x80 => return Err("a letter in Chinese mode".to_owned()),
            byte => match self.page.letter(byte) {
                Some(letter) => self.line.push(letter),
                None => return Err(format!("no letter at {at}: {byte:02x}")),
            },
        }
        Ok(())
    }

    fn flag(&mut self) -> Result<bool, String> {
        match self.next()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(format!("neither on nor off: {other}")),
        }
    }

    fn group(&mut self) -> Result<(), String> {
        match self.next()? {
            b'!' => self.tall = self.flag()?,
            b'V' => match self.take(2)?[..] {
                [65, _] => self.did.push(Did::Cut),
                ref other => return Err(format!("a cut of {other:02x?}")),
            },
            b'h' | b'w' | b'H' => drop(self.next()?),
            b'k' => {
                let (kind, length) = (self.next()?, self.next()?);
                let data = String::from_utf8(self.take(length.into())?).map_err(|error| error.to_string())?;
                let fits = match kind {
                    67 => data.len() == 13 && data.bytes().all(|b| b.is_ascii_digit()),
                    68 => data.len() == 8 && data.bytes().all(|b| b.is_ascii_digit()),
                    73 => data.starts_with("{B") && data.is_ascii() && data.len() > 2,
                    _ => false,
                };
                if !fits {
                    return Err(format!("bars of kind {kind} with {data:?}"));
                }
                self.did.push(Did::Bars(kind, data));
            }
            b'v' => {
                let head = self.take(6)?;
                let word = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
                if head[..2] != [b'0', 0] {
                    return Err(format!("a picture of {head:02x?}"));
                }
                let (row, height) = (word(2), word(4));
                self.take(row * height)?;
                self.did.push(Did::Picture(row * 8, height));
            }
            b'(' => self.square()?,
            other => return Err(format!("unknown command: 1d {other:02x}")),
        }
        Ok(())
    }

    fn square(&mut self) -> Result<(), String> {
        let head = self.take(3)?;
        let length = usize::from(u16::from_le_bytes([head[1], head[2]]));
        let body = self.take(length)?;
        match (head[0], &body[..]) {
            (b'k', [0x31, 0x41, 0x32, 0] | [0x31, 0x43, 1..=16] | [0x31, 0x45, 0x30..=0x33]) => {}
            (b'k', [0x31, 0x50, 0x30, data @ ..]) => {
                self.stored = Some(String::from_utf8(data.to_vec()).map_err(|error| error.to_string())?);
            }
            (b'k', [0x31, 0x51, 0x30]) => {
                let stored = self.stored.take().ok_or("nothing is stored to print")?;
                self.did.push(Did::Square(stored));
            }
            _ => return Err(format!("unknown function: {head:02x?} {body:02x?}")),
        }
        Ok(())
    }
}
