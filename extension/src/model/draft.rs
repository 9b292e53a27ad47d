//! What the person had entered when the popup closed, so that the next one carries on there.

use latchkey_core::listing::TokenWarning;
use latchkey_core::{Owner, UserId};

use crate::model::form::{ExpiresChoice, Form, View};
use crate::model::journal::{other_user, owner};
use crate::model::list::{Renaming, Replacement, TokenReference, name_of, warning_named};
use crate::model::object::{Object, Stored};
use crate::model::session::Session;

/// How long a draft stays after the last change, in milliseconds: ten minutes.
pub(crate) const KEPT_FOR: f64 = 600_000.0;

/// The longest text that a draft takes, in bytes. Jenkins takes no name that long, and the memory is also that of tokens.
const LONGEST: usize = 10_000;

/// What the person has entered and not used yet.
///
/// It is written to `storage.session` only and holds no secret: the code of a terminal is not part of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// The controller, or what is taken for it until it is certain, the cookie store, and who was signed in. `None` if that
    /// was not known: whoever signs in carries on then.
    pub(crate) session: Session,
    /// When it was changed last, in milliseconds since 1970.
    pub(crate) at: f64,
    pub(crate) view: View,
    /// Whose tokens were listed.
    pub(crate) tokens_of: Owner,
    /// What the list was filtered by.
    pub(crate) filter: String,
    pub(crate) only: Option<TokenWarning>,
    /// How far it was scrolled down, in CSS pixels.
    pub(crate) scroll: f64,
    /// The token that was to get another name, and what was entered for it.
    pub(crate) renaming: Option<Renaming>,
    /// Value of `User ID` on the tab `Tokens`.
    pub(crate) list_user: Option<String>,
    /// The token that the next one was to replace.
    pub(crate) replacing: Option<Replacement>,
    /// `None` if the popup suggested it: the next popup suggests another.
    pub(crate) name: Option<String>,
    pub(crate) expires: ExpiresChoice,
    pub(crate) date: String,
    pub(crate) for_user: Option<String>,
}

/// What earlier popups left, and what this one has stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Drafts {
    /// Whose is what this popup shows: the user who is signed in, or was when it was entered. `None` if nobody knows.
    pub(crate) user: Option<UserId>,
    /// The form as an earlier popup left it, until it is certain whose it is.
    pub(crate) restored: Option<Form>,
    /// Where this popup's draft belongs, whoever's it is, once that is known.
    pub(crate) place: Option<Session>,
    /// What is stored there.
    pub(crate) stored: Option<Draft>,
    /// What earlier popups left in other places, and in this one until it is known.
    pub(crate) earlier: Vec<Draft>,
}

impl Draft {
    /// How the key of every draft begins.
    pub(crate) const PREFIX: &'static str = "draft/";

    /// The key it is stored under: one for every controller and cookie store.
    pub(crate) fn key(&self) -> String {
        let Session { controller, store, .. } = &self.session;
        let kind = if store.private { "private" } else { "ordinary" };
        let container = store.container.as_deref().unwrap_or_default();
        format!("{}{kind}/{container}/{controller}", Self::PREFIX)
    }

    /// Whether its ten minutes are over. One from the future was written before the clock was set back.
    pub(crate) fn has_expired(&self, now: f64) -> bool {
        (now - self.at).abs() >= KEPT_FOR
    }

    /// Whether it says the same as another one, whenever that was written.
    pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
        *self == Self { at: self.at, ..other.clone() }
    }

    /// The text, unless it is too long for a draft.
    pub(crate) fn text(text: &str) -> Option<String> {
        Self::takes(text).then(|| text.to_owned())
    }

    /// Whether the text is not too long for a draft.
    pub(crate) fn takes(text: &str) -> bool {
        text.len() <= LONGEST
    }
}

impl Stored for Draft {
    fn write(&self, object: &mut impl Object) {
        let Self {
            session,
            at,
            view,
            tokens_of,
            filter,
            only,
            scroll,
            renaming,
            list_user,
            replacing,
            name,
            expires,
            date,
            for_user,
        } = self;
        session.write(object);
        object.set_number("at", *at);
        object.set_text("view", view.identifier());
        object.set_optional_text("tokensOf", other_user(tokens_of).map(UserId::as_str));
        object.set_text("filter", filter);
        object.set_optional_text("only", only.map(name_of));
        object.set_number("scroll", *scroll);
        if let Some(renaming) = renaming {
            object.set_text("renamedUuid", &renaming.uuid);
            object.set_text("newName", &renaming.new_name);
        }
        object.set_optional_text("listUser", list_user.as_deref());
        if let Some(replacing) = replacing {
            object.set_text("oldUuid", &replacing.token.uuid);
            object.set_text("oldName", &replacing.token.name);
            object.set_optional_text("oldOf", other_user(&replacing.owner).map(UserId::as_str));
        }
        object.set_optional_text("name", name.as_deref());
        object.set_text("expires", &expires.value());
        object.set_text("date", date);
        object.set_optional_text("forUser", for_user.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        let old = object.text("oldUuid").zip(object.text("oldName"));
        let renamed = object.text("renamedUuid").zip(object.text("newName"));
        Some(Self {
            session: Session::read(object)?,
            at: object.number("at")?,
            view: View::from_identifier(&object.text("view")?)?,
            tokens_of: owner(object.text("tokensOf")),
            filter: object.text("filter")?,
            only: object.text("only").as_deref().and_then(warning_named),
            scroll: object.number("scroll")?,
            renaming: renamed.map(|(uuid, new_name)| Renaming { uuid, new_name }),
            list_user: object.text("listUser"),
            replacing: old.map(|(uuid, name)| Replacement {
                token: TokenReference { uuid, name },
                owner: owner(object.text("oldOf")),
            }),
            name: object.text("name"),
            expires: ExpiresChoice::parse(&object.text("expires")?)?,
            date: object.text("date")?,
            for_user: object.text("forUser"),
        })
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::ControllerUrl;
    use serde_json::Value;

    use super::*;
    use crate::model::session::CookieStore;

    fn draft(private: bool, container: Option<&str>) -> Draft {
        Draft {
            session: Session {
                controller: ControllerUrl::parse("https://ci/jenkins").unwrap(),
                store: CookieStore { private, container: container.map(str::to_owned) },
                user: None,
            },
            at: 5.0,
            view: View::Tokens,
            tokens_of: Owner::User(UserId::new("bob")),
            filter: "deploy".to_owned(),
            only: Some(TokenWarning::ExpiresSoon),
            scroll: 120.5,
            renaming: Some(Renaming { uuid: "u".to_owned(), new_name: "new".to_owned() }),
            list_user: Some("bob".to_owned()),
            replacing: None,
            name: Some("name".to_owned()),
            expires: ExpiresChoice::OnDate,
            date: "2027-01-31".to_owned(),
            for_user: Some(String::new()),
        }
    }

    #[test]
    fn a_draft_is_read_as_it_was_written() {
        let token = TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
        for replacing in [None, Some(Replacement { token, owner: Owner::User(UserId::new("bob")) })] {
            for name in [None, Some(String::new()), Some("name".to_owned())] {
                let draft = Draft { replacing: replacing.clone(), name, ..draft(true, Some("work")) };
                assert_eq!(Draft::from_object(&draft.to_object::<Value>()), Some(draft));
            }
        }
        let draft = Draft { renaming: None, list_user: None, ..draft(true, None) };
        assert_eq!(Draft::from_object(&draft.to_object::<Value>()), Some(draft));
    }

    #[test]
    fn private_windows_and_containers_have_keys_of_their_own() {
        let drafts = [draft(false, None), draft(true, None), draft(false, Some("work"))];
        let keys: std::collections::BTreeSet<_> = drafts.iter().map(Draft::key).collect();
        assert_eq!(keys.len(), drafts.len());
        assert!(keys.iter().all(|key| key.starts_with(Draft::PREFIX)));
    }

    #[test]
    fn a_draft_stays_ten_minutes() {
        let draft = draft(false, None);
        assert!(!draft.has_expired(5.0 + KEPT_FOR - 1.0));
        assert!(draft.has_expired(5.0 + KEPT_FOR));
        assert!(!draft.has_expired(4.0), "a clock that is set a little");
        assert!(draft.has_expired(5.0 - KEPT_FOR), "a clock that is set back");
    }

    #[test]
    fn the_time_makes_no_difference_and_everything_else_does() {
        let one = draft(false, None);
        assert!(one.says_the_same_as(&Draft { at: 6.0, ..one.clone() }));
        assert!(!one.says_the_same_as(&Draft { name: None, ..one.clone() }));
        assert!(!one.says_the_same_as(&draft(true, None)));
    }

    #[test]
    fn a_text_that_jenkins_never_takes_is_not_kept() {
        assert_eq!(Draft::text("name").as_deref(), Some("name"));
        assert_eq!(Draft::text(&"a".repeat(LONGEST + 1)), None);
    }
}
