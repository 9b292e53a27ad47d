//! Performs effects.

use std::pin::pin;

use latchkey_core::client::{read_generated, read_generated_for};
use latchkey_core::{
    Client, ControllerUrl, CoreVersion, Error, GeneratedToken, NewTokenRequest, Owner, Reply, TransportError,
    Unconfirmed, script,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::storage::Snapshot;
use super::transport::{PendingReply, RouteTransport, SLOW_AFTER};
use super::{
    Popup, access, browser, dom, focus, js_object, protocol, spawn, storage, terminal, tokens_page, wait,
};
use crate::effect::{Effect, Later, Now, RequestContext};
use crate::event::Event;
use crate::model::access::{BlockReason, DirectAccess};
use crate::model::journal::{JournalEntry, PendingOutcome, Via};
use crate::model::page::{LookFailure, PageReport};
use crate::model::popup_context::{PopupContext, Preparation};
use crate::model::session::CookieStore;
use crate::view::Id;

/// After how long a page that does not let itself be looked at counts as busy, in milliseconds.
const BUSY_AFTER: i32 = 3_000;

/// Looks at the tab and at what earlier popups left.
pub(super) async fn open(popup: &Popup) {
    let (snapshot, policy) = (Snapshot::take(), storage::managed_policy());
    let tab = active_tab().await;
    let mut look = pin!(protocol::look(id_of(&tab)));
    // The page is asked while storage answers.
    let early = wait::poll_once(look.as_mut()).await;
    let snapshot = snapshot.await;
    popup.dispatch(Event::Prepared(Box::new(Preparation {
        store: store_of(&tab),
        address: access::address_of(&tab),
        policy: policy.await,
        settings: snapshot.settings().unwrap_or_default(),
        drafts: snapshot.drafts(),
    })));
    let report = match early {
        Some(report) => report,
        None => wait::within(look.as_mut(), BUSY_AFTER).await.unwrap_or(Err(LookFailure::Busy)),
    };
    let is_busy = report == Err(LookFailure::Busy);
    popup.dispatch(Event::Opened(Box::new(context(&tab, report, snapshot).await)));
    if is_busy {
        // Everything may be another by then, the page's address included.
        let (report, snapshot) = (look.await, Snapshot::take());
        let tab = active_tab().await;
        popup.dispatch(Event::Looked(Box::new(context(&tab, report, snapshot.await).await)));
    }
}

async fn active_tab() -> JsValue {
    let query = js_object::object([("active", true.into()), ("currentWindow", true.into())]);
    let tabs = JsFuture::from(browser::query_tabs(&query)).await.unwrap_or(JsValue::UNDEFINED);
    js_object::property(&tabs, "0")
}

fn id_of(tab: &JsValue) -> i32 {
    js_object::property(tab, "id").as_f64().map_or(-1, |id| id as i32)
}

fn store_of(tab: &JsValue) -> CookieStore {
    CookieStore {
        private: js_object::property(tab, "incognito").is_truthy(),
        container: js_object::property(tab, "cookieStoreId").as_string(),
    }
}

async fn context(tab: &JsValue, report: Result<PageReport, LookFailure>, snapshot: Snapshot) -> PopupContext {
    let store = store_of(tab);
    let address = access::address_of(tab);
    let origin = address.as_ref().or(report.as_ref().ok()).map(|report| &report.origin);
    let here = |entry: &JournalEntry| origin.is_some_and(|origin| entry.session.is_at(origin, &store));
    storage::drop_old_errors(&snapshot);
    let (entries, unreadable) = snapshot.journal();
    let mut journal = Vec::new();
    for entry in entries.into_iter().filter(here) {
        let pending = pending_outcome_of(&entry, &snapshot).await;
        journal.push((entry, pending));
    }
    let direct = match &address {
        Some(address) => access::direct_access(&store, address).await,
        None => None,
    };
    PopupContext {
        tab: id_of(tab),
        store,
        report,
        address,
        direct: direct.unwrap_or(DirectAccess::Blocked(BlockReason::NoAddress)),
        held: snapshot.tokens(),
        journal,
        unreadable,
        copy_as: snapshot.copy_as(),
        remembered: snapshot.remembered(),
        reminders: snapshot.reminders(),
    }
}

async fn pending_outcome_of(entry: &JournalEntry, snapshot: &Snapshot) -> PendingOutcome {
    let Some(tab) = snapshot.tab_of(&entry.id) else { return PendingOutcome::Unknown };
    // Asked in this order, a reply that arrives in between is seen.
    let under_way = protocol::is_under_way(tab, &entry.id).await;
    if let Some(reply) = storage::stored_reply(&entry.id).await {
        PendingOutcome::Answered(read_stored(entry, reply))
    } else if under_way == Some(false) {
        PendingOutcome::Unknown
    } else {
        PendingOutcome::UnderWay
    }
}

fn read_stored(
    entry: &JournalEntry,
    reply: Result<Reply, TransportError>,
) -> Result<GeneratedToken, Unconfirmed> {
    let reply = reply?;
    match (&entry.owner, entry.via) {
        (Owner::Me, _) => read_generated(&reply),
        (Owner::User(user), Via::Api) => read_generated_for(user, &reply),
        (Owner::User(user), Via::ScriptConsole) => script::read_generated(user, entry.expiry, &reply),
    }
}

async fn generate(
    client: &Client<RouteTransport>,
    request: &NewTokenRequest,
    entry: &JournalEntry,
) -> Result<GeneratedToken, Unconfirmed> {
    match (&entry.owner, entry.via) {
        (Owner::Me, _) => client.generate(request).await,
        (Owner::User(user), Via::Api) => client.generate_for(user, request).await,
        (Owner::User(user), Via::ScriptConsole) => client.generate_by_script(user, request).await,
    }
}

pub(super) fn perform(popup: &Popup, effect: Effect) {
    match effect {
        Effect::Now(now) => perform_now(popup, now),
        Effect::Later(later) => {
            let popup = popup.clone();
            spawn(async move { perform_later(&popup, later).await });
        }
    }
}

fn perform_now(popup: &Popup, effect: Now) {
    match effect {
        Now::Focus(Id::Name) => focus::name(&popup.state.borrow()),
        Now::Focus(id) => dom::focus(id),
        Now::SelectName => focus::select_name(),
        Now::FocusRow(button, uuid) => focus::row(popup, button, &uuid),
        Now::SaveDraft(draft) => storage::save_draft(&draft),
        Now::ClearDraft(key) => storage::clear_draft(&key),
        Now::BypassPage => {
            let _ = popup.bypass.resolve.call0(&JsValue::UNDEFINED);
        }
        Now::RequestAccess(host) => {
            let answer = browser::request_permissions(&access::origins(&host));
            let popup = popup.clone();
            spawn(async move {
                popup.dispatch(Event::AccessAnswered(access::says_yes(answer).await));
            });
        }
        Now::RequestTransmission => {
            let answer = terminal::request_transmission();
            let popup = popup.clone();
            spawn(async move { popup.dispatch(Event::TransmissionAnswered(answer.await)) });
        }
        Now::Copy(id, text) => {
            let written = dom::window().navigator().clipboard().write_text(text.reveal());
            let popup = popup.clone();
            spawn(async move {
                let copied = JsFuture::from(written).await.is_ok();
                popup.dispatch(Event::CopyEnded(id, copied));
            });
        }
    }
}

async fn perform_later(popup: &Popup, effect: Later) {
    let tab = popup.state.borrow().tab.as_ref().map_or(-1, |tab| tab.id);
    match effect {
        Later::Recognize(roots, route) => {
            popup.dispatch(Event::Recognized(recognize(RouteTransport::new(popup, tab, route), roots).await))
        }
        Later::AskIdentity(context) => {
            popup.dispatch(Event::IdentityArrived(client(popup, tab, &context).me().await));
        }
        Later::ReadPolicy => popup.dispatch(Event::PolicyRead(storage::managed_policy().await)),
        Later::Generate { context, request, entry } => {
            spawn({
                let (popup, id) = (popup.clone(), entry.id.clone());
                async move {
                    wait::pause(SLOW_AFTER).await;
                    popup.dispatch(Event::StillWaiting(id));
                }
            });
            let end = match storage::record_request(&entry, tab).await {
                Ok(()) => {
                    let transport = RouteTransport::new(popup, tab, context.route).storing(&entry.id);
                    generate(&Client::new(context.controller, transport), &request, &entry).await
                }
                Err(_) => Err(TransportError::NotRecorded.into()),
            };
            popup.dispatch(Event::Generated(*entry, end));
        }
        Later::AwaitReply(entry) => {
            let carrier = Snapshot::take().await.tab_of(&entry.id).unwrap_or(tab);
            let reply = PendingReply::listen(popup, &entry.id, carrier).arrive().await;
            let end = read_stored(&entry, reply);
            popup.dispatch(Event::Generated(*entry, end));
        }
        Later::List(context, scope) => {
            let listing = tokens_page::list(popup, tab, &scope, &context).await;
            popup.dispatch(Event::Listed(scope, listing));
        }
        Later::UpdateEntry(entry) => _ = storage::update_entry(&entry),
        Later::Rename { context, scope, token, name } => {
            let client = client(popup, tab, &context);
            let end = client.rename(&context.act_as, &scope.owner, &token.uuid, &name).await;
            let listing = tokens_page::list(popup, tab, &scope, &context).await;
            popup.dispatch(Event::Renamed { scope, token, end, listing });
        }
        Later::Revoke { context, scope, tokens } => {
            let client = client(popup, tab, &context);
            let mut ends = Vec::new();
            for token in tokens {
                let end = client.revoke(&context.act_as, &scope.owner, &token.uuid).await;
                ends.push((token, end));
                popup.dispatch(Event::RevokeProgress(ends.len()));
            }
            let listing = tokens_page::list(popup, tab, &scope, &context).await;
            popup.dispatch(Event::Revoked { scope, ends, listing });
        }
        Later::StoreReminder(reminder) => storage::store_reminder(&reminder),
        Later::DropReminders(keys) => storage::drop_reminders(&keys),
        Later::StoreCopyAs(format) => {
            _ = storage::store_setting("copyAs", format.identifier().into());
        }
        Later::StoreRemembered(urls) => {
            _ = storage::store_setting("remembered", js_object::texts(&urls));
        }
        Later::ReadTerminal(address) => {
            popup.dispatch(Event::TerminalRead(terminal::read(&address).await));
        }
        Later::TellTerminal { address, message, token } => {
            if let Some(token) = token {
                storage::store_token(&token).await;
            }
            let answer = terminal::tell(&address, &message).await;
            popup.dispatch(Event::TerminalAnswered(message.receipt, answer));
        }
        Later::StoreToken(token) => storage::store_token(&token).await,
        Later::UpdateToken(token) => _ = storage::update_token(&token),
        Later::Forget(key) => storage::forget(&key),
        Later::ClearRequest(id) => _ = storage::clear_request(&id),
        Later::Verify { context, id, user, token } => {
            let verification = client(popup, tab, &context).verify(&user, &token).await;
            popup.dispatch(Event::Verified(id, verification));
        }
        Later::Navigate(url) => {
            let _ = JsFuture::from(browser::update_tab(tab, &js_object::object([("url", url.into())]))).await;
            let _ = dom::window().close();
        }
    }
}

/// A client for requests whose reply need not be stored.
fn client(popup: &Popup, tab: i32, context: &RequestContext) -> Client<RouteTransport> {
    Client::new(context.controller.clone(), RouteTransport::new(popup, tab, context.route))
}

/// Asks each root whether it is Jenkins; the first that is ends it.
async fn recognize(
    transport: RouteTransport,
    candidates: Vec<ControllerUrl>,
) -> Result<(ControllerUrl, Option<CoreVersion>), Error> {
    let mut last = Error::NotJenkins;
    for candidate in candidates {
        match Client::new(candidate.clone(), transport.clone()).whoami().await {
            Ok((_, version)) => return Ok((candidate, version)),
            Err(error) => last = error,
        }
    }
    Err(last)
}
