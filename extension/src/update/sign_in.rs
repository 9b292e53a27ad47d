//! The person leaves to sign in, and the popup carries on where it was.

use latchkey_core::ControllerUrl;

use crate::effect::Effect;
use crate::model::form::{FormContext, SavedForm, View};
use crate::model::session::CookieStore;
use crate::model::state::{Identity, State};

/// Goes to where the person can sign in; what stands in the popup is kept.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    let Some(url) = sign_in_url(state) else { return Vec::new() };
    place(state).map(Effect::SaveForm).into_iter().chain([Effect::Navigate(url)]).collect()
}

fn place(state: &State) -> Option<FormContext> {
    let page = state.controller()?;
    Some(FormContext {
        controller: page.controller.to_string(),
        store: state.tab.as_ref()?.store.clone(),
        view: state.view,
        tokens_of: state.list.user().map(ToString::to_string),
        replacing: state.replacing.clone(),
    })
}

/// Jenkins' own form where Jenkins says that nobody is signed in; it leads back to the page. Where
/// something in front of Jenkins wants the sign-in, the page itself: whatever stands in front leads back.
fn sign_in_url(state: &State) -> Option<String> {
    let report = &state.tab.as_ref()?.report;
    let back = &report.path_and_query;
    if state.identity != Identity::SignedOut {
        return Some(format!("{}{back}", report.origin));
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("from", back).finish();
    Some(state.controller()?.controller.join(&format!("login?{query}")))
}

/// Fills in what stood in the popup when the person left this controller to sign in. It is kept on until
/// somebody is signed in: the popup may be opened on the sign-in page, too.
pub(super) fn restore(
    state: &mut State,
    forms: Vec<SavedForm>,
    controller: &ControllerUrl,
    store: &CookieStore,
) -> Vec<Effect> {
    let Some(form) = forms.into_iter().find(|form| form.place.belongs_to(controller, store)) else {
        return Vec::new();
    };
    let fields = form.fields.clone();
    let owner = form.place.owner();
    state.replacing = form.place.replacing.clone();
    state.list.owner = owner;
    let view = form.place.view;
    state.saved_form = Some(form);
    // A person who is quicker than that has chosen a tab already.
    if state.view == View::Create {
        state.view = view;
    }
    vec![Effect::RestoreForm(fields)]
}
