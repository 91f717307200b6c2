//! The pages of reports: kinds, periods, charts, drill down, files.

use insta::assert_snapshot;
use proptest::prelude::*;
use tendero::lang::{Lang, Words};
use tendero::register::job::{Job, Print};
use tendero::register::reports::desk::Ask;
use tendero::tui::command::Scope;
use tendero::tui::theme::Tier;

use crate::books::keep;
use crate::sizes::footer_is_whole;
use crate::till::{At, now};

/// Luz at the reports, with sixty days of sales behind her.
fn reports(lang: Lang, size: (u16, u16)) -> At {
    standing(At::start(lang, size))
}

fn standing(mut at: At) -> At {
    at.register.sales.clear();
    keep(&mut at.register, now().date(), 60);
    at.begin_selling();
    at.keys("<Ctrl+O>246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Reports);
    at
}

/// Asked for by their names: the next report until it says that.
fn turn_to(at: &mut At, title: &str) {
    for _ in 0..20 {
        if at.shows(title) {
            return;
        }
        at.keys("<Tab>");
    }
    panic!("no report says {title}:\n{}", at.text());
}

#[test]
fn today_is_summed_up_beside_the_day_before() {
    let mut at = reports(Lang::Es, (80, 24));
    assert_snapshot!("reports_summary", at.picture());
    assert!(at.shows("Hoy") && at.shows("Resumen") && at.shows("Venta media"));
}

#[test]
fn a_month_by_day_has_its_chart() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2><Down><Down><Down><Down><Enter><Enter>");
    assert!(
        at.shows("Este mes") && at.shows("Ventas por día"),
        "{}",
        at.text()
    );
    assert_snapshot!("reports_month", at.picture());
    at.keys("<F3>");
    assert_snapshot!("reports_month_chart", at.picture());
    at.keys("<F3>");
    assert!(at.shows("Ventas por día"), "the rows alone");
}

#[test]
fn products_come_with_the_best_first_and_lead_to_their_receipts() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2><Down><Down><Down><Down><Down><Enter>");
    turn_to(&mut at, "Ventas por producto");
    assert_snapshot!("reports_products", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Documents);
    assert_snapshot!("reports_documents", at.picture());
    at.keys("<Down><Enter>");
    assert_eq!(at.model.scope(), Scope::Receipt);
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Reports);
    assert!(at.shows("Ventas por producto"), "where one was");
}

#[test]
fn a_closing_leads_to_its_z() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2><Down><Down><Down><Down><Down><Enter>");
    turn_to(&mut at, "Cierres");
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Report);
    assert!(at.shows("Z 41") && at.shows("31/10/2026"), "{}", at.text());
}

#[test]
fn expenses_lead_from_their_sum_to_each_of_them() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2>el mes pas<Enter>");
    assert!(at.shows("El mes pasado"), "{}", at.text());
    at.keys("<End><Enter>");
    assert!(at.shows("Cajón"), "{}", at.text());
    assert_snapshot!("reports_expenses", at.picture());
    at.keys("<Enter>");
    assert!(at.shows("Gasto a gasto"), "{}", at.text());
    assert_snapshot!("reports_expense_list", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Report);
    assert!(
        at.shows("Dos bolsas de hielo") && at.shows("Pagado de"),
        "{}",
        at.text()
    );
}

#[test]
fn esc_leads_back_the_way_one_came() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<End><Enter>");
    assert!(at.shows("Cajón"), "{}", at.text());
    at.keys("<Enter>");
    assert!(at.shows("Gasto a gasto"), "{}", at.text());
    at.keys("<Esc>");
    assert!(at.shows("Cajón"), "{}", at.text());
    at.keys("<Esc><Enter>");
    assert!(at.shows("Cajón"), "the row that was chosen: {}", at.text());
    at.keys("<Esc><Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
}

#[test]
fn a_period_is_typed_by_its_name_in_either_language() {
    let typed = [
        (Lang::Es, "este mes", "Este mes"),
        (Lang::Es, "AYER", "Ayer"),
        (Lang::Es, "el ano", "El año pasado"),
        (Lang::En, "this month", "This month"),
        (Lang::En, "yest", "Yesterday"),
        (Lang::En, "today", "Today"),
    ];
    for (lang, name, shown) in typed {
        let mut at = reports(lang, (80, 24));
        at.keys(&format!("<F2>{name}<Enter>"));
        assert_eq!(at.model.scope(), Scope::Reports, "{name}: {}", at.text());
        assert!(at.shows(shown), "{name}: {}", at.text());
    }
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2>este<Enter>");
    assert_eq!(at.model.scope(), Scope::Period, "this week, month or year");
    assert!(at.shows("no es una fecha"), "{}", at.text());
    at.keys(&"<Backspace>".repeat(9)).keys("ayer<Tab>hoy<Enter>");
    assert!(at.shows("19/11/2026 - 20/11/2026"), "{}", at.text());
}

#[test]
fn a_return_in_the_list_opens_its_own_paper() {
    let mut at = At::start(Lang::Es, (80, 24));
    at.register.sales.clear();
    crate::books::keep_returns(&mut at.register, now().date(), 3);
    at.begin_selling();
    at.keys("<Ctrl+O>246810<Enter><Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Documents);
    assert!(at.shows("dev."), "{}", at.text());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Receipt, "{}", at.text());
    assert!(at.shows("C2R-"), "{}", at.text());
}

#[test]
fn a_report_goes_to_the_printer_as_a_paper() {
    let mut at = reports(Lang::Es, (80, 24));
    crate::printing::tell(&mut at, Vec::new());
    at.keys("<F9>");
    assert_eq!(at.model.scope(), Scope::Report);
    at.keys("<F2>");
    let printed = at
        .jobs
        .iter()
        .any(|job| matches!(job, Job::Print(Print::Paper(_, _))));
    assert!(printed, "{}", at.text());
}

#[test]
fn dates_are_typed_and_what_no_calendar_has_is_refused_in_words() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2>31/2/2026<Enter><Enter>");
    assert!(at.shows("El 31/2/2026 no existe"), "{}", at.text());
    assert_eq!(at.model.scope(), Scope::Period, "what was typed is kept");
    assert_snapshot!("reports_period", at.picture());
    at.keys(
        "<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace>",
    );
    at.keys("1/10/2026<Enter>30/9/2026<Enter>");
    assert!(at.shows("cámbielos de orden"), "{}", at.text());
    at.keys(
        "<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace><Backspace>",
    );
    at.keys("31/10/2026<Enter>");
    assert_eq!(at.model.scope(), Scope::Reports);
    assert!(at.shows("01/10/2026 - 31/10/2026"), "{}", at.text());
    at.keys("<Left>");
    assert!(at.shows("01/09/2026 - 30/09/2026"), "{}", at.text());
    at.keys("<Right>");
    assert!(at.shows("El mes pasado"), "{}", at.text());
}

#[test]
fn a_report_becomes_a_file_and_a_paper() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F5>");
    assert_eq!(at.model.scope(), Scope::SaveReport);
    assert!(at.shows("summary-2026-11-20.csv"), "{}", at.text());
    let dir = tempfile::tempdir().unwrap();
    at.keys(&"<Backspace>".repeat(30));
    at.keys(&dir.path().join("hoy.txt").display().to_string());
    at.keys("<Enter>");
    assert!(at.shows("terminar en .csv o .json"), "{}", at.text());
    at.keys("<Backspace><Backspace><Backspace>csv<Enter>");
    assert_eq!(at.model.scope(), Scope::Reports);
    assert!(at.shows("Guardado en"), "{}", at.text());
    let text = std::fs::read_to_string(dir.path().join("hoy.csv")).unwrap();
    assert!(
        text.starts_with("figure,now,before,change\nsales,1,4,-75.0\n"),
        "{text}"
    );
    at.keys("<F9>");
    assert_eq!(at.model.scope(), Scope::Report);
    assert!(at.shows("Bodega Luz") && at.shows("Resumen"), "{}", at.text());
}

#[test]
fn esc_gives_up_a_report_that_takes_long() {
    let mut at = reports(Lang::Es, (80, 24));
    at.slow = true;
    at.keys("<Tab>");
    assert!(at.shows("Leyendo"));
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Reports);
    assert!(
        at.shows("Resumen") && !at.shows("Leyendo"),
        "what was there stays"
    );
    assert!(matches!(at.jobs.last(), Some(Job::StopReport)));
    at.answers();
    assert!(
        at.shows("Resumen"),
        "an answer that nobody waits for changes nothing"
    );
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
}

#[test]
fn long_lists_of_documents_come_a_page_at_a_time() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2><Down><Down><Down><Down><Down><Down><Enter>");
    turn_to(&mut at, "Cobros por medio de pago");
    at.keys("<Enter>");
    assert!(at.shows("20/11/2026"));
    at.keys("<End>");
    assert!(at.shows("21/09/2026"), "{}", at.text());
    let asked = at.jobs.iter().filter_map(|job| match job {
        Job::Report(Ask::Rows(rows)) => Some(rows.count),
        _ => None,
    });
    assert!(asked.clone().count() == 2 && asked.max().unwrap() < 80);
}

#[test]
fn small_and_plain_terminals_show_the_figures() {
    let mut at = standing(At::start_in(Lang::Es, (40, 15), Tier::Mono, true));
    at.keys("<F2><Down><Down><Down><Down><Enter><Enter>");
    assert_snapshot!("reports_small", at.picture());
    at.keys("<Enter>");
    assert_snapshot!("reports_small_documents", at.picture());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Over sizes, languages and colours: every kind draws, its total and the footer stand whole.
    #[test]
    fn every_kind_stands_in_every_window(
        columns in 40u16..=200, rows in 15u16..=60, spanish in any::<bool>(), ascii in any::<bool>(),
    ) {
        let lang = if spanish { Lang::Es } else { Lang::En };
        let mut at = standing(At::start_in(lang, (columns, rows), Tier::Mono, ascii));
        at.keys("<F2><Down><Down><Down><Down><Enter>");
        let words = Words::new(lang);
        for _ in 0..16 {
            for _ in 0..3 {
                let lines = at.rows();
                footer_is_whole(lines.last().unwrap(), lang)?;
                let told = ["report-column-total", "report-column-spent", "report-now"];
                prop_assert!(told.iter().any(|key| at.shows(&words.text(key))));
                if ascii {
                    let blocks = at.text().contains('█');
                    prop_assert!(!blocks);
                }
                at.keys("<F3>");
            }
            at.keys("<Tab>");
        }
    }
}

#[test]
fn a_huge_period_is_not_lost_by_an_arrow() {
    let mut at = reports(Lang::Es, (80, 24));
    at.keys("<F2><Down><Down><Down><Down><Down><Down><Down><Down>01/01/1900<Enter>31/12/2090<Enter>");
    assert!(at.shows("1900") && at.shows("2090"), "{}", at.text());
    for key in ["<Left>", "<Right>"] {
        at.keys(key);
        assert!(at.shows("Tan lejos no hay nada"), "{}", at.text());
        assert!(at.shows("1900") && at.shows("2090"), "{}", at.text());
    }
}
