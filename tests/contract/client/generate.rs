//! Creating a token for oneself.

use latchkey_core::{Client, CrumbSource, Error, NewTokenRequest, Outcome, Unconfirmed};
use latchkey_native::block_on;
use latchkey_tests::RecordedTransport;

use super::context::sent_by;
use super::{everywhere, skip};

pub(super) const GENERATE: &str =
    "POST me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
pub(super) const ME: &str = "GET me/api/json?tree=id,fullName";
pub(super) const CRUMB_ISSUER: &str = "GET crumbIssuer/api/json";

#[test]
fn crumb_of_the_page_needs_one_request() {
    everywhere(|context| {
        if context.session.page.crumb == CrumbSource::Controller {
            skip(context, "its pages carry no crumb");
            return;
        }
        let order = context.order("one request");
        let token = context.generate(&order).unwrap();
        assert_eq!(context.sent(), [GENERATE]);
        assert_eq!(token.name, order.name.as_str());
        let (prefix, digits) = token.value.reveal().split_at(2);
        assert_eq!((prefix, digits.len()), ("11", 32));
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
        let made: Vec<_> = context.made().into_iter().map(|token| token.uuid).collect();
        assert_eq!(made, [token.uuid]);
    });
}

#[test]
fn without_a_page_the_user_is_checked_first() {
    everywhere(|context| {
        let order = NewTokenRequest { crumb: CrumbSource::Controller, ..context.order("no page") };
        context.generate(&order).unwrap();
        assert_eq!(context.sent(), [CRUMB_ISSUER, ME, GENERATE]);
        assert_eq!(context.names_made(), ["no page"]);
    });
}

#[test]
fn names_are_stored_and_listed_as_they_are() {
    everywhere(|context| {
        let names = [
            "<b>bold</b> & \"quoted\" 'too' <script>alert(1)</script>".to_owned(),
            "emoji 🔑👩‍💻, 令牌, e\u{301}, \u{202e}right to left\u{202c}".to_owned(),
            "a/b\\c %41 + ; = ${x} {{y}} __UUID__".to_owned(),
            "x".repeat(1_000),
        ];
        for name in &names {
            let order = context.order(name);
            let token = context.generate(&order).unwrap();
            assert_eq!(token.name, order.name.as_str());
            let listed = context.made().into_iter().find(|row| row.uuid == token.uuid).unwrap();
            assert_eq!(listed.name, order.name.as_str());
        }
    });
}

#[test]
fn two_tokens_may_share_a_name() {
    everywhere(|context| {
        let (one, other) = (context.token("twice"), context.token("twice"));
        assert_ne!(one.uuid, other.uuid);
        assert_ne!(one.value, other.value);
        assert_eq!(context.names_made(), ["twice", "twice"]);
    });
}

#[test]
fn nothing_is_created_after_the_session_ended() {
    everywhere(|context| {
        let nobody = RecordedTransport::new(&context.controller.root);
        let client = Client::new(context.controller.root.clone(), nobody.clone());
        let error = block_on(client.generate(&context.order("no session"))).unwrap_err();
        assert!(matches!(error, Unconfirmed { cause: Error::SignedOut { .. }, outcome: Outcome::NotDone }));
        let sent = sent_by(&nobody, context);
        // At most one request with the page's crumb, then requests for a crumb and the user until one shows that the
        // session has ended.
        let questions = sent.strip_prefix(&[GENERATE.to_owned()]).unwrap_or(&sent);
        assert!(
            [CRUMB_ISSUER, ME].iter().zip(questions).all(|(allowed, asked)| allowed == asked),
            "{sent:?}"
        );
        assert!(questions.len() <= 2, "{sent:?}");
        assert_eq!(context.names_made(), [""; 0]);
    });
}
