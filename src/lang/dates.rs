//! Dates and times of day in local form. Must never ask what time it is: moments come from the caller.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::Lang;

const MONTHS: [[&str; 12]; 2] = [
    [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
    ],
];

/// From Monday, as ISO 8601 counts.
const WEEKDAYS: [[&str; 7]; 2] = [
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
];

/// `20/11/2026` in Spanish, `20 Nov 2026` in English, which puts day and month in either order.
pub fn date(lang: Lang, date: Date) -> String {
    match lang {
        Lang::En => format!("{} {} {:04}", date.day(), month(lang, date), date.year()),
        Lang::Es => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
    }
}

/// `14:32`, the same in every language.
pub fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `vie 20 nov 14:32`, `Fri 20 Nov 14:32`: the moment in the header of a screen, which needs no year.
pub fn moment(lang: Lang, at: DateTime) -> String {
    let weekday = at.weekday().to_monday_zero_offset();
    let weekday = WEEKDAYS[lang as usize][usize::from(weekday.unsigned_abs())];
    format!(
        "{weekday} {} {} {}",
        at.day(),
        month(lang, at.date()),
        time(at.time())
    )
}

/// A moment of record with its whole date, as papers have it: `20/11/2026 14:32`, `20 Nov 2026 14:32`.
pub fn recorded(lang: Lang, at: DateTime) -> String {
    format!("{} {}", date(lang, at.date()), time(at.time()))
}

/// The same in the zone of the shop.
pub fn timestamp(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    recorded(lang, zone.to_datetime(at))
}

fn month(lang: Lang, date: Date) -> &'static str {
    MONTHS[lang as usize][usize::from(date.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil;
    use jiff::tz::Offset;

    #[test]
    fn dates_take_the_local_form() {
        let day = civil::date(2026, 3, 5);
        assert_eq!(date(Lang::Es, day), "05/03/2026");
        assert_eq!(date(Lang::En, day), "5 Mar 2026");
        assert_eq!(date(Lang::En, civil::date(2026, 12, 31)), "31 Dec 2026");
    }

    #[test]
    fn the_header_shows_weekday_day_and_minute() {
        let at = civil::date(2026, 11, 20).at(14, 32, 59, 0);
        assert_eq!(moment(Lang::Es, at), "vie 20 nov 14:32");
        assert_eq!(moment(Lang::En, at), "Fri 20 Nov 14:32");
        let week = (0..7).map(|n| moment(Lang::Es, civil::date(2026, 11, 16 + n).at(9, 5, 0, 0)));
        let names: Vec<String> = week.map(|shown| shown.chars().take(3).collect()).collect();
        assert_eq!(names, ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]);
    }

    #[test]
    fn a_timestamp_is_told_in_the_zone_of_the_shop() {
        let at: Timestamp = "2026-11-20T23:30:00Z".parse().unwrap();
        let zone = TimeZone::fixed(Offset::constant(1));
        assert_eq!(timestamp(Lang::Es, at, &zone), "21/11/2026 00:30");
        assert_eq!(timestamp(Lang::En, at, &TimeZone::UTC), "20 Nov 2026 23:30");
    }
}
