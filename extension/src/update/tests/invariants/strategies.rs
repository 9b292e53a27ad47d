//! What can happen, as it is drawn.

use latchkey_core::TransportError;
use latchkey_core::listing::{RowExpiry, TokenRow, Usage};

use latchkey_core::login::{Refusal, SavedIn};

use super::*;
use crate::model::held_token::HELD_AFTER_COPY;
use crate::model::page::LookFailure;

fn users() -> impl Strategy<Value = User> {
    prop_oneof![Just(alice()), Just(user("bob"))]
}

fn errors() -> impl Strategy<Value = Error> {
    prop_oneof![
        Just(Error::SignedOut { sign_in: None }),
        Just(Error::CrumbRefused),
        Just(Error::SsoRequired),
        Just(Error::OwnerOnly),
        Just(Error::NotPermitted { user: None, permission: None }),
        Just(Error::Transport(TransportError::TimedOut)),
        users().prop_map(|now| Error::UserChanged { expected: Some(alice().id), now }),
    ]
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop::sample::select(&[Outcome::Done, Outcome::NotDone, Outcome::Unknown][..])
}

fn ends() -> impl Strategy<Value = Result<(), Unconfirmed>> {
    prop_oneof![
        Just(Ok(())),
        (errors(), outcomes()).prop_map(|(cause, outcome)| Err(Unconfirmed { cause, outcome })),
    ]
}

fn answers() -> impl Strategy<Value = Answers> {
    let recognized = prop_oneof![Just(Ok(())), Just(Err(Error::NotJenkins))];
    let identity = prop_oneof![2 => users().prop_map(Ok), 1 => errors().prop_map(Err)];
    let verification = prop_oneof![
        Just(works_as("alice")),
        Just(Verification::Refused),
        Just(Verification::Unknown(Error::SsoRequired))
    ];
    let listing = prop_oneof![2 => Just(Ok(one_old_token())), 1 => errors().prop_map(Err)];
    let terminal = (requests(), terminal_answers());
    (recognized, identity, ends(), listing, verification, any::<bool>(), terminal).prop_map(
        |(recognized, identity, end, listing, verification, copied, (terminal, answer))| Answers {
            recognized,
            identity,
            end,
            listing,
            verification,
            copied,
            terminal,
            answer,
        },
    )
}

fn requests() -> impl Strategy<Value = Result<LoginRequest, ReadFailure>> {
    let request = terminal::request();
    let for_bob = LoginRequest { user: Some(UserId::new("bob")), ..request.clone() };
    let elsewhere = LoginRequest { root: ControllerUrl::parse("https://ci").unwrap(), ..request.clone() };
    prop_oneof![
        6 => Just(Ok(request)),
        1 => Just(Ok(for_bob)),
        1 => Just(Ok(elsewhere)),
        1 => Just(Err(ReadFailure::OutOfReach)),
    ]
}

fn terminal_answers() -> impl Strategy<Value = Option<Answer>> {
    let saved = Answer::Saved { location: SavedIn::File, user: alice().id };
    prop_oneof![
        4 => Just(Some(Answer::Accepted)),
        2 => Just(Some(saved)),
        1 => (0..3_u8).prop_map(|left| Some(Answer::WrongCode { left })),
        1 => Just(Some(Answer::Refused(Refusal::NotSaved))),
        1 => Just(None),
    ]
}

/// The list of somebody who has one token, of a core with expiry.
fn one_old_token() -> Listing {
    let row = TokenRow {
        uuid: "uuid-old".to_owned(),
        name: "old".to_owned(),
        created: None,
        usage: Usage::Never { text: String::new() },
        expiry: RowExpiry::Never(String::new()),
        legacy: false,
    };
    Listing { tokens: vec![row] }
}

fn held_before() -> impl Strategy<Value = Vec<HeldToken>> {
    let age = proptest::option::of(prop_oneof![Just(1.0), Just(HELD_AFTER_COPY)]);
    let token = (0..3_usize, age, any::<bool>(), any::<bool>(), any::<bool>());
    prop::collection::vec(token, 0..3).prop_map(|tokens| {
        let mut seen = HashSet::new();
        let fresh = tokens.into_iter().filter(|(number, ..)| seen.insert(*number));
        let tokens = fresh.map(|(number, age, private, known, undelivered)| {
            with(held(&format!("before {number}")), |held| {
                held.entry.id = format!("kept-from-before-{number}");
                held.entry.terminal = undelivered.then(terminal::recipient);
                held.entry.session.store.private = private;
                held.entry.session.user = known.then(|| alice().id);
                held.copied_at = age.map(|age| NOW - age);
            })
        });
        tokens.collect()
    })
}

fn journal_before() -> impl Strategy<Value = Vec<(JournalEntry, PendingOutcome)>> {
    let pending =
        prop_oneof![Just(PendingOutcome::UnderWay), ends().prop_map(answered), Just(PendingOutcome::Unknown)];
    prop::collection::vec((any::<bool>(), pending), 0..3).prop_map(|outcomes| {
        let numbered = outcomes.into_iter().enumerate();
        let entries = numbered.map(|(number, (here, mut pending))| {
            let name = number.to_string();
            if let PendingOutcome::Answered(Ok(given)) = &mut pending {
                *given = token(&name);
            }
            (with(entry(&name), |entry| entry.session.store.private = !here), pending)
        });
        entries.collect()
    })
}

fn answered(end: Result<(), Unconfirmed>) -> PendingOutcome {
    PendingOutcome::Answered(end.map(|()| token("")))
}

fn openings() -> impl Strategy<Value = PopupContext> {
    let lying = PageReport { signs: signs(Some("//evil.example")), ..ordinary_page() };
    let nowhere =
        PageReport { origin: "https://a.example".to_owned(), path: "/".to_owned(), ..Default::default() };
    let report = prop_oneof![
        3 => Just(Ok(ordinary_page())),
        3 => Just(Ok(terminal::own_page())),
        3 => Just(Ok(page_without_crumb())),
        2 => Just(Ok(silent_page())),
        1 => Just(Ok(nowhere)),
        1 => Just(Ok(lying)),
        1 => Just(Err(LookFailure::Refused)),
        1 => Just(Err(LookFailure::Busy)),
    ];
    (report, held_before(), journal_before()).prop_map(|(report, held, journal)| PopupContext {
        report,
        held,
        journal,
        ..on(PageReport::default())
    })
}

fn forms() -> impl Strategy<Value = Form> {
    let for_bob = Form { for_user: Some("bob".to_owned()), ..form("n") };
    let with_code = Form { code: "4821".to_owned(), ..form("n") };
    prop_oneof![
        2 => Just(form("n")),
        1 => Just(form("m")),
        1 => Just(for_bob),
        1 => Just(form("")),
        1 => Just(form("48")),
        3 => Just(with_code),
    ]
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let views = prop_oneof![Just(View::Create), Just(View::Tokens)];
    let name = proptest::option::of(Just("left".to_owned()));
    let for_user = proptest::option::of(Just("bob".to_owned()));
    let draft = (views, name, for_user, any::<bool>()).prop_map(|(view, name, for_user, private)| {
        let store = CookieStore { private, container: None };
        let session = Session { store, ..drafts::nothing().session };
        Draft { session, view, name, for_user, ..drafts::nothing() }
    });
    prop::collection::vec(draft, 0..2)
}

pub(super) fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => drafts().prop_map(Step::Prepare),
        2 => openings().prop_map(Step::Open),
        3 => forms().prop_map(Step::Edit),
        4 => Just(Step::Press),
        1 => Just(Step::Reveal),
        1 => Just(Step::Copy),
        1 => Just(Step::Done),
        1 => Just(Step::StillWaiting),
        1 => openings().prop_map(Step::Look),
        1 => any::<bool>().prop_map(Step::PageBusy),
        1 => Just(Step::ShowList),
        1 => prop_oneof![Just("ol"), Just("")].prop_map(|text| Step::Filter(text.to_owned())),
        1 => prop_oneof![Just(0.0), Just(80.0)].prop_map(Step::Scroll),
        1 => Just(Step::ReplaceOld),
        1 => any::<bool>().prop_map(Step::AnswerDialog),
        2 => any::<Index>().prop_map(Step::Act),
        6 => (any::<Index>(), answers()).prop_map(|(which, answers)| Step::Answer(which, answers)),
    ]
}
