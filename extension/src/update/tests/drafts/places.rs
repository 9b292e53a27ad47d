//! To which controller and cookie store a draft belongs, and for how long.

use super::*;

#[test]
fn a_draft_comes_back_before_the_page_is_looked_at() {
    let popup = Popup::prepared_at(vec![named("typed")], ordinary_page());
    assert_eq!((popup.state.form.name.as_str(), popup.did()), ("typed", vec![]));
    let mut popup = Popup::prepared_at(vec![named("typed")], dashboard());
    assert_ne!(popup.state.form.name, "typed", "its path could be that of another controller");
    popup.open(dashboard());
    assert_eq!(popup.state.form.name, "typed");
}

#[test]
fn a_draft_is_kept_while_the_page_is_too_busy_to_say_what_it_is() {
    for drafts in [vec![], vec![named("typed")]] {
        let mut popup = Popup::prepared_at(drafts, dashboard());
        let address = Some(PageReport { signs: signs(None), ..dashboard() });
        let busy = Err(LookFailure::Busy);
        popup.dispatch(Event::Opened(Box::new(PopupContext { report: busy, address, ..on(dashboard()) })));
        popup.dispatch(Event::Edited(form("typed")));
        assert_eq!(popup.only_draft(), &named("typed"));
        popup.dispatch(Event::Looked(Box::new(on(dashboard()))));
        assert_eq!(popup.only_draft(), &named("typed"));
    }
}

#[test]
fn what_was_taken_for_another_controller_moves_to_the_right_one() {
    let mut popup = Popup::prepared_at(Vec::new(), ordinary_page());
    popup.dispatch(Event::Edited(form("typed")));
    let elsewhere = PageReport { signs: signs(Some("")), ..ordinary_page() };
    popup.open(elsewhere);
    assert_eq!(popup.only_draft().session.controller.to_string(), "https://ci.example.org");
    assert_eq!(popup.only_draft().name.as_deref(), Some("typed"));
}

#[test]
fn drafts_of_other_controllers_and_cookie_stores_stay_where_they_are() {
    let other = |session| Draft { session, ..named("other") };
    let container = CookieStore { private: false, container: Some("work".to_owned()) };
    let private = CookieStore { private: true, container: None };
    let here = nothing().session;
    let others = vec![
        other(Session {
            controller: ControllerUrl::parse("https://ci.example.org").unwrap(),
            ..here.clone()
        }),
        other(Session { store: container, ..here.clone() }),
        other(Session { store: private, ..here }),
    ];
    let mut popup = Popup::with_drafts(others);
    assert_eq!(popup.state.form.name, popup.state.suggested_name);
    popup.dispatch(Event::Edited(form("typed")));
    assert_eq!(popup.drafts.len(), 4);
}

#[test]
fn a_draft_is_over_after_ten_minutes_wherever_it_is_from() {
    let elsewhere =
        Session { controller: ControllerUrl::parse("https://other").unwrap(), ..nothing().session };
    let at = NOW - KEPT_FOR;
    let drafts = vec![Draft { at, ..named("old") }, Draft { at, session: elsewhere, ..named("old") }];
    let popup = Popup::with_drafts(drafts);
    assert_eq!((popup.state.form.name == popup.state.suggested_name, popup.drafts.len()), (true, 0));
    let popup = Popup::with_drafts(vec![Draft { at: at + 1.0, ..named("recent") }]);
    assert_eq!(popup.state.form.name, "recent");
    assert_eq!(popup.only_draft().at, at + 1.0, "only a change makes it last longer");
}
