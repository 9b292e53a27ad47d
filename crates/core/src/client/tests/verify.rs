//! Trying a token on its own.

use super::*;
use crate::Secret;
use crate::http::Cookies;

#[test]
fn a_token_is_verified_without_the_session() {
    let client = Script::default().json(ALICE).client();
    let verified = run(client.verify(&UserId::new("alice"), &Secret::new("11aa")));
    assert_eq!(verified, Verification::WorksAs(UserId::new("alice")));
    assert_eq!(client.transport.asked.borrow()[0].cookies(), Cookies::Omit);
    assert_eq!(header(&client, 0, "Authorization").as_deref(), Some("Basic YWxpY2U6MTFhYQ=="));
}

#[test]
fn a_refused_token_is_distinguished_from_a_failed_verification() {
    let user = UserId::new("alice");
    let token = Secret::new("11aa");
    let challenge = ("WWW-Authenticate", "Basic realm=\"Jenkins\"");
    let verify = |script: Script| run(script.client().verify(&user, &token));
    assert_eq!(verify(Script::default().answers(401, &[HTML, challenge], "")), Verification::Refused);
    let unknown = [
        Script::default().answers(401, &[HTML], ""),
        Script::default().answers(200, &[HTML], "<html>"),
        Script::default().ends(Ok(Reply::opaque_redirect())),
        Script::default().ends(Err(TransportError::TimedOut)),
    ];
    for script in unknown {
        assert!(matches!(verify(script), Verification::Unknown(_)));
    }
    let removed = verify(Script::default().says_anonymous());
    assert_eq!(removed, Verification::Unknown(Error::CredentialsRemoved));
}

#[test]
fn a_token_that_is_accepted_may_lack_the_permission_to_read() {
    let permission = "hudson.model.Hudson.Read";
    let headers =
        [HTML, JENKINS, ("X-You-Are-Authenticated-As", "alice"), ("X-Required-Permission", permission)];
    let client = Script::default().answers(403, &headers, "<html>").client();
    let verified = run(client.verify(&UserId::new("alice"), &Secret::new("11aa")));
    let permission = Some(permission.to_owned());
    assert_eq!(verified, Verification::WithoutRead { user: UserId::new("alice"), permission });
}

#[test]
fn an_id_with_a_colon_is_not_sent() {
    let client = Script::default().client();
    let verified = run(client.verify(&UserId::new("a:b"), &Secret::new("11aa")));
    assert_eq!(verified, Verification::Unknown(Error::ColonInUserId));
}
