//! Creating a token.

use proptest::prelude::*;

use super::*;
use crate::error::{Outcome, Unconfirmed};
use crate::http::{Method, Retry};
use crate::token::{Expiry, Lifetime, TokenName};

const GENERATE: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
const TOKEN: &str = r#"{"status":"ok","data":{"tokenName":"n","tokenUuid":"u-1","tokenValue":"11aa","expirationDate":"12/24/26"}}"#;

fn request() -> NewTokenRequest {
    NewTokenRequest {
        name: TokenName::new("n").unwrap(),
        expiry: Expiry::Days(30),
        crumb: CrumbSource::Page(Crumb::new("Jenkins-Crumb", "of-the-page").unwrap()),
        expected_user: Some(UserId::new("alice")),
    }
}

#[test]
fn a_page_with_a_crumb_needs_one_request() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    let token = run(client.generate(&request())).unwrap();
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
fn a_page_without_a_crumb_asks_for_crumb_and_user_first() {
    let client = Script::default().json(FRESH_CRUMB).json(ALICE).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Controller, ..request() })).unwrap();
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
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Controller, ..request() })).unwrap();
    assert_eq!(header(&client, 2, "Jenkins-Crumb"), None);
}

#[test]
fn a_refused_crumb_is_replaced_for_the_same_user() {
    let client =
        Script::default().refuses_crumb().json(FRESH_CRUMB).json(ALICE).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&request())).unwrap();
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, ME, GENERATE]);
    assert_eq!(header(&client, 3, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn a_crumb_refused_as_a_header_is_sent_once_as_a_form_field() {
    let client = Script::default()
        .refuses_crumb()
        .json(FRESH_CRUMB)
        .json(ALICE)
        .refuses_crumb()
        .answers(200, &[JSON], TOKEN)
        .client();
    run(client.generate(&request())).unwrap();
    assert_eq!(header(&client, 4, "Jenkins-Crumb"), None);
    let form = client.transport.asked.borrow()[4].form().map(str::to_owned);
    assert_eq!(form.as_deref(), Some("newTokenName=n&expirationDuration=30&Jenkins-Crumb=fresh"));
}

#[test]
fn an_api_token_needs_no_crumb_and_no_check_of_the_user() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::ApiToken, expected_user: None, ..request() }))
        .unwrap();
    assert_eq!(paths(&client), [GENERATE]);
    assert_eq!(header(&client, 0, "Jenkins-Crumb"), None);
}

#[test]
fn a_password_needs_a_crumb_and_no_check_of_the_user() {
    let client = Script::default().json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::Password, expected_user: None, ..request() }))
        .unwrap();
    assert_eq!(paths(&client), [CRUMB_ISSUER, GENERATE]);
    assert_eq!(header(&client, 1, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn a_password_that_looks_like_a_token_gets_a_crumb_after_the_refusal() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&NewTokenRequest { crumb: CrumbSource::ApiToken, expected_user: None, ..request() }))
        .unwrap();
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, GENERATE]);
}

#[test]
fn nothing_is_created_by_a_host_without_a_valid_certificate() {
    let end = TransportError::Untrusted { reason: "expired".to_owned() };
    let client = Script::default().ends(Err(end)).client();
    assert_eq!(run(client.generate(&request())).unwrap_err().outcome, Outcome::NotDone);
}

#[test]
fn a_crumb_refused_in_every_place_is_an_error() {
    let client = Script::default()
        .refuses_crumb()
        .json(FRESH_CRUMB)
        .json(ALICE)
        .refuses_crumb()
        .refuses_crumb()
        .client();
    let error = run(client.generate(&request())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::CrumbRefused));
    assert_eq!(paths(&client).len(), 5);
}

#[test]
fn nothing_is_created_for_another_user() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.generate(&request())).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotDone);
    let Error::UserChanged { expected: Some(expected), now } = error.cause else {
        panic!("{:?}", error.cause)
    };
    assert_eq!((expected.as_str(), now.id.as_str()), ("alice", "bob"));
    assert_eq!(paths(&client), [GENERATE, CRUMB_ISSUER, ME]);
}

#[test]
fn an_expired_session_is_reported_as_signed_out() {
    let client = Script::default().refuses_crumb().says_anonymous().client();
    let error = run(client.generate(&request())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::SignedOut { sign_in: None }));
}

#[test]
fn without_a_reply_that_denies_it_the_outcome_is_unknown() {
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
        let error = run(client.generate(&request())).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{shown}");
        assert_eq!(paths(&client).len(), 1, "sent again after {shown}");
    }
}

#[test]
fn a_token_whose_value_is_unusable_was_created() {
    let client = Script::default().json(&TOKEN.replace("11aa", "11 aa")).client();
    let error = run(client.generate(&request())).unwrap_err();
    assert_eq!(error, Unconfirmed { cause: Error::UnusableToken, outcome: Outcome::Done });
    assert_eq!(paths(&client), [GENERATE]);
}

#[test]
fn after_a_refusal_nothing_is_created() {
    let ends = [
        Script::default().ends(Err(TransportError::NotSent { reason: "no tab".to_owned() })),
        Script::default().answers(401, &[("WWW-Authenticate", "Basic realm=\"Jenkins\"")], ""),
        Script::default().says_anonymous(),
        Script::default().answers(404, &[HTML, JENKINS], "<html>"),
        Script::default().json(r#"{"status":"error","message":"no"}"#),
    ];
    for script in ends {
        let error = run(script.client().generate(&request())).unwrap_err();
        assert_eq!(error.outcome, Outcome::NotDone, "{}", error.cause);
    }
}

#[test]
fn a_reply_that_is_not_jenkins_own_leaves_the_outcome_unknown() {
    let mut ends = vec![Reply::opaque_redirect(), Reply::new(403, Vec::new(), String::new())];
    ends.extend([302, 400, 401, 403, 404, 405, 406, 413, 429, 431, 502, 503, 504].map(|status| {
        Reply::new(status, vec![(HTML.0.to_owned(), HTML.1.to_owned())], "<html>nginx".to_owned())
    }));
    for end in ends {
        let shown = format!("{end:?}");
        let error = run(Script::default().ends(Ok(end)).client().generate(&request())).unwrap_err();
        assert_eq!(error.outcome, Outcome::Unknown, "{shown}");
    }
}

#[test]
fn after_a_refused_crumb_a_failed_check_of_the_user_created_nothing() {
    let client = Script::default().refuses_crumb().ends(Err(TransportError::TimedOut)).client();
    let error = run(client.generate(&request())).unwrap_err();
    assert_eq!(error.cause, Error::Transport(TransportError::TimedOut));
    assert_eq!(error.outcome, Outcome::NotDone);
}

const FOR_BOB: &str = "user/bob%20smith/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";

#[test]
fn creates_another_users_token_by_the_api_of_that_user() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    let token = run(client.generate_for(&UserId::new("bob smith"), &request())).unwrap();
    assert_eq!(token.value.reveal(), "11aa");
    assert_eq!(paths(&client), [FOR_BOB]);
}

#[test]
fn reports_that_only_the_owner_may_create_the_token() {
    let client = Script::default().answers(403, &[], "").client();
    let error = run(client.generate_for(&UserId::new("bob smith"), &request())).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::OwnerOnly));
}

#[test]
fn reports_an_unknown_user() {
    for (headers, outcome) in [(&[HTML, JENKINS][..], Outcome::NotDone), (&[HTML], Outcome::Unknown)] {
        let client = Script::default().answers(404, headers, "<html>").client();
        let error = run(client.generate_for(&UserId::new("bob"), &request())).unwrap_err();
        let cause = Error::UnknownUser(UserId::new("bob"));
        assert_eq!(error, Unconfirmed { cause, outcome });
    }
    let client = Script::default().client();
    let error = run(client.generate_for(&UserId::new(".."), &request())).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotDone);
    assert_eq!(paths(&client), [""; 0]);
}

#[test]
fn a_proxy_that_refuses_the_user_id_is_not_taken_for_an_unknown_user() {
    for (status, id) in [(404, "a/b"), (400, "DOMAIN\\alice"), (404, "50%")] {
        let client = Script::default().answers(status, &[HTML], "<html>Apache").client();
        let user = UserId::new(id);
        let error = run(client.generate_for(&user, &request())).unwrap_err();
        assert_eq!(error, Unconfirmed::not_done(Error::UserIdBlocked(user)));
    }
}

#[test]
fn for_another_users_token_the_session_must_still_be_the_administrators() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.generate_for(&UserId::new("bob smith"), &request())).unwrap_err();
    assert!(matches!(error.cause, Error::UserChanged { .. }));
    assert_eq!(paths(&client), [FOR_BOB, CRUMB_ISSUER, ME]);
}

proptest! {
    #[test]
    fn any_name_is_sent_unchanged(text in "\\PC{1,60}") {
        if let Ok(name) = TokenName::new(&text) {
            let client = Script::default().answers(200, &[JSON], TOKEN).client();
            run(client.generate(&NewTokenRequest { name: name.clone(), ..request() })).unwrap();
            let form = form(&client, 0).unwrap();
            prop_assert!(form.is_ascii());
            let fields: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
            prop_assert_eq!(fields[0].1.as_ref(), name.as_str());
        }
    }
}
