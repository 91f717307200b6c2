//! What a new shop in a country is likely to need: currency, taxes, smallest coin. Must never be taken
//! without a person who confirms it: rates change, and these are proposals.

use super::currency::Currency;
use super::decimal::parse_strict;
use super::money::Money;
use super::tax::TaxClass;
use super::tax_text;

/// The usual of one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1, two letters.
    pub code: &'static str,
    currency: &'static str,
    /// What receipts call the tax.
    pub tax: &'static str,
    /// Percentages of the classes standard, reduced and super-reduced, as far as there are.
    rates: &'static [&'static str],
    /// Whether shelf prices include tax.
    pub prices_include_tax: bool,
    /// Smallest coin that cash is paid in, where it is not the smallest unit.
    coin: Option<&'static str>,
}

/// What classes are called, in the order of the rates.
const CLASSES: [&str; 3] = ["standard", "reduced", "super-reduced"];
/// The class of goods without tax, which every shop has.
pub const EXEMPT: &str = "exempt";

const fn with(
    code: &'static str,
    currency: &'static str,
    tax: &'static str,
    rates: &'static [&'static str],
    coin: Option<&'static str>,
) -> Country {
    Country {
        code,
        currency,
        tax,
        rates,
        prices_include_tax: true,
        coin,
    }
}

/// The countries that are known; the first of a currency is proposed for it.
const COUNTRIES: &[Country] = &[
    with("ES", "EUR", "IVA", &["21", "10", "4"], None),
    with("AT", "EUR", "USt", &["20", "10"], None),
    with("BE", "EUR", "TVA", &["21", "12", "6"], Some("0.05")),
    with("DE", "EUR", "USt", &["19", "7"], None),
    with("FR", "EUR", "TVA", &["20", "10", "5.5"], None),
    with("IE", "EUR", "VAT", &["23", "13.5", "9"], None),
    with("IT", "EUR", "IVA", &["22", "10", "4"], Some("0.05")),
    with("NL", "EUR", "BTW", &["21", "9"], Some("0.05")),
    with("PT", "EUR", "IVA", &["23", "13", "6"], None),
    with("AR", "ARS", "IVA", &["21", "10.5"], None),
    with("BO", "BOB", "IVA", &["13"], None),
    with("CL", "CLP", "IVA", &["19"], Some("10")),
    with("CO", "COP", "IVA", &["19", "5"], Some("50")),
    with("CR", "CRC", "IVA", &["13", "4", "1"], None),
    with("DO", "DOP", "ITBIS", &["18", "16"], None),
    with("GT", "GTQ", "IVA", &["12"], None),
    with("HN", "HNL", "ISV", &["15"], None),
    with("MX", "MXN", "IVA", &["16"], None),
    with("NI", "NIO", "IVA", &["15"], None),
    with("PE", "PEN", "IGV", &["18"], Some("0.10")),
    with("PY", "PYG", "IVA", &["10", "5"], None),
    with("UY", "UYU", "IVA", &["22", "10"], None),
    Country {
        prices_include_tax: false,
        ..with("US", "USD", "Sales tax", &["0"], None)
    },
    with("EC", "USD", "IVA", &["15"], None),
    with("SV", "USD", "IVA", &["13"], None),
    with("PA", "USD", "ITBMS", &["7"], None),
    Country {
        prices_include_tax: false,
        ..with("CA", "CAD", "GST", &["5"], Some("0.05"))
    },
    with("AU", "AUD", "GST", &["10"], Some("0.05")),
    with("CH", "CHF", "MWST", &["8.1", "2.6"], Some("0.05")),
    with("DK", "DKK", "Moms", &["25"], Some("0.50")),
    with("GB", "GBP", "VAT", &["20", "5"], None),
    with("JP", "JPY", "消費税", &["10", "8"], None),
    with("KE", "KES", "VAT", &["16"], None),
    with("NG", "NGN", "VAT", &["7.5"], None),
    with("NO", "NOK", "MVA", &["25", "15"], Some("1")),
    with("NZ", "NZD", "GST", &["15"], Some("0.10")),
    with("PL", "PLN", "VAT", &["23", "8", "5"], None),
    with("SE", "SEK", "Moms", &["25", "12", "6"], Some("1")),
    with("ZA", "ZAR", "VAT", &["15"], Some("0.10")),
];

/// Time zones whose name alone says the country, where no locale does.
const ZONES: &[(&str, &str)] = &[
    ("Europe/Madrid", "ES"),
    ("Atlantic/Canary", "ES"),
    ("Europe/Paris", "FR"),
    ("Europe/Berlin", "DE"),
    ("Europe/Lisbon", "PT"),
    ("Europe/Rome", "IT"),
    ("Europe/London", "GB"),
    ("Europe/Dublin", "IE"),
    ("Europe/Amsterdam", "NL"),
    ("Europe/Brussels", "BE"),
    ("Europe/Vienna", "AT"),
    ("Europe/Zurich", "CH"),
    ("America/Mexico_City", "MX"),
    ("America/Bogota", "CO"),
    ("America/Lima", "PE"),
    ("America/Santiago", "CL"),
    ("America/Argentina/Buenos_Aires", "AR"),
    ("America/Montevideo", "UY"),
    ("America/Asuncion", "PY"),
    ("America/La_Paz", "BO"),
    ("America/Guayaquil", "EC"),
    ("America/Costa_Rica", "CR"),
    ("America/Panama", "PA"),
    ("America/Santo_Domingo", "DO"),
    ("America/Guatemala", "GT"),
    ("America/El_Salvador", "SV"),
    ("America/Tegucigalpa", "HN"),
    ("America/Managua", "NI"),
    ("America/New_York", "US"),
    ("America/Chicago", "US"),
    ("America/Los_Angeles", "US"),
    ("America/Toronto", "CA"),
];

impl Country {
    /// The country of those two letters.
    pub fn of(code: &str) -> Option<&'static Country> {
        COUNTRIES
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(code))
    }

    /// The country that a machine seems to stand in: its time zone knows better than its language.
    pub fn guess(zone: &str, locale: Option<&str>) -> Option<&'static Country> {
        let by_zone = ZONES
            .iter()
            .find(|(name, _)| *name == zone)
            .map(|(_, code)| *code);
        let region = locale
            .and_then(|locale| locale.split(['.', '@']).next()?.split_once(['_', '-']))
            .map(|(_, region)| region);
        by_zone.or(region).and_then(Country::of)
    }

    /// What is proposed for a currency: that country if it is its own, else the first that has it.
    pub fn for_currency(currency: Currency, guess: Option<&'static Country>) -> Option<&'static Country> {
        let has = |country: &&'static Country| country.currency == currency.code();
        guess.filter(has).or_else(|| COUNTRIES.iter().find(has))
    }

    /// Its currency.
    pub fn currency(&self) -> Currency {
        Currency::parse(self.currency).expect("the list names currencies of ISO 4217")
    }

    /// Its tax classes, the one without tax last.
    pub fn tax_classes(&self) -> Vec<TaxClass> {
        let classes = CLASSES.iter().zip(self.rates).filter(|(_, rate)| **rate != "0");
        let known = classes.map(|(class, rate)| tax_text::class_of(class, self.tax, rate));
        known
            .chain([tax_text::class_of(EXEMPT, self.tax, "0")])
            .collect::<Result<_, _>>()
            .expect("the list has percentages")
    }

    /// The smallest coin that cash is paid in.
    pub fn coin(&self) -> Option<Money> {
        let coin = parse_strict(self.coin?).expect("the list has amounts");
        Some(Money::exact(coin, self.currency()).expect("a coin is worth what its currency can say"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_country_can_be_founded() {
        for country in COUNTRIES {
            let classes = country.tax_classes();
            assert!(!classes.is_empty(), "{}", country.code);
            assert_eq!(classes.last().unwrap().name, EXEMPT);
            assert!(
                country.coin().is_none_or(|coin| !coin.is_zero()),
                "{}",
                country.code
            );
            let own = Country::for_currency(country.currency(), Some(country));
            assert_eq!(own, Some(country));
        }
        for (zone, code) in ZONES {
            assert!(Country::of(code).is_some(), "{zone}");
        }
    }

    #[test]
    fn a_machine_says_where_it_stands() {
        let code = |zone: &str, locale| Country::guess(zone, locale).map(|country| country.code);
        assert_eq!(code("Europe/Madrid", Some("en_US.UTF-8")), Some("ES"));
        assert_eq!(code("UTC", Some("es_MX.UTF-8")), Some("MX"));
        assert_eq!(code("UTC", Some("C")), None);
        assert_eq!(code("UTC", None), None);
        let euro = Currency::parse("EUR").unwrap();
        let mexico = Country::of("mx");
        assert_eq!(Country::for_currency(euro, mexico).unwrap().code, "ES");
        assert_eq!(Country::for_currency(Currency::parse("ISK").unwrap(), None), None);
    }
}
