//! What a script printed.

use crate::json::Json;
use crate::{Error, Reply, UserId, refusal, text};

const BEGINNING: &str = "<<<latchkey";
const END: &str = "latchkey>>>";

/// How many characters of a failure's first line are kept.
const EXCERPT_LENGTH: usize = 200;

/// Reads the document that a script printed; `user` is the user the script was about.
///
/// # Errors
///
/// [`Error::UnknownUser`], [`Error::UnknownToken`], and [`Error::Rejected`] as the script says: nothing was
/// done. [`Error::ScriptFailed`] for anything other than one document between the markers.
pub(super) fn read(reply: &Reply, user: Option<&UserId>) -> Result<Json, Error> {
    let reply = refusal::accept(reply).map_err(super::refused)?;
    if reply.is_truncated() {
        return Err(Error::UnexpectedReply);
    }
    let document = document(reply.body()).ok_or_else(|| failed(reply.body()))?;
    let mut answer = Json::parse(document)?;
    match (answer.take("ok"), answer.optional_text("error")?.as_deref(), user) {
        (Some(answer), None, _) => Ok(answer),
        (None, Some("unknownUser"), Some(user)) => Err(Error::UnknownUser(user.clone())),
        (None, Some("unknownToken"), _) => Err(Error::UnknownToken),
        // The message that `generateNewToken` gives over HTTP.
        (None, Some("pastExpiry"), _) => {
            Err(Error::Rejected { message: "Expiration date is in the past.".to_owned() })
        }
        _ => Err(Error::UnexpectedReply),
    }
}

/// The document between the markers; `None` if anything else was printed, too.
fn document(output: &str) -> Option<&str> {
    let mut lines = output.lines().filter(|line| !line.trim().is_empty());
    let framed = (lines.next()?, lines.next()?, lines.next()?, lines.next());
    match framed {
        (BEGINNING, document, END, None) => Some(document),
        _ => None,
    }
}

/// A failure with its first line: of a stack trace, the exception. What came between markers is not
/// shown, because it may hold a token.
fn failed(output: &str) -> Error {
    let first = output.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let shown = !text::contains(output, BEGINNING) && !text::contains(output, END);
    let excerpt = if shown { first.chars().take(EXCERPT_LENGTH).collect() } else { String::new() };
    Error::ScriptFailed { excerpt }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(output: &str) -> Result<i64, Error> {
        let reply = Reply::new(200, Vec::new(), output.to_owned());
        match super::read(&reply, Some(&UserId::new("bob")))? {
            Json::Integer(integer) => Ok(integer),
            _ => Err(Error::UnexpectedReply),
        }
    }

    fn framed(document: &str) -> String {
        format!("{BEGINNING}\n{document}\n{END}\n")
    }

    #[test]
    fn reads_one_document_between_the_markers() {
        assert_eq!(read(&framed(r#"{"ok":7}"#)), Ok(7));
        assert_eq!(read(&framed(r#"{"ok":7}"#).replace('\n', "\r\n")), Ok(7), "a controller on Windows");
    }

    #[test]
    fn reads_what_the_script_declined() {
        assert_eq!(read(&framed(r#"{"error":"unknownUser"}"#)), Err(Error::UnknownUser(UserId::new("bob"))));
        assert_eq!(read(&framed(r#"{"error":"unknownToken"}"#)), Err(Error::UnknownToken));
        assert!(matches!(read(&framed(r#"{"error":"pastExpiry"}"#)), Err(Error::Rejected { .. })));
    }

    #[test]
    fn a_stack_trace_is_a_failure_with_its_first_line() {
        let trace = "groovy.lang.MissingMethodException: No signature of method\n\tat org.codehaus\n";
        let excerpt = "groovy.lang.MissingMethodException: No signature of method".to_owned();
        assert_eq!(read(trace), Err(Error::ScriptFailed { excerpt }));
    }

    #[test]
    fn anything_else_is_a_failure_that_shows_no_document() {
        let twice = framed(r#"{"ok":7}"#).repeat(2);
        let followed = framed(r#"{"ok":7}"#) + "java.io.IOException: disk full";
        let unfinished = format!("{BEGINNING}\n{{\"ok\":7}}\n");
        for output in
            [twice, followed, unfinished, format!("{END}\n7\n{BEGINNING}"), format!("{BEGINNING}\n{END}")]
        {
            assert_eq!(read(&output), Err(Error::ScriptFailed { excerpt: String::new() }), "{output}");
        }
        assert!(matches!(read(""), Err(Error::ScriptFailed { .. })));
        assert!(matches!(read("Result: 42"), Err(Error::ScriptFailed { .. })));
    }

    #[test]
    fn a_document_of_another_shape_is_not_believed() {
        for document in ["", "{", "{}", r#"{"ok":"x"}"#, r#"{"ok":7,"error":"x"}"#, r#"{"error":"new"}"#, "7"]
        {
            let read = read(&framed(document));
            let expected = matches!(read, Err(Error::UnexpectedReply | Error::ScriptFailed { .. }));
            assert!(expected, "{document}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn no_output_panics(output in any::<String>(), document in any::<String>()) {
            let _ = read(&output);
            let _ = read(&framed(&document));
        }
    }
}
