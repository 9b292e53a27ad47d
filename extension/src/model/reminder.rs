//! What is remembered of tokens that were created here, so that their user is reminded before they expire.

use latchkey_core::token::{CalendarDate, LastDay};
use latchkey_core::{ControllerUrl, Owner, User, UserId};

use crate::model::held_token::HeldToken;
use crate::model::journal::{other_user, owner};
use crate::model::list::TokenReference;
use crate::model::lowercase;
use crate::model::object::{Object, Stored};
use crate::model::state::State;

/// How many days before its last one a token is due.
const DAYS_BEFORE: u16 = 7;

/// How many days after its last one a token stays due: long enough to be seen after a week away.
const DAYS_AFTER: u16 = 7;

/// A token that was created here and expires. Its value is not part of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reminder {
    pub(crate) controller: ControllerUrl,
    /// Who created it.
    pub(crate) user: UserId,
    /// Whose it is, for the user who created it.
    pub(crate) owner: Owner,
    pub(crate) token: TokenReference,
    pub(crate) last_day: LastDay,
}

/// How far the day on which a token expires is, seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    NotYet,
    /// It expires within a week, or may already have.
    Soon,
    Expired,
    /// It expired more than a week ago: nobody needs to be reminded of it.
    Over,
}

impl Phase {
    /// Whether the person is to be reminded.
    pub(crate) fn is_due(self) -> bool {
        matches!(self, Self::Soon | Self::Expired)
    }
}

impl Reminder {
    /// How the key of every reminder begins.
    pub(crate) const PREFIX: &'static str = "reminder/";

    /// `None` in private windows, of which nothing is written to disk, and for a token that does not expire.
    pub(crate) fn of(held: &HeldToken) -> Option<Self> {
        let HeldToken { entry, token, .. } = held;
        Some(Self {
            controller: entry.session.controller.clone(),
            user: entry.session.user.clone().filter(|_| !entry.session.store.private)?,
            owner: entry.owner.clone(),
            token: TokenReference { uuid: token.uuid.clone(), name: token.name.clone() },
            last_day: held.last_day()?,
        })
    }

    /// The key it is stored under.
    pub(crate) fn key(&self) -> String {
        format!("{}{}", Self::PREFIX, self.token.uuid)
    }

    pub(crate) fn phase(&self, today: CalendarDate) -> Phase {
        if today > self.until() {
            Phase::Over
        } else if today > self.last_day.latest {
            Phase::Expired
        } else if today >= self.from() {
            Phase::Soon
        } else {
            Phase::NotYet
        }
    }

    fn from(&self) -> CalendarDate {
        self.last_day.earliest.days_earlier(DAYS_BEFORE)
    }

    fn until(&self) -> CalendarDate {
        self.last_day.latest.days_later(DAYS_AFTER)
    }

    /// The user whose token it is.
    pub(crate) fn holder(&self) -> &UserId {
        other_user(&self.owner).unwrap_or(&self.user)
    }

    /// The owner of the token for this user who is signed in on its controller; `None` for somebody who neither created it
    /// nor has it.
    fn owner_for(&self, signed_in: &User) -> Option<Owner> {
        if is_same(self.holder(), &signed_in.id) {
            Some(Owner::Me)
        } else if self.user == signed_in.id {
            Some(self.owner.clone())
        } else {
            None
        }
    }

    /// Whether a list of the tokens of this owner, read by this user, is one of its holder's tokens.
    pub(crate) fn is_shown_by(&self, owner: &Owner, user: &UserId) -> bool {
        is_same(self.holder(), other_user(owner).unwrap_or(user))
    }
}

/// Whether these are the IDs of one user. Another user's is as somebody typed it, and most controllers compare IDs without
/// regard to case.
fn is_same(one: &UserId, other: &UserId) -> bool {
    lowercase(one.as_str()) == lowercase(other.as_str())
}

impl State {
    /// Whether the reminder is for whoever is signed in. Nobody is shown the tokens of others.
    pub(crate) fn concerns(&self, reminder: &Reminder) -> bool {
        self.user().is_none_or(|user| reminder.owner_for(user).is_some())
    }

    /// For which owner whoever is signed in can change the token of a reminder, if at all.
    pub(crate) fn owner_of(&self, reminder: &Reminder) -> Option<Owner> {
        let owner = reminder.owner_for(self.user()?)?;
        let is_hidden = owner != Owner::Me && self.policy.values().hide_for_another_user;
        (!is_hidden).then_some(owner)
    }
}

/// The days from which and until which it is due are for `background.js`.
impl Stored for Reminder {
    fn write(&self, object: &mut impl Object) {
        object.set_text("controller", &self.controller.to_string());
        object.set_text("user", self.user.as_str());
        object.set_optional_text("forUser", other_user(&self.owner).map(UserId::as_str));
        object.set_text("uuid", &self.token.uuid);
        object.set_text("name", &self.token.name);
        object.set_text("earliest", &self.last_day.earliest.to_string());
        object.set_text("latest", &self.last_day.latest.to_string());
        object.set_text("from", &self.from().to_string());
        object.set_text("until", &self.until().to_string());
    }

    fn read(object: &impl Object) -> Option<Self> {
        let date = |name| CalendarDate::parse(&object.text(name)?);
        Some(Self {
            controller: ControllerUrl::parse(&object.text("controller")?).ok()?,
            user: UserId::new(object.text("user")?),
            owner: owner(object.text("forUser")),
            token: TokenReference { uuid: object.text("uuid")?, name: object.text("name")? },
            last_day: LastDay { earliest: date("earliest")?, latest: date("latest")? },
        })
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::token::{GeneratedToken, Lifetime};
    use latchkey_core::{Expiry, Secret};
    use serde_json::{Value, json};

    use super::*;
    use crate::model::journal::{JournalEntry, Via};
    use crate::model::session::{CookieStore, Session};

    fn date(text: &str) -> CalendarDate {
        CalendarDate::parse(text).unwrap()
    }

    /// Requested on 2026-11-24 at 10:00 in UTC.
    fn held(owner: Owner, expiry: Expiry, private: bool, lifetime: Lifetime) -> HeldToken {
        let session = Session {
            controller: ControllerUrl::parse("https://ci/jenkins").unwrap(),
            store: CookieStore { private, container: None },
            user: Some(UserId::new("admin")),
        };
        let entry = JournalEntry {
            id: "1".to_owned(),
            session,
            owner,
            name: "asked".to_owned(),
            at: 1_795_514_400_000.0,
            expiry,
            via: Via::Api,
            replaces: None,
            terminal: None,
            before: None,
            replied: true,
            uuid: None,
        };
        let (name, uuid, value) = ("deploy".to_owned(), "u".to_owned(), Secret::new("11aa"));
        HeldToken { entry, token: GeneratedToken { name, uuid, value, lifetime }, copied_at: None }
    }

    fn until() -> Lifetime {
        Lifetime::Until("12/24/26".to_owned())
    }

    fn reminder(owner: Owner, expiry: Expiry) -> Reminder {
        Reminder::of(&held(owner, expiry, false, until())).unwrap()
    }

    #[test]
    fn a_reminder_is_read_as_it_was_written() {
        for owner in [Owner::Me, Owner::User(UserId::new("bob"))] {
            for expiry in [Expiry::Days(30), Expiry::On(date("2027-01-31"))] {
                let reminder = reminder(owner.clone(), expiry);
                assert_eq!(Reminder::from_object(&reminder.to_object::<Value>()), Some(reminder));
            }
        }
    }

    #[test]
    fn everything_that_is_stored_is_in_this_list() {
        let written: Value = reminder(Owner::User(UserId::new("bob")), Expiry::Days(30)).to_object();
        let expected = json!({
            "version": 2.0, "controller": "https://ci/jenkins", "user": "admin", "forUser": "bob", "uuid": "u",
            "name": "deploy", "earliest": "2026-12-23", "latest": "2026-12-25", "from": "2026-12-16",
            "until": "2027-01-01",
        });
        assert_eq!(written, expected);
    }

    #[test]
    fn private_windows_and_tokens_that_do_not_expire_leave_nothing() {
        let days = Expiry::Days(30);
        let of = |expiry, private, lifetime| Reminder::of(&held(Owner::Me, expiry, private, lifetime));
        assert_eq!(of(days, true, until()), None);
        assert_eq!(of(Expiry::Never, false, Lifetime::Never), None);
        assert_eq!(of(days, false, Lifetime::NotSupported), None, "Jenkins ignored it");
        assert!(of(days, false, until()).is_some());
    }

    #[test]
    fn a_token_is_due_from_seven_days_before_it_can_expire_until_seven_days_after() {
        let phases = |reminder: Reminder, days: &[&str]| -> Vec<Phase> {
            days.iter().map(|day| reminder.phase(date(day))).collect()
        };
        let exact = reminder(Owner::Me, Expiry::On(date("2026-12-24")));
        let days = ["2026-12-16", "2026-12-17", "2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01"];
        let expected = [Phase::NotYet, Phase::Soon, Phase::Soon, Phase::Expired, Phase::Expired, Phase::Over];
        assert_eq!(phases(exact, &days), expected);
        // The last day is one from December 23 to 25.
        let counted = reminder(Owner::Me, Expiry::Days(30));
        let days = ["2026-12-15", "2026-12-16", "2026-12-25", "2026-12-26", "2027-01-01", "2027-01-02"];
        assert_eq!(phases(counted, &days), expected);
    }

    #[test]
    fn a_token_is_of_its_holder_and_of_who_created_it() {
        let user = |id| User { id: UserId::new(id), full_name: String::new() };
        let own = reminder(Owner::Me, Expiry::Days(30));
        assert_eq!(own.owner_for(&user("admin")), Some(Owner::Me));
        assert_eq!(own.owner_for(&user("bob")), None);
        let bobs = reminder(Owner::User(UserId::new("bob")), Expiry::Days(30));
        assert_eq!(bobs.owner_for(&user("admin")), Some(Owner::User(UserId::new("bob"))));
        assert_eq!(bobs.owner_for(&user("bob")), Some(Owner::Me));
        assert_eq!(bobs.owner_for(&user("alice")), None);
        let typed = reminder(Owner::User(UserId::new("BOB")), Expiry::Days(30));
        assert_eq!(typed.owner_for(&user("bob")), Some(Owner::Me));
    }

    #[test]
    fn the_list_of_its_holder_shows_a_token_whoever_reads_it() {
        let (admin, bob) = (UserId::new("admin"), UserId::new("bob"));
        let bobs = reminder(Owner::User(bob.clone()), Expiry::Days(30));
        assert!(bobs.is_shown_by(&Owner::Me, &bob));
        assert!(bobs.is_shown_by(&Owner::User(bob.clone()), &admin));
        assert!(!bobs.is_shown_by(&Owner::Me, &admin));
        assert!(bobs.is_shown_by(&Owner::User(UserId::new("BOB")), &admin), "as it was typed");
        assert!(reminder(Owner::Me, Expiry::Days(30)).is_shown_by(&Owner::Me, &admin));
    }
}
