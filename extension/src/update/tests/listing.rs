//! The list of tokens in the popup.

use super::*;
use crate::state::View;

#[test]
fn trying_to_list_again_never_makes_a_token() {
    let mut popup = Popup::of_alice();
    popup.press();
    let (.., entry) = popup.sent().unwrap();
    popup.happen(Event::ViewChosen(View::Tokens));
    assert_eq!(popup.did(), ["list"]);
    popup.happen(Event::Listed(Err(Error::Proxy { status: 502 })));
    popup.happen(Event::Generated { entry, end: refused(Error::CrumbRefused) });
    let both = [("crumb_refused", vec!["try_again"]), ("proxy_answered", vec!["try_again"])];
    assert_eq!(popup.alerts(), both);
    let again = alerts(&popup.state).remove(1).actions.remove(0);
    let moment = popup.moment();
    popup.happen(Event::ActionPressed(again, moment));
    assert_eq!(popup.did(), ["list"]);
}
