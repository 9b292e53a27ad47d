use super::*;
use crate::Outcome;
use crate::token::CalendarDate;

fn reply(document: &str) -> Reply {
    let headers = vec![("Content-Type".to_owned(), "text/plain;charset=utf-8".to_owned())];
    Reply::new(200, headers, format!("<<<latchkey\n{document}\nlatchkey>>>\n"))
}

fn generated(expiry: Expiry, document: &str) -> Result<GeneratedToken, Unconfirmed> {
    read_generated(&UserId::new("bob"), expiry, &reply(document))
}

const MADE: &str = r#"{"ok":{"name":"n","uuid":"u-1","value":"11aa","expires":null}}"#;

#[test]
fn a_new_token_lives_as_long_as_the_controller_says() {
    let token = generated(Expiry::Never, MADE).unwrap();
    assert_eq!((token.name.as_str(), token.uuid.as_str(), token.value.reveal()), ("n", "u-1", "11aa"));
    assert_eq!(token.lifetime, Lifetime::Never);
    let date = Expiry::On(CalendarDate::parse("2027-01-31").unwrap());
    let until = generated(date, &MADE.replace("null", "\"2027-01-31\"")).unwrap().lifetime;
    assert_eq!(until, Lifetime::Until("2027-01-31".to_owned()));
    assert_eq!(generated(Expiry::Days(30), MADE).unwrap().lifetime, Lifetime::NotSupported);
}

#[test]
fn a_token_is_believed_only_if_it_looks_like_one() {
    for (document, cause, outcome) in [
        (MADE.replace("11aa", "").as_str(), Error::UnusableToken, Outcome::Done),
        (&MADE.replace("11aa", "1 1"), Error::UnusableToken, Outcome::Done),
        (&MADE.replace("u-1", ""), Error::UnusableToken, Outcome::Done),
        (r#"{"ok":true}"#, Error::UnexpectedReply, Outcome::Unknown),
        ("{}", Error::UnexpectedReply, Outcome::Unknown),
    ] {
        assert_eq!(generated(Expiry::Never, document), Err(Unconfirmed { cause, outcome }), "{document}");
    }
}

#[test]
fn a_failed_script_may_have_created_the_token() {
    let trace = Reply::new(200, Vec::new(), "java.io.IOException: disk full\n\tat x\n".to_owned());
    let error = read_generated(&UserId::new("bob"), Expiry::Never, &trace).unwrap_err();
    assert_eq!(error.outcome, Outcome::Unknown);
    assert_eq!(error.cause, Error::ScriptFailed { excerpt: "java.io.IOException: disk full".to_owned() });
}

#[test]
fn a_script_that_declined_created_nothing() {
    let error = generated(Expiry::Never, r#"{"error":"unknownUser"}"#).unwrap_err();
    let cause = Error::UnknownUser(UserId::new("bob"));
    assert_eq!(error, Unconfirmed::not_done(cause));
}

#[test]
fn lists_say_what_is_wrong_with_a_user_in_its_place() {
    let document = r#"{"ok":[
        {"user":"alice","tokens":[{"uuid":"u-1","name":"n","created":1795501489237,"legacy":false,
            "uses":3,"lastUsed":1795501490000,"expires":"2027-01-31"},
            {"uuid":"u-2","name":"old","created":null,"legacy":true,"uses":null,"lastUsed":null,"expires":null}]},
        {"user":"bob","error":"unknownUser"},
        {"user":"carl","error":"java.lang.NullPointerException"}]}"#
        .replace('\n', " ");
    let first = StoredToken {
        uuid: "u-1".to_owned(),
        name: "n".to_owned(),
        created: Some(1_795_501_489_237),
        legacy: false,
        uses: Some(3),
        last_used: Some(1_795_501_490_000),
        expires: Some("2027-01-31".to_owned()),
    };
    let second = StoredToken {
        uuid: "u-2".to_owned(),
        name: "old".to_owned(),
        created: None,
        legacy: true,
        uses: None,
        last_used: None,
        expires: None,
    };
    let expected = vec![
        UserTokens::Tokens { user: UserId::new("alice"), tokens: vec![first, second] },
        UserTokens::UnknownUser(UserId::new("bob")),
        UserTokens::Unreadable {
            user: UserId::new("carl"),
            reason: "java.lang.NullPointerException".to_owned(),
        },
    ];
    assert_eq!(read_list(&reply(&document)), Ok(expected));
    assert_eq!(read_list(&reply(r#"{"ok":[{"user":"alice"}]}"#)), Err(Error::UnexpectedReply));
}

#[test]
fn users_come_in_pages() {
    let page = read_users(&reply(r#"{"ok":{"ids":["alice","bob"],"total":7}}"#)).unwrap();
    assert_eq!((page.ids.len(), page.total), (2, 7));
}

#[test]
fn changes_are_done_only_if_the_script_says_so() {
    let done = |document| read_done(&UserId::new("bob"), &reply(document));
    assert_eq!(done(r#"{"ok":true}"#), Ok(()));
    assert_eq!(done(r#"{"error":"unknownToken"}"#), Err(Unconfirmed::not_done(Error::UnknownToken)));
    assert_eq!(
        done(r#"{"ok":false}"#),
        Err(Unconfirmed { cause: Error::UnexpectedReply, outcome: Outcome::Unknown })
    );
}
