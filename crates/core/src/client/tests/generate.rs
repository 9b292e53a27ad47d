//! Making a token.

use proptest::prelude::*;

use super::*;
use crate::error::{Outcome, Unconfirmed};
use crate::http::{Method, Retry};
use crate::token::{Expiry, Lifetime, TokenName};

const GENERATE: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
const TOKEN: &str = r#"{"status":"ok","data":{"tokenName":"n","tokenUuid":"u-1","tokenValue":"11aa","expirationDate":"12/24/26"}}"#;

fn order() -> NewTokenRequest {
    NewTokenRequest {
        name: TokenName::new("n").unwrap(),
        expiry: Expiry::Days(30),
        crumb: CrumbSource::Page(Crumb::new("Jenkins-Crumb", "of-the-page").unwrap()),
        expected_user: Some(UserId::new("alice")),
    }
}

#[test]
fn one_request_on_an_ordinary_page() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    let token = run(client.generate(&order())).unwrap();
    assert_eq!(token.value.reveal(), "11aa");
    assert_eq!(token.lifetime, Lifetime::Until("12/24/26".to_owned()));
    assert_eq!(paths(&client), [GENERATE]);
    assert_eq!(header(&client, 0, "Jenkins-Crumb").as_deref(), Some("of-the-page"));
    let asked = client.transport.asked.borrow();
    assert_eq!(asked[0].method(), Method::Post);
    assert_eq!(asked[0].form(), Some("newTokenName=n&expirationDuration=30"));
    assert_eq!(asked[0].retry(), Retry::Never);
}

#[test]
fn a_page_without_crumb_makes_sure_of_the_user_first() {
    let client = Script::default().json(FRESH_CRUMB).json(ALICE).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Controller, ..order() })).unwrap();
    assert_eq!(paths(&client), [CRUMB_ISSUER, ME, GENERATE]);
    assert_eq!(header(&client, 2, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn without_csrf_protection_no_crumb_is_sent() {
    let client = Script::default()
        .answers(404, &[HTML, JENKINS], "")
        .json(ALICE)
        .answers(200, &[JSON], TOKEN)
        .client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Controller, ..order() })).unwrap();
    assert_eq!(header(&client, 2, "Jenkins-Crumb"), None);
}

#[test]
fn a_refused_crumb_is_replaced_for_the_same_user() {
    let client =
        Script::default().refuses_crumb().json(FRESH_CRUMB).json(ALICE).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&order())).unwrap();
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, ME, GENERATE]);
    assert_eq!(header(&client, 3, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn then_the_crumb_travels_as_a_form_field_once() {
    let client = Script::default()
        .refuses_crumb()
        .json(FRESH_CRUMB)
        .json(ALICE)
        .refuses_crumb()
        .answers(200, &[JSON], TOKEN)
        .client();
    run(client.generate(&order())).unwrap();
    assert_eq!(header(&client, 4, "Jenkins-Crumb"), None);
    let form = client.transport.asked.borrow()[4].form().map(str::to_owned);
    assert_eq!(form.as_deref(), Some("newTokenName=n&expirationDuration=30&Jenkins-Crumb=fresh"));
}

#[test]
fn a_token_needs_neither_crumb_nor_question() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::ApiToken, expected_user: None, ..order() }))
        .unwrap();
    assert_eq!(paths(&client), [GENERATE]);
    assert_eq!(header(&client, 0, "Jenkins-Crumb"), None);
}

#[test]
fn a_password_needs_a_crumb_and_no_question() {
    let client = Script::default().json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Password, expected_user: None, ..order() }))
        .unwrap();
    assert_eq!(paths(&client), [CRUMB_ISSUER, GENERATE]);
    assert_eq!(header(&client, 1, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn a_password_that_looks_like_a_token_gets_its_crumb() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::ApiToken, expected_user: None, ..order() }))
        .unwrap();
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, GENERATE]);
}

#[test]
fn a_host_that_cannot_prove_itself_was_sent_nothing() {
    let end = TransportError::Untrusted { reason: "expired".to_owned() };
    let client = Script::default().ends(Err(end)).client();
    assert_eq!(run(client.generate(&order())).unwrap_err().outcome, Outcome::NotDone);
}

#[test]
fn a_crumb_refused_in_every_way_is_the_end() {
    let client = Script::default()
        .refuses_crumb()
        .json(FRESH_CRUMB)
        .json(ALICE)
        .refuses_crumb()
        .refuses_crumb()
        .client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::CrumbRefused));
    assert_eq!(paths(&client).len(), 5);
}

#[test]
fn nothing_is_made_for_somebody_else() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotDone);
    let Error::UserChanged { expected: Some(expected), now } = error.cause else {
        panic!("{:?}", error.cause)
    };
    assert_eq!((expected.as_str(), now.id.as_str()), ("alice", "bob"));
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, ME]);
}

#[test]
fn a_session_that_ended_is_told() {
    let client = Script::default().refuses_crumb().says_anonymous().client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::SignedOut));
}

#[test]
fn an_end_without_a_believed_reply_may_have_made_a_token() {
    let ends = [
        Err(TransportError::TimedOut),
        Err(TransportError::PageGone),
        Err(TransportError::NoAnswer { reason: "reset".to_owned() }),
        Ok(Reply::new(500, vec![("X-Jenkins".to_owned(), "2.579".to_owned())], String::new())),
        Ok(Reply::new(502, Vec::new(), "<html>bad gateway".to_owned())),
        Ok(Reply::new(408, Vec::new(), "<html>time-out".to_owned())),
        Ok(Reply::new(200, Vec::new(), r#"{"status":"ok","data":{"tok"#.to_owned())),
        Ok(Reply::new(200, vec![("Content-Type".to_owned(), "text/html".to_owned())], "<html>".to_owned())),
        Ok(Reply::new(204, Vec::new(), String::new())),
    ];
    for end in ends {
        let shown = format!("{end:?}");
        let client = Script::default().ends(end).client();
        let error = run(client.generate(&order())).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{shown}");
        assert_eq!(paths(&client).len(), 1, "sent again after {shown}");
    }
}

#[test]
fn a_refusal_made_nothing() {
    let ends = [
        Err(TransportError::NotSent { reason: "no tab".to_owned() }),
        Ok(Reply::opaque_redirect()),
        Ok(Reply::new(302, Vec::new(), String::new())),
        Ok(Reply::new(403, Vec::new(), String::new())),
        Ok(Reply::new(404, Vec::new(), String::new())),
        Ok(Reply::new(405, Vec::new(), String::new())),
        Ok(Reply::new(429, Vec::new(), String::new())),
        Ok(Reply::new(200, Vec::new(), r#"{"status":"error","message":"no"}"#.to_owned())),
    ];
    for end in ends {
        let shown = format!("{end:?}");
        let client = Script::default().ends(end).client();
        let error = run(client.generate(&order())).unwrap_err();
        assert_eq!(error.outcome, Outcome::NotDone, "{shown}");
    }
}

#[test]
fn failing_to_ask_after_a_refusal_made_nothing() {
    let client = Script::default().refuses_crumb().ends(Err(TransportError::TimedOut)).client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error.cause, Error::Transport(TransportError::TimedOut));
    assert_eq!(error.outcome, Outcome::NotDone);
}

const FOR_BOB: &str = "user/bob%20smith/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";

#[test]
fn for_another_user_by_that_users_own_api() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    let token = run(client.generate_for(&UserId::new("bob smith"), &order())).unwrap();
    assert_eq!(token.value.reveal(), "11aa");
    assert_eq!(paths(&client), [FOR_BOB]);
}

#[test]
fn for_another_user_where_only_the_owner_may() {
    let client = Script::default().answers(403, &[], "").client();
    let error = run(client.generate_for(&UserId::new("bob smith"), &order())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::OwnerOnly));
}

#[test]
fn for_an_unknown_user() {
    for headers in [&[HTML, JENKINS][..], &[HTML]] {
        let client = Script::default().answers(404, headers, "<html>").client();
        let error = run(client.generate_for(&UserId::new("bob"), &order())).unwrap_err();
        let cause = Error::UnknownUser(UserId::new("bob"));
        assert_eq!(error, Unconfirmed::not_done(cause));
    }
    let client = Script::default().client();
    let error = run(client.generate_for(&UserId::new(".."), &order())).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotDone);
    assert_eq!(paths(&client), [""; 0]);
}

#[test]
fn for_another_user_a_fresh_crumb_still_needs_the_same_person() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.generate_for(&UserId::new("bob smith"), &order())).unwrap_err();
    assert!(matches!(error.cause, Error::UserChanged { .. }));
    assert_eq!(paths(&client), [FOR_BOB, CRUMB_ISSUER, ME]);
}

proptest! {
    #[test]
    fn any_name_arrives_as_it_was(text in "\\PC{1,60}") {
        if let Ok(name) = TokenName::new(&text) {
            let client = Script::default().answers(200, &[JSON], TOKEN).client();
            run(client.generate(&NewTokenRequest { name: name.clone(), ..order() })).unwrap();
            let form = form(&client, 0).unwrap();
            prop_assert!(form.is_ascii());
            let fields: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
            prop_assert_eq!(fields[0].1.as_ref(), name.as_str());
        }
    }
}
