//! The output of scripts.

#![no_main]

use latchkey_core::script::read_generated;
use latchkey_core::{Error, Expiry, Outcome, UserId};
use latchkey_fuzz::Answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answer: Answer| {
    let reply = answer.reply();
    match read_generated(&UserId::new("bob"), Expiry::Never, &reply) {
        Ok(token) => {
            assert!(!reply.is_truncated() && reply.body().contains("<<<latchkey") && !token.uuid.is_empty())
        }
        Err(error) if reply.is_success() => {
            let declined =
                matches!(error.cause, Error::Rejected { .. } | Error::UnknownUser(_) | Error::UnknownToken);
            assert!(error.outcome != Outcome::NotDone || declined);
        }
        Err(_) => {}
    }
});
