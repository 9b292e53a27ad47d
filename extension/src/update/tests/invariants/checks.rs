//! The promises themselves.

use super::*;

impl Run {
    /// A token is asked for only under a new id, on a controller, not while signed out, and not twice.
    pub(super) fn check_requests(&mut self, event: &Event) {
        let Some((root, _, entry)) = self.popup.sent() else { return };
        assert!(!self.is_under_way("generate"), "a second request before the first ended, by {event:?}");
        assert!(!self.is_under_way("await reply"), "a request while an earlier one is waited for");
        let Page::Controller(page) = &self.popup.state.page else { panic!("a request without a controller") };
        assert_eq!(page.controller, root);
        assert!(!self.popup.state.identity.is_nobody(), "a request while nobody is signed in");
        assert!(self.ids.insert(entry.id), "an id used twice");
        let accepted = matches!(event, Event::TerminalAnswered(_, Some(Answer::Accepted)));
        assert_eq!(
            entry.terminal.is_some(),
            accepted,
            "a token for a terminal, without its consent or the person's"
        );
        assert!(!accepted || entry.owner == Owner::Me, "a terminal gets another user's token");
    }

    /// Only a token for a terminal goes to one, and it is not verified here; after a press the code is asked first.
    pub(super) fn check_terminal(&self, event: &Event) {
        for effect in &self.popup.effects {
            match effect {
                Effect::Later(Later::TellTerminal { message, token, .. }) => {
                    let told = message.token.as_ref().map(|delivered| &delivered.token);
                    assert_eq!(told, token.as_ref().map(|held| &held.token));
                    let of_terminal = token.as_ref().is_none_or(|held| held.entry.terminal.is_some());
                    assert!(of_terminal, "a token that is not for a terminal is sent to one");
                    let asked = token.is_some() || matches!(event, Event::TransmissionAnswered(true));
                    assert!(asked, "a code is sent that nobody pressed for");
                }
                Effect::Later(Later::Verify { id, .. }) => {
                    let of_terminal =
                        |held: &HeldToken| held.entry.id == *id && held.entry.terminal.is_some();
                    assert!(!self.popup.state.held().any(of_terminal), "a terminal's token is verified");
                }
                _ => {}
            }
        }
    }

    /// What is asked for is what the form held when the button was pressed, and a name that the person typed
    /// gives way only where the form is about another token.
    pub(super) fn check_form(&self, event: &Event, before: &State) {
        let state = &self.popup.state;
        let pressed = match (event, &before.creation) {
            (Event::GeneratePressed, Creation::Idle) => Some(&before.form),
            (_, Creation::Queued(form)) => Some(form),
            _ => None,
        };
        if let (Some((_, request, _)), Some(form)) = (self.popup.sent(), pressed) {
            assert_eq!(request.name.as_str(), form.name, "another name was asked for, by {event:?}");
        }
        let is_code = matches!(event, Event::TerminalRead(_))
            && before.form.name.len() <= 4
            && before.form.name.bytes().all(|byte| byte.is_ascii_digit());
        let given_up = before.terminal.is_waiting() && !state.terminal.is_waiting();
        let other_token = matches!(event, Event::Edited(_) | Event::ReplacePressed(_))
            || (before.shown.is_some() && state.shown.is_none())
            || given_up
            || is_code;
        if before.form.name != before.suggested_name && !other_token {
            assert_eq!(state.form.name, before.form.name, "a typed name is lost, by {event:?}");
        }
    }

    /// A token disappears only by `Done`, by being revoked or before the eyes of another user, or is over when
    /// the popup opens; and it is kept when it comes.
    pub(super) fn check_tokens(&self, event: &Event, before: &State) {
        let now: HashSet<&str> = self.popup.state.held().map(|held| held.entry.id.as_str()).collect();
        let gone = before.held().map(|held| held.entry.id.as_str()).filter(|id| !now.contains(id));
        let allowed: Vec<&str> = match event {
            Event::DonePressed => before.held().take(1).map(|held| held.entry.id.as_str()).collect(),
            Event::TerminalAnswered(receipt, Some(Answer::Saved { .. })) => {
                let saved = before.held().filter(|held| held.entry.id == receipt.as_str());
                saved.map(|held| held.entry.id.as_str()).collect()
            }
            Event::Revoked { ends, listing: Ok(_), .. } => {
                let done = |end: &Result<(), Unconfirmed>| match end {
                    Ok(()) => true,
                    Err(error) => error.outcome != Outcome::NotDone,
                };
                let revoked = |held: &&HeldToken| {
                    ends.iter().any(|(token, end)| token.uuid == held.token.uuid && done(end))
                };
                before.held().filter(revoked).map(|held| held.entry.id.as_str()).collect()
            }
            Event::IdentityArrived(Ok(user)) | Event::ActionPressed(Action::ContinueAs(user)) => {
                let others = before.held().filter(|held| !held.entry.session.is_of(&user.id));
                others.map(|held| held.entry.id.as_str()).collect()
            }
            _ => Vec::new(),
        };
        assert_eq!(gone.collect::<Vec<_>>(), allowed, "{event:?}");
        if let Event::Generated(entry, Ok(_)) = event {
            assert!(now.contains(entry.id.as_str()), "a token that came is not kept");
        }
        if let Event::Generated(entry, Err(Unconfirmed { outcome: Outcome::Unknown | Outcome::Done, .. })) =
            event
        {
            let named =
                self.popup.state.unconfirmed.iter().any(|unconfirmed| unconfirmed.entry.id == entry.id);
            assert!(named, "what may have been created is not named");
        }
        for effect in &self.popup.effects {
            let Effect::Later(Later::Forget(key)) = effect else { continue };
            assert!(!now.contains(key.id.as_str()), "a token that is shown is forgotten");
        }
    }

    /// Whatever happens, a popup that opens now carries on with what this one shows.
    pub(super) fn check_drafts(&self) {
        let state = &self.popup.state;
        let Some(place) = &state.drafts.place else { return };
        let draft = self
            .popup
            .drafts
            .values()
            .find(|draft| draft.session.belongs_to(&place.controller, &place.store));
        let sent = match &state.creation {
            Creation::Sending { form, .. } | Creation::Looking { form, .. } => form.name == state.form.name,
            _ => false,
        };
        let is_entered = !state.form_is_untouched() && !sent;
        let replacing = state.replacing.as_ref().filter(|_| !sent);
        let Some(draft) = draft else {
            assert!(!is_entered && replacing.is_none(), "what is entered is not kept");
            assert_eq!((state.view, &state.list.owner), (View::Create, &Owner::Me));
            return assert_eq!((state.list.filter.as_str(), state.list.scroll), ("", 0.0));
        };
        let mut again = Popup { drafts: self.popup.drafts.clone(), ..Popup::default() };
        again.state.suggested_name = "suggested anew".to_owned();
        again.state.form.name = "suggested anew".to_owned();
        let origin = place.controller.origin().to_owned();
        let path = place.controller.join("job/a/").replace(&origin, "");
        let page = PageReport { origin, path_and_query: path.clone(), path, ..PageReport::default() };
        again.dispatch(drafts::preparation(vec![draft.clone()], page));
        let again = &again.state;
        assert_eq!(
            (again.view, &again.list.owner, again.replacing.as_ref()),
            (state.view, &state.list.owner, replacing)
        );
        assert_eq!((&again.list.filter, again.list.scroll), (&state.list.filter, state.list.scroll));
        if is_entered {
            let is_suggested = state.form.name == state.suggested_name;
            let name = if is_suggested { &again.suggested_name } else { &state.form.name };
            let entered = Form { name: name.clone(), code: String::new(), ..state.form.clone() };
            assert_eq!(again.form, entered);
        }
    }

    /// By itself the popup revokes only the token that the one shown replaces, and only once that one is copied
    /// and works.
    pub(super) fn check_replacing(&self, event: &Event) {
        let by_hand = matches!(event, Event::DialogAnswered(_) | Event::ActionPressed(..));
        for effect in self.popup.effects.iter().filter(|_| !by_hand) {
            let Effect::Later(Later::Revoke { tokens, .. }) = effect else { continue };
            let shown = &self.popup.shown().held;
            assert!(tokens.iter().all(|token| Some(&token.uuid) == shown.entry.replaces.as_ref()));
            assert!(shown.copied_at.is_some(), "the old token is revoked before the new one is copied");
            assert!(matches!(self.popup.shown().verification, Some(Verification::WorksAs(_))));
        }
    }

    /// An alert offers a way out, or a page that has one.
    pub(super) fn check_alerts(&self) {
        for alert in alerts(&self.popup.state) {
            let is_left_alone = !alert.has_fix() && alert.more.is_none();
            assert!(!is_left_alone || FIXED_IN_PLACE.contains(&alert.what.key), "{alert:?}");
        }
    }

    /// Whatever the popup waits for is on its way.
    pub(super) fn check_that_everything_goes_on(&self) {
        let asked = ["ask identity", "recognize", "read terminal", "tell terminal"]
            .iter()
            .any(|name| self.is_under_way(name));
        let shown = self.popup.state.shown.as_ref();
        if shown.is_some_and(|shown| shown.delivery == Some(Delivery::UnderWay)) {
            assert!(
                self.is_under_way("tell terminal"),
                "an answer of the terminal is waited for that came already"
            );
        }
        match &self.popup.state.creation {
            Creation::Idle => assert!(!self.is_under_way("generate"), "a request that nobody waits for"),
            Creation::Queued(..) => {
                let goes_on = asked || self.popup.state.waits_for_page();
                assert!(!self.opened || goes_on, "a press that nothing will send");
            }
            Creation::Sending { id, .. } => {
                let is_its_request = |effect: &Effect| match effect {
                    Effect::Later(Later::Generate { entry, .. }) => entry.id == *id,
                    Effect::Later(_) | Effect::Now(_) => false,
                };
                assert!(
                    self.under_way.iter().any(is_its_request),
                    "a request that was never sent is waited for"
                );
            }
            Creation::CheckingCode { .. } => {
                let goes_on = self.is_under_way("request transmission") || self.is_under_way("tell terminal");
                assert!(goes_on, "a code that nobody checks");
            }
            Creation::Looking { .. } => {
                assert!(
                    self.is_under_way("list") || self.is_under_way("ask identity"),
                    "what became of a request is not found out"
                );
            }
            Creation::Waiting(..) => {
                assert!(self.is_under_way("await reply"), "an answer is waited for that came already");
            }
        }
        let mut tried = HashSet::new();
        for effect in &self.under_way {
            let Effect::Later(Later::Verify { id, .. }) = effect else { continue };
            assert!(tried.insert(id), "a token is tried twice at once");
        }
    }

    fn is_under_way(&self, name: &str) -> bool {
        self.under_way.iter().any(|effect| kind(effect) == name)
    }
}
