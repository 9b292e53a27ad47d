//! The script console.

use super::*;
use crate::http::Retry;
use crate::script::{Revocation, Script as Groovy};
use crate::token::{Expiry, Lifetime};
use crate::{NewTokenRequest, Outcome, TokenName, Unconfirmed};

const PLAIN: (&str, &str) = ("Content-Type", "text/plain;charset=utf-8");
const MADE: &str = "<<<latchkey\n{\"ok\":{\"name\":\"n\",\"uuid\":\"u-1\",\"value\":\"11aa\",\"expires\":null}}\nlatchkey>>>\n";
const DONE: &str = "<<<latchkey\n{\"ok\":true}\nlatchkey>>>\n";

fn bob() -> UserId {
    UserId::new("bob")
}

fn request() -> NewTokenRequest {
    let ActAs { crumb, expected_user } = alice();
    NewTokenRequest { name: TokenName::new("n").unwrap(), expiry: Expiry::Never, crumb, expected_user }
}

fn revoke(script: Script) -> Result<(), Unconfirmed> {
    run(script.client().revoke_by_script(&alice(), &bob(), "u-1"))
}

#[test]
fn runs_the_script_that_is_shown_to_the_person() {
    let client = Script::default().answers(200, &[PLAIN], MADE).client();
    let token = run(client.generate_by_script(&bob(), &request())).unwrap();
    assert_eq!((token.value.reveal(), token.lifetime.clone()), ("11aa", Lifetime::Never));
    assert_eq!(paths(&client), ["scriptText"]);
    assert_eq!(header(&client, 0, "Jenkins-Crumb").as_deref(), Some("of-the-page"));
    assert_eq!(client.transport.asked.borrow()[0].retry(), Retry::Never);
    let form = form(&client, 0).unwrap();
    let fields: Vec<_> = form_urlencoded::parse(form.as_bytes()).collect();
    let shown = Groovy::generate(&bob(), &request().name, Expiry::Never);
    assert_eq!(fields, [("script".into(), shown.text().into())]);
}

#[test]
fn the_session_must_still_be_of_the_expected_administrator() {
    let client = Script::default().refuses_crumb().json(FRESH_CRUMB).json(BOB).client();
    let error = run(client.generate_by_script(&bob(), &request())).unwrap_err();
    assert!(matches!(error.cause, Error::UserChanged { .. }));
    assert_eq!(error.outcome, Outcome::NotDone);
}

#[test]
fn lists_users_and_tokens() {
    let users = "<<<latchkey\n{\"ok\":{\"ids\":[\"bob\"],\"total\":1}}\nlatchkey>>>";
    let tokens = "<<<latchkey\n{\"ok\":[{\"user\":\"bob\",\"tokens\":[]}]}\nlatchkey>>>";
    let client = Script::default().answers(200, &[PLAIN], users).answers(200, &[PLAIN], tokens).client();
    let page = run(client.users_by_script(&alice(), 0, 100)).unwrap();
    assert_eq!(run(client.list_by_script(&alice(), &page.ids)).unwrap().len(), 1);
}

#[test]
fn renames_and_revokes() {
    let client = Script::default().answers(200, &[PLAIN], DONE).answers(200, &[PLAIN], DONE).client();
    run(client.rename_by_script(&alice(), &bob(), "u-1", &request().name)).unwrap();
    run(client.revoke_by_script(&alice(), &bob(), "u-1")).unwrap();
    assert_eq!(paths(&client), ["scriptText", "scriptText"]);
}

#[test]
fn several_are_revoked_with_an_answer_for_each() {
    let bob = bob();
    let tokens = [(&bob, "u-1"), (&bob, "u-2"), (&bob, "u-3")];
    let several = |entries: &str| {
        let printed = format!("<<<latchkey\n{{\"ok\":{entries}}}\nlatchkey>>>\n");
        let client = Script::default().answers(200, &[PLAIN], &printed).client();
        run(client.revoke_several_by_script(&alice(), &tokens))
    };
    let answered = several(
        r#"[{"uuid":"u-1","revoked":true},{"uuid":"u-2","revoked":false},{"uuid":"u-3","error":"disk full"}]"#,
    );
    let failed = Revocation::Failed { reason: "disk full".to_owned() };
    assert_eq!(answered.unwrap(), [Revocation::Revoked, Revocation::Gone, failed]);
    for strange in [
        r#"[{"uuid":"u-1","revoked":true},{"uuid":"u-2","revoked":true}]"#,
        r#"[{"uuid":"u-1","revoked":true},{"uuid":"u-3","revoked":true},{"uuid":"u-2","revoked":true}]"#,
        r#"[{"uuid":"u-1","revoked":1},{"uuid":"u-2","revoked":true},{"uuid":"u-3","revoked":true}]"#,
        "true",
    ] {
        let error = several(strange).unwrap_err();
        assert_eq!(
            error,
            Unconfirmed { cause: Error::UnexpectedReply, outcome: Outcome::Unknown },
            "{strange}"
        );
    }
}

#[test]
fn refusals_have_different_causes() {
    let permission = ("X-Required-Permission", "hudson.model.Hudson.Administer");
    let headers = [HTML, JENKINS, ("X-You-Are-Authenticated-As", "alice"), permission];
    let error = revoke(Script::default().answers(403, &headers, "<html>")).unwrap_err();
    assert!(matches!(error.cause, Error::NotPermitted { permission: Some(_), .. }));
    for (script, cause, outcome) in [
        (
            Script::default().answers(403, &[HTML], "<html>"),
            Error::ScriptConsoleBlocked { status: 403 },
            Outcome::Unknown,
        ),
        (
            Script::default().answers(403, &[], ""),
            Error::ScriptConsoleBlocked { status: 403 },
            Outcome::Unknown,
        ),
        (
            Script::default().answers(404, &[HTML, JENKINS], "<html>"),
            Error::ScriptConsoleOff,
            Outcome::NotDone,
        ),
        (Script::default().ends(Ok(Reply::opaque_redirect())), Error::SsoRequired, Outcome::Unknown),
    ] {
        assert_eq!(revoke(script), Err(Unconfirmed { cause, outcome }));
    }
}

#[test]
fn a_stack_trace_leaves_the_outcome_unknown() {
    let error = revoke(Script::default().answers(200, &[PLAIN], "java.io.IOException\n\tat x")).unwrap_err();
    assert_eq!(error.outcome, Outcome::Unknown);
    assert!(matches!(error.cause, Error::ScriptFailed { .. }));
}
