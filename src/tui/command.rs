//! THE TABLE: every command with its place, keys, words, permission and condition. Must be the only list of
//! them: dispatch, footer, help, palette, key configuration and the README's keys table are read from it.

use crate::domain::staff::Permission;

use super::flags::{Flags, When};
use super::key::Key;

/// Everything that a key can do. Typing text is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table says what each does")]
pub enum Command {
    Add,
    Pay,
    Quantity,
    Search,
    NewProduct,
    VoidLine,
    VoidTicket,
    ExactCash,
    Cash,
    Card,
    Mobile,
    Transfer,
    NextSale,
    Explain,
    Receipt,
    XReport,
    CloseRegister,
    Recount,
    Confirm,
    Up,
    Down,
    PageUp,
    PageDown,
    Back,
    SignOut,
    Palette,
    Quit,
    Help,
}

/// Where a key arrives: the screen, or the dialog on top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the screen or dialog of that name")]
pub enum Scope {
    Opening,
    SignIn,
    OpenRegister,
    Sale,
    Pay,
    Change,
    Close,
    Stopped,
    Ask,
    Quantity,
    Help,
    Palette,
    Receipt,
    Report,
    NewProduct,
    Notice,
}

/// One row: a command in some places.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Where.
    pub scopes: &'static [Scope],
    /// The keys, the shown one first; the config may give others.
    pub keys: &'static [Key],
    /// When.
    pub when: When,
    /// What the person must be allowed.
    pub permission: Option<Permission>,
    /// Message with its name; `.help` of it is the sentence.
    pub label: &'static str,
    /// Whether the footer shows it.
    pub footer: bool,
    /// Whether the palette lists it.
    pub palette: bool,
}

impl Command {
    /// Its name in the config file.
    pub fn name(self) -> &'static str {
        match self {
            Command::Add => "add",
            Command::Pay => "pay",
            Command::Quantity => "quantity",
            Command::Search => "search",
            Command::NewProduct => "new-product",
            Command::VoidLine => "void-line",
            Command::VoidTicket => "void-ticket",
            Command::ExactCash => "exact-cash",
            Command::Cash => "cash",
            Command::Card => "card",
            Command::Mobile => "mobile",
            Command::Transfer => "transfer",
            Command::NextSale => "next-sale",
            Command::Explain => "explain-total",
            Command::Receipt => "receipt",
            Command::XReport => "x-report",
            Command::CloseRegister => "close-register",
            Command::Recount => "recount",
            Command::Confirm => "confirm",
            Command::Up => "up",
            Command::Down => "down",
            Command::PageUp => "page-up",
            Command::PageDown => "page-down",
            Command::Back => "back",
            Command::SignOut => "sign-out",
            Command::Palette => "palette",
            Command::Quit => "quit",
            Command::Help => "help",
        }
    }
}

impl Row {
    /// The message of its help sentence.
    pub fn help(&self) -> String {
        format!("{}.help", self.label)
    }

    const fn new(
        command: Command,
        scopes: &'static [Scope],
        keys: &'static [Key],
        label: &'static str,
    ) -> Row {
        Row {
            command,
            scopes,
            keys,
            when: When::ALWAYS,
            permission: None,
            label,
            footer: false,
            palette: false,
        }
    }

    const fn when(mut self, when: When) -> Row {
        self.when = when;
        self
    }

    const fn asks(mut self, permission: Permission) -> Row {
        self.permission = Some(permission);
        self
    }

    const fn footer(mut self) -> Row {
        self.footer = true;
        self
    }

    const fn palette(mut self) -> Row {
        self.palette = true;
        self
    }
}

use Permission::{Catalogue, Register, Sell};
use Scope::{
    Ask, Change, Close, Help, NewProduct, Notice, OpenRegister, Opening, Pay, Quantity, Receipt, Report,
    Sale, SignIn, Stopped,
};

const TYPED: Flags = Flags::TYPED;
const LINES: Flags = Flags::LINES;
const POPUP: Flags = Flags::POPUP;
const BUSY: Flags = Flags::WAITING;
/// Screens on which nothing is half done.
const CALM: &[Scope] = &[Sale, Change];
const FORMS: &[Scope] = &[SignIn, OpenRegister, Quantity, NewProduct, Ask];
const LISTS: &[Scope] = &[Help, Receipt, Report];

/// The table. Rows stand in the order in which the footer shows them.
pub const TABLE: &[Row] = &[
    Row::new(Command::Add, &[Sale], &[Key::Enter], "cmd-add")
        .when(When::with(TYPED))
        .asks(Sell)
        .footer(),
    // With nothing to add it says so; the footer stands still while the first digits are typed.
    Row::new(Command::Add, &[Sale], &[Key::Enter], "cmd-add")
        .when(When::without(LINES.and(TYPED)))
        .asks(Sell)
        .footer(),
    Row::new(Command::Pay, &[Sale], &[Key::Enter], "cmd-pay")
        .when(When::with(LINES).but(TYPED))
        .asks(Sell)
        .footer()
        .palette(),
    Row::new(
        Command::ExactCash,
        &[Pay],
        &[Key::Enter, Key::F(2)],
        "cmd-exact-cash",
    )
    .when(When::without(TYPED.and(BUSY)))
    .footer()
    .palette(),
    Row::new(Command::Cash, &[Pay], &[Key::Enter, Key::F(2)], "cmd-cash")
        .when(When::with(TYPED).but(BUSY))
        .footer(),
    Row::new(Command::Card, &[Pay], &[Key::F(3)], "cmd-card")
        .when(When::without(BUSY))
        .footer()
        .palette(),
    Row::new(Command::Mobile, &[Pay], &[Key::F(4)], "cmd-mobile")
        .when(When::without(BUSY))
        .footer()
        .palette(),
    Row::new(Command::Transfer, &[Pay], &[Key::F(5)], "cmd-transfer")
        .when(When::without(BUSY))
        .footer()
        .palette(),
    Row::new(
        Command::NextSale,
        &[Change],
        &[Key::Enter, Key::Esc],
        "cmd-next-sale",
    )
    .footer()
    .palette(),
    Row::new(Command::Confirm, FORMS, &[Key::Enter], "cmd-confirm")
        .when(When::without(BUSY))
        .footer(),
    Row::new(Command::Confirm, &[Close], &[Key::Enter], "cmd-confirm")
        .when(When::without(BUSY))
        .footer(),
    Row::new(
        Command::Confirm,
        &[Scope::Palette, Notice],
        &[Key::Enter],
        "cmd-confirm",
    )
    .footer(),
    Row::new(Command::Recount, &[Close], &[Key::F(2)], "cmd-recount")
        .when(When::with(Flags::READY).but(BUSY))
        .footer()
        .palette(),
    Row::new(Command::NewProduct, CALM, &[Key::F(5)], "cmd-new-product")
        .when(When::with(Flags::UNKNOWN))
        .asks(Catalogue)
        .footer()
        .palette(),
    Row::new(Command::NewProduct, CALM, &[Key::F(5)], "cmd-new-product")
        .when(When::without(Flags::UNKNOWN))
        .asks(Catalogue)
        .palette(),
    Row::new(Command::Quantity, &[Sale], &[Key::F(2)], "cmd-quantity")
        .when(When::with(LINES).but(POPUP))
        .footer()
        .palette(),
    Row::new(Command::Search, &[Sale], &[Key::F(3)], "cmd-search")
        .footer()
        .palette(),
    Row::new(Command::VoidLine, &[Sale], &[Key::F(8)], "cmd-void-line")
        .when(When::with(LINES).but(POPUP))
        .footer()
        .palette(),
    Row::new(Command::VoidTicket, &[Sale], &[Key::F(7)], "cmd-void-ticket")
        .when(When::with(LINES))
        .palette(),
    Row::new(Command::Explain, &[Pay], &[Key::F(7)], "cmd-explain")
        .when(When::with(LINES))
        .palette(),
    Row::new(Command::Explain, &[Change], &[Key::F(7)], "cmd-explain").palette(),
    Row::new(Command::Explain, &[Sale], &[], "cmd-explain")
        .when(When::with(LINES))
        .palette(),
    Row::new(Command::Receipt, CALM, &[Key::F(9)], "cmd-receipt")
        .when(When::with(Flags::SOLD).but(POPUP))
        .footer()
        .palette(),
    Row::new(Command::XReport, CALM, &[], "cmd-x-report")
        .when(When::with(Flags::OPEN))
        .asks(Register)
        .palette(),
    Row::new(
        Command::CloseRegister,
        &[Sale],
        &[Key::F(6)],
        "cmd-close-register",
    )
    .when(When::with(Flags::OPEN).but(LINES))
    .asks(Register)
    .footer()
    .palette(),
    Row::new(
        Command::CloseRegister,
        &[Sale],
        &[Key::F(6)],
        "cmd-close-register",
    )
    .when(When::with(Flags::OPEN.and(LINES)))
    .asks(Register)
    .palette(),
    Row::new(
        Command::CloseRegister,
        &[Change],
        &[Key::F(6)],
        "cmd-close-register",
    )
    .when(When::with(Flags::OPEN))
    .asks(Register)
    .palette(),
    Row::new(
        Command::SignOut,
        &[Sale, Change, OpenRegister],
        &[],
        "cmd-sign-out",
    )
    .when(When::with(Flags::SIGNED))
    .palette(),
    Row::new(
        Command::Up,
        &[
            Sale,
            SignIn,
            OpenRegister,
            Close,
            NewProduct,
            Scope::Palette,
            Help,
            Receipt,
            Report,
        ],
        &[Key::Up, Key::BackTab],
        "cmd-up",
    ),
    Row::new(
        Command::Down,
        &[
            Sale,
            SignIn,
            OpenRegister,
            Close,
            NewProduct,
            Scope::Palette,
            Help,
            Receipt,
            Report,
        ],
        &[Key::Down, Key::Tab],
        "cmd-down",
    ),
    Row::new(Command::PageUp, LISTS, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, LISTS, &[Key::PageDown], "cmd-page-down"),
    Row::new(Command::Back, &[Sale], &[Key::Esc], "cmd-back")
        .when(When::with(POPUP))
        .footer(),
    Row::new(Command::Back, &[Sale], &[Key::Esc], "cmd-back").when(When::without(POPUP)),
    Row::new(
        Command::Back,
        &[
            SignIn,
            OpenRegister,
            Pay,
            Close,
            Ask,
            Quantity,
            Scope::Palette,
            NewProduct,
            Notice,
        ],
        &[Key::Esc],
        "cmd-back",
    )
    .when(When::without(BUSY))
    .footer(),
    Row::new(Command::Back, LISTS, &[Key::Esc, Key::Enter], "cmd-back").footer(),
    Row::new(
        Command::Palette,
        &[Sale, Change, Pay, Close, OpenRegister, SignIn],
        &[Key::Ctrl('p'), Key::F(10)],
        "cmd-palette",
    )
    .footer(),
    Row::new(
        Command::Quit,
        &[Opening, SignIn, OpenRegister, Sale, Change],
        &[Key::Ctrl('c')],
        "cmd-quit",
    )
    .palette(),
    Row::new(
        Command::Quit,
        &[Stopped],
        &[Key::Enter, Key::Esc, Key::Ctrl('c')],
        "cmd-quit",
    )
    .footer(),
    Row::new(
        Command::Help,
        &[
            Sale,
            Change,
            Pay,
            Close,
            OpenRegister,
            SignIn,
            Receipt,
            Report,
            NewProduct,
        ],
        &[Key::F(1)],
        "cmd-help",
    )
    .footer()
    .palette(),
];

/// Every command, in the order of the table, each once.
pub fn commands() -> impl Iterator<Item = Command> {
    TABLE.iter().enumerate().filter_map(|(at, row)| {
        let first = !TABLE[..at].iter().any(|earlier| earlier.command == row.command);
        first.then_some(row.command)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lang::{Lang, Words};

    #[test]
    fn no_two_rows_share_a_key_where_both_can_count() {
        for (at, row) in TABLE.iter().enumerate() {
            for other in &TABLE[at + 1..] {
                let place = row.scopes.iter().find(|scope| other.scopes.contains(scope));
                let key = row.keys.iter().find(|key| other.keys.contains(key));
                if let (Some(place), Some(key)) = (place, key) {
                    assert!(
                        !row.when.meets(other.when),
                        "{place:?}: {key} is {:?} and {:?}",
                        row.command,
                        other.command
                    );
                }
            }
        }
    }

    #[test]
    fn every_row_has_its_words_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for row in TABLE {
                assert!(!words.text(row.label).starts_with('['), "{}", row.label);
                assert!(words.text(&row.help()).ends_with('.'), "{}", row.help());
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_route() {
        for row in TABLE
            .iter()
            .filter(|row| matches!(row.keys.first(), Some(Key::F(_))))
        {
            // F10 is the second key of the palette, and F1's sentences stand in the palette too.
            assert!(row.palette || row.keys.len() > 1, "{:?}", row.command);
        }
    }

    #[test]
    fn config_names_are_given_once() {
        let mut names: Vec<&str> = commands().map(Command::name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let widest = TABLE.iter().map(|row| row.label.len()).max().unwrap();
        assert!(widest < 30);
    }
}
