//! Renaming and revoking.

use super::*;
use crate::http::{Method, Retry};
use crate::{Outcome, Owner, TokenName, Unconfirmed};

const RENAME: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/rename";
const REVOKE: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/revoke";

fn name() -> TokenName {
    TokenName::new("new name").unwrap()
}

fn rename(script: Script) -> Result<(), Unconfirmed> {
    run(script.client().rename(&alice(), &Owner::Me, "u-1", &name()))
}

fn revoke(script: Script) -> Result<(), Unconfirmed> {
    run(script.client().revoke(&alice(), &Owner::Me, "u-1"))
}

#[test]
fn renames_with_one_request() {
    let client = Script::default().answers(200, &[JSON], r#"{"status":"ok"}"#).client();
    run(client.rename(&alice(), &Owner::Me, "u-1", &name())).unwrap();
    assert_eq!(paths(&client), [RENAME]);
    assert_eq!(form(&client, 0).as_deref(), Some("tokenUuid=u-1&newName=new+name"));
    assert_eq!(header(&client, 0, "Jenkins-Crumb").as_deref(), Some("of-the-page"));
    let asked = client.transport.asked.borrow();
    assert_eq!((asked[0].method(), asked[0].retry()), (Method::Post, Retry::Safe));
}

#[test]
fn accepts_the_empty_reply_of_old_versions_to_a_rename() {
    assert_eq!(rename(Script::default().answers(200, &[], "")), Ok(()));
}

#[test]
fn a_rejected_rename_reports_the_message_of_jenkins() {
    let message = "No token found, try refreshing the page".to_owned();
    let body = format!(r#"{{"status":"error","message":"{message}"}}"#);
    let cause = Error::Rejected { message };
    assert_eq!(rename(Script::default().answers(200, &[JSON], &body)), Err(Unconfirmed::not_done(cause)));
}

#[test]
fn revokes_with_one_request() {
    let client = Script::default().answers(200, &[], "").client();
    run(client.revoke(&alice(), &Owner::Me, "u-1")).unwrap();
    assert_eq!(paths(&client), [REVOKE]);
    assert_eq!(form(&client, 0).as_deref(), Some("tokenUuid=u-1"));
}

#[test]
fn all_tokens_are_revoked_with_one_request() {
    let bob = Owner::User(UserId::new("bob"));
    let client = Script::default().answers(200, &[], "").answers(404, &[HTML], "<html>").client();
    run(client.revoke_all(&alice(), &bob)).unwrap();
    let path = "user/bob/descriptorByName/jenkins.security.ApiTokenProperty/revokeAll";
    assert_eq!((paths(&client), form(&client, 0)), (vec![path.to_owned()], Some(String::new())));
    let before_2_260 = run(client.revoke_all(&alice(), &bob)).unwrap_err();
    assert_eq!(before_2_260.cause, Error::UnknownUser(UserId::new("bob")));
}

#[test]
fn administrators_rename_and_revoke_for_other_users() {
    let client = Script::default().answers(200, &[], "").answers(200, &[], "").client();
    let bob = Owner::User(UserId::new("CORP\\bob"));
    run(client.rename(&alice(), &bob, "u-1", &name())).unwrap();
    run(client.revoke(&alice(), &bob, "u-1")).unwrap();
    let prefix = "user/CORP%5Cbob/descriptorByName/jenkins.security.ApiTokenProperty/";
    assert_eq!(paths(&client), [format!("{prefix}rename"), format!("{prefix}revoke")]);
}

#[test]
fn other_users_are_refused() {
    let permission = ("X-Required-Permission", "hudson.model.Hudson.Administer");
    let headers = [HTML, JENKINS, ("X-You-Are-Authenticated-As", "alice"), permission];
    let error = revoke(Script::default().answers(403, &headers, "<html>")).unwrap_err();
    assert_eq!(error.outcome, Outcome::NotDone);
    assert!(matches!(error.cause, Error::NotPermitted { user: Some(_), permission: Some(_) }));
}

#[test]
fn a_refused_crumb_is_replaced_for_the_same_user() {
    let client = Script::default()
        .refuses_crumb()
        .json(FRESH_CRUMB)
        .json(ALICE)
        .refuses_crumb()
        .answers(200, &[], "")
        .client();
    run(client.revoke(&alice(), &Owner::Me, "u-1")).unwrap();
    assert_eq!(paths(&client), [REVOKE, CRUMB_ISSUER, ME, REVOKE, REVOKE]);
    assert_eq!(header(&client, 3, "Jenkins-Crumb").as_deref(), Some("fresh"));
    assert_eq!(form(&client, 4).as_deref(), Some("tokenUuid=u-1&Jenkins-Crumb=fresh"));
}

#[test]
fn nothing_is_done_as_another_user() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.revoke(&alice(), &Owner::Me, "u-1")).unwrap_err();
    assert!(matches!(error.cause, Error::UserChanged { .. }));
    assert_eq!(error.outcome, Outcome::NotDone);
    assert_eq!(paths(&client), [REVOKE, CRUMB_ISSUER, ME]);
}

#[test]
fn an_expired_session_is_reported_as_signed_out() {
    let error = rename(Script::default().refuses_crumb().says_anonymous()).unwrap_err();
    assert_eq!(error, Unconfirmed::not_done(Error::SignedOut { sign_in: None }));
}

#[test]
fn without_a_reply_that_denies_it_the_outcome_is_unknown() {
    type End = Result<Reply, TransportError>;
    let ends: [fn() -> End; 4] = [
        || Err(TransportError::TimedOut),
        || Ok(Reply::new(500, vec![("X-Jenkins".to_owned(), "2.579".to_owned())], String::new())),
        || Ok(Reply::new(502, Vec::new(), "<html>bad gateway".to_owned())),
        || Ok(Reply::new(200, Vec::new(), "something else".to_owned())),
    ];
    for end in ends {
        for error in [rename(Script::default().ends(end())), revoke(Script::default().ends(end()))] {
            assert_eq!(error.unwrap_err().outcome, Outcome::Unknown, "{:?}", end());
        }
    }
}

#[test]
fn a_truncated_reply_to_a_rename_leaves_the_outcome_unknown() {
    let reply = Reply::new(200, Vec::new(), String::new()).truncated();
    let error = rename(Script::default().ends(Ok(reply))).unwrap_err();
    assert_eq!(error, Unconfirmed { cause: Error::UnexpectedReply, outcome: Outcome::Unknown });
}
