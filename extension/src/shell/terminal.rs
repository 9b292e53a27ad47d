//! Asks the terminal that waits on this computer, through `background.js`, and seals what it is told.

use js_sys::{Array, Promise, Uint8Array};
use latchkey_core::login::{Answer, LoginAddress, LoginRequest, Message, binding};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{access, browser, js_object, storage};
use crate::model::object::Object;
use crate::model::terminal::ReadFailure;

#[wasm_bindgen]
extern "C" {
    /// Loads `seal.js`, by way of `popup.js`.
    #[wasm_bindgen(js_name = loadSeal)]
    fn load_seal() -> Promise;

    type Seal;

    #[wasm_bindgen(method)]
    fn hash(this: &Seal, data: Uint8Array) -> Promise;

    #[wasm_bindgen(method)]
    fn seal(this: &Seal, recipient: Uint8Array, info: Uint8Array, text: &str) -> Promise;
}

/// A request as it was fetched, and where from.
struct Fetched {
    url: String,
    text: String,
}

/// The request of the terminal at this address.
pub(super) async fn read(address: &LoginAddress) -> Result<Box<LoginRequest>, ReadFailure> {
    let fetched = fetch(address).await?;
    LoginRequest::parse(&fetched.text).map(Box::new).map_err(|_| ReadFailure::Unreadable)
}

/// Sends a message to the terminal at this address. The answer is `None` unless it can be believed. A token's terminal may
/// have answered an earlier popup already.
pub(super) async fn tell(address: &LoginAddress, message: &Message) -> Option<Answer> {
    let id = message.token.as_ref().map(|_| message.receipt.as_str());
    let mut answer = match id {
        Some(id) => storage::stored_answer(id).await.and_then(|text| Answer::parse(&text, &message.receipt)),
        None => None,
    };
    if answer.is_none() {
        let text = send(address, message, id).await;
        answer = text.and_then(|text| Answer::parse(&text, &message.receipt));
    }
    if let Some(id) = id
        && !matches!(answer, Some(Answer::Saved { .. }))
    {
        // It has been read, and the token may be sent again.
        let _ = JsFuture::from(storage::drop_answer(id)).await;
    }
    answer
}

async fn send(address: &LoginAddress, message: &Message, id: Option<&str>) -> Option<String> {
    let Fetched { url, text } = fetch(address).await.ok()?;
    let request = LoginRequest::parse(&text).ok()?;
    let (key, info) = (&request.key.as_bytes()[..], &binding(&text)[..]);
    let sealed = sealer().await?.seal(key.into(), info.into(), message.to_json().reveal());
    let sealed = JsFuture::from(sealed).await.ok()?;
    ask(&[url], [("id", id.into()), ("body", sealed)]).await.text("text")
}

/// Fetches the request. It is believed only if its hash is that of the address.
async fn fetch(address: &LoginAddress) -> Result<Fetched, ReadFailure> {
    let answer = ask(&address.loopback_urls(), []).await;
    let fetched = answer.text("url").zip(answer.text("text")).map(|(url, text)| Fetched { url, text });
    let fetched = fetched.ok_or(ReadFailure::OutOfReach)?;
    let is_asked_for = hash(&binding(&fetched.text)).await.as_deref() == Some(address.id.as_str());
    if is_asked_for { Ok(fetched) } else { Err(ReadFailure::OutOfReach) }
}

async fn hash(data: &[u8]) -> Option<String> {
    JsFuture::from(sealer().await?.hash(data.into())).await.ok()?.as_string()
}

async fn sealer() -> Option<Seal> {
    JsFuture::from(load_seal()).await.ok().map(JsCast::unchecked_into)
}

async fn ask<const N: usize>(urls: &[String], more: [(&str, JsValue); N]) -> JsValue {
    let mut question = js_object::object(more);
    question.set_text("kind", "ask");
    question.set_object("urls", js_object::texts(urls));
    JsFuture::from(browser::send_message(&question)).await.unwrap_or(JsValue::UNDEFINED)
}

/// Whether the browser may transmit a token to a terminal. Firefox asks the person, within a click or key press.
pub(super) fn request_transmission() -> impl Future<Output = bool> {
    let kinds = Array::of1(&"authenticationInfo".into());
    let permission = js_object::object([("data_collection", kinds.into())]);
    let asked = access::asks_for_permissions().then(|| browser::request_permissions(&permission));
    async move {
        match asked {
            None => true,
            // Outside of a click nothing is asked, but an earlier answer counts.
            Some(asked) => {
                access::says_yes(asked).await || access::says_yes(browser::has_permissions(&permission)).await
            }
        }
    }
}
