//! `--expires`.

use jiff::Zoned;
use latchkey_core::Expiry;
use latchkey_core::token::CalendarDate;

/// Reads `30d`, `2027-01-31` or `never`. A day that is over is refused here: cores before 2.548 would not notice.
///
/// # Errors
///
/// What to write instead.
pub(crate) fn parse(text: &str) -> Result<Expiry, String> {
    parse_on(text, &Zoned::now().date().to_string())
}

fn parse_on(text: &str, today: &str) -> Result<Expiry, String> {
    if text == "never" {
        return Ok(Expiry::Never);
    }
    if let Some(days) = text.strip_suffix('d') {
        return match days.parse() {
            Ok(0) | Err(_) => Err("give whole days, such as 30d".to_owned()),
            Ok(days) => Ok(Expiry::Days(days)),
        };
    }
    let date = CalendarDate::parse(text).ok_or("give 30d, a date such as 2027-01-31, or never")?;
    if CalendarDate::parse(today).is_some_and(|today| date < today) {
        return Err("that day is over".to_owned());
    }
    Ok(Expiry::On(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_dates_and_never() {
        let parse = |text| parse_on(text, "2026-11-24");
        assert_eq!(parse("30d"), Ok(Expiry::Days(30)));
        assert_eq!(parse("never"), Ok(Expiry::Never));
        assert_eq!(parse("2026-11-24"), Ok(Expiry::On(CalendarDate::parse("2026-11-24").unwrap())));
        for text in ["", "30", "0d", "-1d", "d", "70000d", "2026-11-23", "2027-02-30", "tomorrow", "Never"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
