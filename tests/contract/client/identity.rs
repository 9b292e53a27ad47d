//! The signed-in user and the controller's root.

use latchkey_core::{Client, ControllerUrl, Error, Owner, UserId};
use latchkey_native::{block_on, html};
use latchkey_tests::RecordedTransport;

use super::everywhere;

#[test]
fn page_names_its_root_and_the_version_of_the_replies() {
    everywhere(|context| {
        let page = &context.session.page;
        assert_eq!(page.controller, context.controller.root);
        let (who, version) = block_on(context.session.client().whoami()).unwrap();
        assert!(!who.anonymous);
        assert_eq!(version, page.version);
    });
}

#[test]
fn the_user_record_names_who_signed_in() {
    everywhere(|context| {
        let me = block_on(context.session.client().me()).unwrap();
        assert_eq!(me, context.session.user);
        assert!(!me.id.as_str().is_empty() && !me.full_name.is_empty());
        assert_eq!(context.sent(), ["GET me/api/json?tree=id,fullName"]);
    });
}

#[test]
fn a_user_is_found_by_id_in_any_case_and_by_full_name() {
    everywhere(|context| {
        let me = &context.session.user;
        let id = me.id.as_str();
        for text in [id.to_owned(), id.to_uppercase(), me.full_name.clone()] {
            let found = block_on(context.session.client().user(&UserId::new(text))).unwrap();
            assert_eq!(found, *me);
        }
        let nobody = UserId::new("latchkey-nobody-has-this-id");
        let found = block_on(context.session.client().user(&nobody));
        assert_eq!(found, Err(Error::UnknownUser(nobody)));
    });
}

#[test]
fn anonymous_user_is_recognized() {
    everywhere(|context| {
        let client =
            Client::new(context.controller.root.clone(), RecordedTransport::new(&context.controller.root));
        let (who, version) = block_on(client.whoami()).unwrap();
        assert!(who.anonymous);
        assert_eq!(version, context.session.page.version);
        assert!(matches!(block_on(client.me()), Err(Error::SignedOut { .. })));
        let list = block_on(client.list(&Owner::Me, version.as_ref(), html::read_listing));
        assert!(matches!(list, Err(Error::SignedOut { .. })));
    });
}

#[test]
fn root_is_guessed_from_an_api_page() {
    everywhere(|context| {
        let root = &context.controller.root;
        let address = root.join("whoAmI/api/json");
        let path = &address[root.origin().len()..];
        assert!(ControllerUrl::candidates(root.origin(), path).contains(root));
        let origin = root.origin();
        assert_eq!(ControllerUrl::guess(origin, &root.join("api/json")[origin.len()..]).as_ref(), Some(root));
    });
}
