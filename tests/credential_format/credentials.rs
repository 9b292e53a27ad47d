//! Unusual user IDs, and tokens.

use latchkey_core::credential_format::{CredentialFormat, FormatError, render};
use latchkey_core::{ControllerUrl, Secret, UserId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

pub(crate) const TOKEN: &str = "11310ef6b0f0a5a3f3b3b0e0c0ffee0042";

/// No control characters: only the plain token allows those.
const ODD: [&str; 14] =
    ["'", "\"", "\\", "$HOME", "`id`", "$(id)", " ", "#", ";", "--", "@", "%41", "é🔑", "!"];

/// The token of a user in a credential format.
pub(crate) fn rendered(
    format: CredentialFormat,
    controller: &str,
    user: &str,
) -> Result<String, FormatError> {
    let controller = ControllerUrl::parse(controller).unwrap();
    let secret = render(format, &controller, &UserId::new(user), &Secret::new(TOKEN))?;
    Ok(secret.reveal().to_owned())
}

/// Runs a check with unusual user IDs, alone and combined. All of them work with HTTP Basic.
pub(crate) fn for_ids(check: impl Fn(&str)) {
    for id in ODD {
        check(&format!("a{id}b"));
        check(id);
    }
    let piece = prop_oneof![proptest::sample::select(ODD.to_vec()).prop_map(str::to_owned), any::<String>()];
    let ids = proptest::collection::vec(piece, 1..4)
        .prop_map(|pieces| pieces.concat().replace(|c: char| c == ':' || c.is_control(), ""));
    let settings = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) };
    let checked = TestRunner::new(settings).run(&ids, |id| {
        check(&id);
        Ok(())
    });
    checked.unwrap();
}
