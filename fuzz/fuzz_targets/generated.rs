//! Replies to a request that creates a token, of any status and media type.

#![no_main]

use latchkey_core::client::{read_generated, read_generated_for};
use latchkey_core::{Error, Outcome, UserId};
use latchkey_fuzz::Answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answer: Answer| {
    let reply = answer.reply();
    for read in [read_generated(&reply), read_generated_for(&UserId::new("bob"), &reply)] {
        match read {
            Ok(token) => {
                assert!(reply.is_success() && !reply.is_truncated());
                assert!(token.value.reveal().bytes().all(|byte| byte.is_ascii_graphic()));
                assert!(!token.value.reveal().is_empty() && !token.uuid.is_empty());
            }
            // Of successful replies, only Jenkins' own message shows that nothing was created.
            Err(error) if reply.is_success() => {
                assert!(error.outcome != Outcome::NotDone || matches!(error.cause, Error::Rejected { .. }));
            }
            Err(error) => {
                assert!(error.outcome != Outcome::NotDone || reply.status().is_none_or(|status| status < 500))
            }
        }
    }
});
