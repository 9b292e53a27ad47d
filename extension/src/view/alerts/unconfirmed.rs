//! About what requests created without their values reaching the person.

use latchkey_core::{Error, UserId};

use super::failure::{about_error, what_happened};
use super::status::advice_about_name;
use super::{Alert, Section};
use crate::event::Action;
use crate::model::journal::{JournalEntry, JournalEntryKey, UnreadableEntry, other_user};
use crate::model::list::TokenReference;
use crate::model::look::{ConfirmedToken, Doubt, Finding, FoundToken, UnconfirmedToken};
use crate::view::message::{Key, Message};

/// What was found out about a request that ended without a trustworthy reply; nothing while that is on its way.
pub(super) fn about_unconfirmed(unconfirmed: &UnconfirmedToken) -> Option<Alert> {
    let UnconfirmedToken { entry, cause, finding, .. } = unconfirmed;
    let forget = Action::Forget(JournalEntryKey::of(entry));
    let mut alert = match finding {
        Finding::Looking => return None,
        Finding::Created(_) if entry.uuid.is_some() => value_lost(entry),
        Finding::Created(tokens) => created(entry, tokens.len(), cause.as_ref()),
        Finding::Candidates(tokens) => Alert {
            what: counted(Key::CandidatesFound, tokens.len(), &entry.name).because(why(cause.as_ref())),
            advice: Message::plain(Key::RevokeUnrecognized).because(kept(entry)),
            actions: Vec::new(),
            more: cause.as_ref().and_then(Section::of_error),
        },
        Finding::Absent => return Some(about_nothing(entry, cause.as_ref())),
        Finding::Unclear(doubt) => about_doubt(entry, cause.as_ref(), doubt),
    };
    alert.actions.extend(revoking(entry, finding));
    alert.actions.push(forget);
    Some(alert)
}

/// Further tokens that the request of a token created.
pub(super) fn about_further(confirmed: &ConfirmedToken) -> Option<Alert> {
    let ConfirmedToken { entry, further, .. } = confirmed;
    let (what, advice) = match further {
        Finding::Created(_) => (Key::SentMoreThanOnce, Key::RevokeRestAdvice),
        Finding::Candidates(_) => (Key::OthersOfThatName, Key::RevokeUnrecognized),
        Finding::Looking | Finding::Absent | Finding::Unclear(_) => return None,
    };
    let mut actions = revoking(entry, further);
    actions.push(Action::ForgetFurther(entry.id.clone()));
    let what = counted(what, further.tokens().len(), &entry.name);
    Some(Alert { what, advice: Message::plain(advice), actions, more: None })
}

/// Buttons that revoke what was found: together only if the request created all of it.
fn revoking(entry: &JournalEntry, finding: &Finding) -> Vec<Action> {
    let owner = &entry.owner;
    let each = |found: &FoundToken| Action::RevokeCandidate(owner.clone(), found.clone());
    match finding {
        Finding::Created(tokens) => {
            let tokens: Vec<TokenReference> = tokens.iter().map(|found| found.token.clone()).collect();
            vec![Action::RevokeFound(owner.clone(), tokens)]
        }
        Finding::Candidates(tokens) => tokens.iter().map(each).collect(),
        Finding::Looking | Finding::Absent | Finding::Unclear(_) => Vec::new(),
    }
}

/// What tells a token from others of its name.
pub(super) fn distinction(found: &FoundToken) -> String {
    let id: String = found.token.uuid.chars().take(8).collect();
    match &found.created {
        Some(created) => format!("{created} ({id})"),
        None => id,
    }
}

/// A text about a name, with the user whose token it is where that is another one.
fn named(entry: &JournalEntry, [own, of_another]: [Key; 2]) -> Message {
    match other_user(&entry.owner) {
        Some(user) => Message::with(of_another, &entry.name).and(user),
        None => Message::with(own, &entry.name),
    }
}

fn counted(key: Key, count: usize, name: &str) -> Message {
    Message::plain(key).and_count(count).and(name)
}

/// How the request ended.
fn why(cause: Option<&Error>) -> Option<Message> {
    Some(cause.map_or_else(|| Message::plain(Key::AnswerLost), what_happened))
}

/// The old token of a replacement that did not come about.
fn kept(entry: &JournalEntry) -> Option<Message> {
    entry.replaces.as_ref().map(|_| Message::plain(Key::ReplacedNotRevoked))
}

/// A token whose value had arrived.
fn value_lost(entry: &JournalEntry) -> Alert {
    let advice = if entry.replaces.is_some() { Key::ValueLostReplaceAdvice } else { Key::ValueLostAdvice };
    Alert {
        what: Message::with(Key::ValueLost, &entry.name),
        advice: Message::plain(advice),
        actions: Vec::new(),
        more: None,
    }
}

fn created(entry: &JournalEntry, count: usize, cause: Option<&Error>) -> Alert {
    let (what, advice) = if count == 1 {
        (named(entry, [Key::CreatedValueLost, Key::CreatedValueLostFor]), Key::TokenRefusedAdvice)
    } else {
        (counted(Key::SeveralCreated, count, &entry.name), Key::RevokeThemAdvice)
    };
    let advice = Message::plain(advice).because(kept(entry));
    Alert {
        what: what.because(why(cause)),
        advice,
        actions: Vec::new(),
        more: cause.and_then(Section::of_error),
    }
}

/// Nothing is left to be done.
fn about_nothing(entry: &JournalEntry, cause: Option<&Error>) -> Alert {
    if let Some(error @ Error::UnusableToken) = cause {
        let advice = Message::with(Key::GoneMeanwhile, &entry.name);
        return Alert { what: what_happened(error), advice, actions: Vec::new(), more: None };
    }
    let what = named(entry, [Key::NotCreated, Key::NotCreatedFor]).because(why(cause));
    let name = cause.and_then(|cause| advice_about_name(cause, &entry.name));
    let advice = Message::plain(Key::NotCreatedAdvice).because(kept(entry)).followed_by(name);
    Alert { what, advice, actions: Vec::new(), more: cause.and_then(Section::of_error) }
}

fn about_doubt(entry: &JournalEntry, cause: Option<&Error>, doubt: &Doubt) -> Alert {
    let what = named(entry, [Key::NotFoundOut, Key::NotFoundOutFor]);
    let look_again = Action::LookAgain(entry.id.clone());
    let (reason, advice, mut actions) = match doubt {
        Doubt::MayFollow => (why(cause), Message::plain(Key::MayFollowAdvice), Vec::new()),
        Doubt::OfUser(user) => (why(cause), Message::with(Key::LookAsAdvice, user), Vec::new()),
        Doubt::OfNobodyKnown => (why(cause), Message::plain(Key::UserNotKnownAdvice), Vec::new()),
        Doubt::NotListed(error) => {
            let Alert { what, advice, actions, .. } = about_error(error);
            let signs_in = |action: &Action| matches!(action, Action::SignIn | Action::OpenPageAgain);
            let actions: Vec<Action> = actions.into_iter().filter(signs_in).collect();
            let advice = if actions.is_empty() { Message::plain(Key::LooksAgainAdvice) } else { advice };
            (Some(what), advice, actions)
        }
    };
    actions.push(look_again);
    let more = match doubt {
        Doubt::NotListed(error) => Section::of_error(error),
        Doubt::MayFollow | Doubt::OfUser(_) | Doubt::OfNobodyKnown => cause.and_then(Section::of_error),
    };
    Alert { what: what.because(reason), advice: advice.because(kept(entry)), actions, more }
}

/// A record that cannot be read may be about any token: everything that is known of it is said.
pub(super) fn about_unreadable(unreadable: &UnreadableEntry) -> Alert {
    let advice = match &unreadable.name {
        Some(name) => may_have_been_created(name, other_user(&unreadable.owner)),
        None => Message::plain(Key::UnreadableRecordAdvice),
    };
    let sent_to =
        unreadable.controller.as_ref().map(|url| Message::with(Key::UnreadableRecordController, url));
    let sent_at = unreadable.at.map(|at| Message::plain(Key::UnreadableRecordTime).and_time(at));
    let known = match sent_to {
        Some(sent_to) => Some(sent_to.because(sent_at)),
        None => sent_at,
    };
    Alert {
        what: Message::plain(Key::UnreadableRecord),
        advice: advice.because(known),
        actions: vec![Action::ShowTokens(unreadable.owner.clone()), Action::Forget(unreadable.key.clone())],
        more: None,
    }
}

fn may_have_been_created(name: &str, user: Option<&UserId>) -> Message {
    match user {
        Some(user) => Message::with(Key::MayHaveBeenCreatedFor, name).and(user),
        None => Message::with(Key::MayHaveBeenCreated, name),
    }
}
