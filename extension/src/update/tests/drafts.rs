//! What the person entered is restored when the popup opens again.

mod places;

use super::*;
use crate::model::draft::{Draft, KEPT_FOR};
use crate::model::form::View;
use crate::model::list::{Renaming, Replacement, Rows};
use crate::model::page::LookFailure;
use crate::model::popup_context::Preparation;

pub(super) fn nothing() -> Draft {
    Draft {
        session: Session { controller: controller(), store: ORDINARY, user: None },
        at: NOW,
        view: View::Create,
        tokens_of: Owner::Me,
        filter: String::new(),
        only: None,
        scroll: 0.0,
        renaming: None,
        list_user: None,
        replacing: None,
        name: None,
        expires: ExpiresChoice::default(),
        date: String::new(),
        for_user: None,
    }
}

fn named(name: &str) -> Draft {
    Draft { name: Some(name.to_owned()), ..nothing() }
}

/// A draft that was entered while this user was signed in.
fn of(id: &str, draft: Draft) -> Draft {
    Draft { session: Session { user: Some(UserId::new(id)), ..draft.session.clone() }, ..draft }
}

fn everything() -> Form {
    Form {
        name: "typed".to_owned(),
        expires: ExpiresChoice::OnDate,
        date: "2027-01-31".to_owned(),
        for_user: Some("bob".to_owned()),
        code: String::new(),
    }
}

/// Its path shows no sign of Jenkins; its HTML does.
fn dashboard() -> PageReport {
    let path = "/jenkins/".to_owned();
    PageReport { path_and_query: path.clone(), path, ..ordinary_page() }
}

/// These drafts are found on a tab with the address of this page.
pub(super) fn preparation(drafts: Vec<Draft>, page: PageReport) -> Event {
    let address = Some(PageReport { signs: signs(None), ..page });
    Event::Prepared(Box::new(Preparation {
        store: ORDINARY,
        address,
        policy: ManagedPolicy::None,
        settings: Settings::default(),
        drafts,
    }))
}

impl Popup {
    /// A popup with a suggested name that finds these drafts, on a tab with this address.
    fn prepared_at(drafts: Vec<Draft>, page: PageReport) -> Self {
        let mut popup = Self::default();
        let stamp = popup.stamp();
        popup.state.suggest_name(&stamp);
        popup.prepare(drafts, page);
        popup
    }

    fn prepare(&mut self, drafts: Vec<Draft>, page: PageReport) {
        self.drafts = drafts.iter().map(|draft| (draft.key(), draft.clone())).collect();
        self.dispatch(preparation(drafts, page));
    }

    fn open(&mut self, page: PageReport) {
        self.dispatch(Event::Opened(Box::new(on(page))));
    }

    /// The same, looked at.
    fn with_drafts(drafts: Vec<Draft>) -> Self {
        let mut popup = Self::prepared_at(drafts, ordinary_page());
        popup.open(ordinary_page());
        popup
    }

    /// The popup that opens after this one closed.
    fn reopened(&self) -> Self {
        Self::with_drafts(self.drafts.values().cloned().collect())
    }

    fn only_draft(&self) -> &Draft {
        let [draft] = self.drafts.values().collect::<Vec<_>>()[..] else { panic!("{:?}", self.drafts) };
        draft
    }
}

#[test]
fn every_field_comes_back() {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::Edited(everything()));
    let again = popup.reopened();
    assert_eq!((&again.state.form, again.state.view), (&everything(), View::Create));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    let mut again = popup.reopened();
    assert_eq!((again.state.view, &again.state.list.owner), (View::Tokens, &bob()));
    again.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(again.did(), ["list", "list"], "Bob's, and in the background Alice's own");
    again.lists(bob(), &[("uuid-of-bob", "bob's")]);
    assert_eq!(again.state.list.tokens().len(), 1);
}

#[test]
fn the_list_comes_back_filtered_and_scrolled() {
    let rows: Vec<(String, String)> =
        (0..20).map(|number| (format!("uuid-{number}"), format!("deploy {number}"))).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(uuid, name)| (uuid.as_str(), name.as_str())).collect();
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &rows);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::Filtered("DEPLOY".to_owned()));
    popup.dispatch(Event::Scrolled(240.5));
    let mut again = popup.reopened();
    again.dispatch(Event::IdentityArrived(Ok(alice())));
    again.lists(Owner::Me, &rows);
    let list = &again.state.list;
    assert_eq!((list.filter.as_str(), list.scroll, list.shown().len()), ("DEPLOY", 240.5, 20));
    again.dispatch(Event::Filtered(String::new()));
    again.dispatch(Event::Scrolled(0.0));
    again.dispatch(Event::ViewChosen(View::Create));
    assert_eq!(again.drafts, BTreeMap::new());
}

/// Alice's list with one token, whose name is being changed.
fn renaming() -> Popup {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("uuid-old", "old")]);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::RenamePressed("uuid-old".to_owned()));
    popup.dispatch(Event::NewNameEdited("new na".to_owned()));
    popup
}

#[test]
fn the_name_that_was_entered_for_a_token_comes_back_with_the_list() {
    let mut popup = renaming();
    let mut again = popup.reopened();
    again.dispatch(Event::IdentityArrived(Ok(alice())));
    again.lists(Owner::Me, &[("uuid-old", "old")]);
    let left = Renaming { uuid: "uuid-old".to_owned(), new_name: "new na".to_owned() };
    assert_eq!((again.state.list.renaming(), again.did()), (Some(&left), vec!["focus new name"]));
    again.dispatch(Event::RenameEntered(Some("new name".to_owned())));
    assert_eq!(again.only_draft().renaming, None, "it was used");

    let mut gone = popup.reopened();
    gone.dispatch(Event::IdentityArrived(Ok(alice())));
    gone.lists(Owner::Me, &[("uuid-other", "other")]);
    assert_eq!(gone.state.list.renaming(), None);
    assert_eq!(gone.only_draft().renaming, None);
    popup.dispatch(Event::RenameEntered(None));
    assert_eq!(popup.reopened().state.list.renaming(), None);
}

#[test]
fn a_list_that_cannot_be_read_loses_no_name_that_was_entered() {
    let mut again = renaming().reopened();
    again.dispatch(Event::IdentityArrived(Ok(alice())));
    again.lists_as(Owner::Me, Err(Error::SsoRequired));
    assert!(matches!(again.state.list.rows, Rows::Failed(_)));
    again.dispatch(Event::ActionPressed(Action::ListAgain));
    again.lists(Owner::Me, &[("uuid-old", "old")]);
    assert_eq!(again.state.list.renaming().map(|left| left.new_name.as_str()), Some("new na"));
}

#[test]
fn a_user_whose_tokens_were_not_listed_yet_comes_back() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::ViewChosen(View::Tokens));
    for entered in [Some(String::new()), Some("bo".to_owned()), None] {
        popup.dispatch(Event::ListUserEdited(entered.clone()));
        let again = popup.reopened();
        assert_eq!((&again.state.list.for_user, &again.state.list.owner), (&entered, &Owner::Me));
    }
    popup.dispatch(Event::ListUserEdited(Some("bob".to_owned())));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    assert_eq!(popup.state.list.for_user.as_deref(), Some("bob"), "the field shows it still");
}

#[test]
fn a_popup_in_which_nothing_was_entered_stores_nothing() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.drafts, BTreeMap::new());
    let suggested = popup.state.form.clone();
    popup.dispatch(Event::Edited(form("typed")));
    assert_eq!(popup.only_draft(), &of("alice", named("typed")));
    popup.dispatch(Event::Edited(suggested));
    assert_eq!(popup.drafts, BTreeMap::new());
}

#[test]
fn suggested_name_is_renewed() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::Edited(Form { expires: ExpiresChoice::Never, ..popup.state.form.clone() }));
    let draft = popup.only_draft().clone();
    assert_eq!((&draft.name, draft.expires), (&None, ExpiresChoice::Never));
    let mut next = Popup::default();
    next.state.suggest_name(&Stamp { time: "23:59:59".to_owned(), ..next.stamp() });
    next.prepare(vec![draft], ordinary_page());
    assert_eq!(next.state.form.name, "Latchkey 2026-11-24 23:59:59");
    assert_eq!(next.state.form.expires, ExpiresChoice::Never);
    assert_eq!(next.state.form.name, next.state.suggested_name);
}

#[test]
fn a_name_that_was_cleared_stays_cleared() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::Edited(form("")));
    assert_eq!(popup.reopened().state.form.name, "");
}

#[test]
fn what_was_entered_before_the_draft_was_found_stays() {
    let meanwhile = [form("meanwhile"), Form { expires: ExpiresChoice::Never, ..Form::default() }];
    for entered in meanwhile {
        let mut popup = Popup::default();
        popup.dispatch(Event::Edited(entered.clone()));
        popup.prepare(vec![Draft { view: View::Tokens, ..named("typed") }], ordinary_page());
        assert_eq!((&popup.state.form, popup.state.view), (&entered, View::Create));
        assert_eq!(popup.only_draft().expires, entered.expires);
    }
}

#[test]
fn a_press_before_the_draft_is_found_is_for_what_the_form_says_then() {
    let mut popup = Popup::default();
    let stamp = popup.stamp();
    popup.state.suggest_name(&stamp);
    popup.dispatch(Event::GeneratePressed);
    popup.dispatch(Event::GeneratePressed);
    popup.prepare(vec![Draft { view: View::Tokens, ..named("typed") }], ordinary_page());
    assert_eq!((popup.state.form.name.as_str(), popup.state.view), ("typed", View::Create));
    popup.open(ordinary_page());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.sent().unwrap().1.name.as_str(), "typed");
}

#[test]
fn a_press_with_a_typed_name_is_for_that_name() {
    let mut popup = Popup::default();
    popup.press_with(form("at the press"));
    popup.dispatch(Event::Edited(form("after the press")));
    let draft = Draft { expires: ExpiresChoice::Never, for_user: Some("bob".to_owned()), ..named("typed") };
    popup.prepare(vec![draft], ordinary_page());
    popup.open(ordinary_page());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let (_, request, entry) = popup.sent().unwrap();
    assert_eq!((request.name.as_str(), request.expiry), ("at the press", Expiry::Days(30)));
    assert_eq!(entry.owner, Owner::Me);
}

#[test]
fn what_led_to_a_token_does_not_come_back() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press_with(Form { for_user: None, ..everything() });
    assert_eq!(popup.drafts, BTreeMap::new(), "it is in the journal");
    popup.end(Ok(token("typed")));
    assert_eq!(popup.drafts, BTreeMap::new());
    popup.dispatch(Event::DonePressed);
    assert_eq!((popup.drafts.len(), popup.state.form_is_untouched()), (0, true));
}

#[test]
fn what_did_not_lead_to_a_token_comes_back() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press_with(form("typed"));
    popup.end(refused(Error::CrumbRefused));
    assert_eq!(popup.only_draft(), &of("alice", named("typed")));
}

#[test]
fn what_is_entered_while_a_token_is_created_stays() {
    let mut popup = Popup::with_drafts(Vec::new());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press_with(form("first"));
    let entry = popup.sent().unwrap().2;
    popup.dispatch(Event::Edited(form("second")));
    assert_eq!(popup.only_draft(), &of("alice", named("second")));
    popup.dispatch(Event::Generated(entry, Ok(token("first"))));
    assert_eq!(popup.only_draft(), &of("alice", named("second")));
    popup.dispatch(Event::DonePressed);
    assert_eq!(popup.state.form.name, "second");
}

#[test]
fn a_replacement_comes_back_until_it_is_cancelled() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.lists(Owner::Me, &[("uuid-old", "old")]);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ReplacePressed("uuid-old".to_owned()));
    let mut again = popup.reopened();
    let replacing = Replacement { token: reference("uuid-old", "old"), owner: Owner::Me };
    assert_eq!((&again.state.replacing, again.state.form.name.as_str()), (&Some(replacing), "old"));
    again.dispatch(Event::ReplaceCancelled);
    assert_eq!(again.drafts, BTreeMap::new());
}

#[test]
fn an_earlier_popups_token_is_shown_before_what_was_entered_when_it_was_on_its_way() {
    let mut popup = Popup::prepared_at(vec![Draft { view: View::Tokens, ..nothing() }], dashboard());
    let journal = vec![(entry("a"), PendingOutcome::Answered(Ok(token("a"))))];
    popup.dispatch(Event::Opened(Box::new(PopupContext { journal, ..on(dashboard()) })));
    assert_eq!((popup.held(), popup.state.view), (vec!["a"], View::Create));
}

#[test]
fn the_form_of_a_terminal_is_neither_kept_nor_replaced() {
    let typed_elsewhere = named("typed");
    let mut popup = Popup::prepared_at(vec![typed_elsewhere.clone()], terminal::own_page());
    popup.open(terminal::own_page());
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.dispatch(Event::Edited(form("4821")));
    popup.dispatch(Event::TerminalRead(Ok(Box::new(terminal::request()))));
    assert_eq!((popup.did(), popup.state.form.name.as_str()), (vec!["focus code"], "latchkey on carrara"));
    assert_eq!(popup.state.form.code, "4821");
    assert_eq!(popup.only_draft(), &typed_elsewhere);
}

#[test]
fn a_draft_stays_when_somebody_signs_in() {
    let mut popup = Popup::with_drafts(vec![named("typed")]);
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in: None })));
    let mut popup = popup.reopened();
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((popup.state.form.name.as_str(), popup.drafts.len()), ("typed", 1));
}

#[test]
fn a_draft_says_who_was_signed_in() {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::Edited(form("typed")));
    assert_eq!(popup.only_draft(), &of("alice", named("typed")));
    let mut again = popup.reopened();
    again.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in: None })));
    assert_eq!(again.only_draft(), popup.only_draft(), "nobody else has signed in");
    again.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((again.state.form.name.as_str(), again.only_draft()), ("typed", popup.only_draft()));
}

#[test]
fn what_somebody_else_entered_is_neither_shown_nor_kept() {
    let replacing = Some(Replacement { token: reference("u", "old"), owner: Owner::Me });
    let renaming = Some(Renaming { uuid: "u".to_owned(), new_name: "renamed".to_owned() });
    for draft in [
        Draft { for_user: Some("carol".to_owned()), ..named("typed") },
        Draft { replacing, ..named("old") },
        Draft { view: View::Tokens, tokens_of: bob(), renaming, filter: "deploy".to_owned(), ..nothing() },
        Draft { view: View::Tokens, list_user: Some("carol".to_owned()), scroll: 9.0, ..nothing() },
    ] {
        let mut popup = Popup::with_drafts(vec![of("alice", draft)]);
        popup.dispatch(Event::IdentityArrived(Ok(user("dave"))));
        assert_eq!((popup.state.form_is_untouched(), popup.state.view), (true, View::Create));
        assert_eq!((popup.state.replacing.as_ref(), popup.state.list.renaming()), (None, None));
        assert_eq!((&popup.state.list.owner, popup.state.list.filter.as_str()), (&Owner::Me, ""));
        assert_eq!((popup.state.list.for_user.as_ref(), popup.drafts.len()), (None, 0));
    }
}

#[test]
fn a_press_for_what_somebody_else_entered_is_dropped() {
    let mut popup = Popup::with_drafts(vec![of("alice", named("typed"))]);
    popup.dispatch(Event::GeneratePressed);
    popup.dispatch(Event::IdentityArrived(Ok(user("dave"))));
    assert_eq!((popup.sent().is_none(), &popup.state.creation), (true, &Creation::Idle));
    assert!(popup.state.form_is_untouched());
}

#[test]
fn what_was_entered_in_this_popup_stays_whoever_signs_in() {
    let mut popup = Popup::with_drafts(vec![of("alice", named("typed"))]);
    popup.dispatch(Event::Edited(form("entered here")));
    popup.dispatch(Event::IdentityArrived(Ok(user("dave"))));
    assert_eq!(popup.state.form.name, "entered here");
    assert_eq!(popup.only_draft(), &of("dave", named("entered here")));
}
