//! The time of the controller.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

/// Now.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The date where the controller stands: Jenkins counts days in the server's own time zone.
pub(crate) fn today() -> Date {
    Zoned::now().date()
}
