//! The dialog.

use web_sys::{Element, HtmlDialogElement};

use crate::message::Message;
use crate::popup::{page, texts};
use crate::state::{Dialog, State};

pub(super) fn draw(state: &State) {
    let element: HtmlDialogElement = page::element("dialog");
    let Some(dialog) = &state.dialog else {
        element.close();
        return;
    };
    if element.open() {
        return;
    }
    let names: Element = page::element("dialog-names");
    names.set_text_content(None);
    let (title, text, accept) = match dialog {
        Dialog::Revoke(tokens) => {
            let title = match &tokens[..] {
                [one] => Message::with("revoke_question", &one.name),
                several => {
                    for token in several {
                        let item = page::create("li");
                        let name = page::create("bdi");
                        name.set_text_content(Some(&token.name));
                        let _ = item.append_child(&name);
                        let _ = names.append_child(&item);
                    }
                    Message::counting("revoke_several_question", several.len())
                }
            };
            (title, Message::plain("revoke_warning"), "revoke")
        }
        Dialog::RunScript { draft, script } => {
            page::element::<Element>("script").set_text_content(Some(script));
            let text = Message::with("script_explanation", draft.for_user.trim());
            (Message::plain("script_question"), text, "run_on_controller")
        }
    };
    page::set_hidden("show-script", !matches!(dialog, Dialog::RunScript { .. }));
    show_script(false);
    texts::set(&page::element("dialog-title"), &title);
    texts::set(&page::element("dialog-text"), &text);
    texts::set(&page::element("dialog-accept"), &Message::plain(accept));
    let _ = element.show_modal();
}

/// Shows or hides the script in the dialog.
pub(in crate::popup) fn show_script(shown: bool) {
    let button: Element = page::element("show-script");
    page::set_attribute(&button, "aria-expanded", if shown { "true" } else { "false" });
    texts::set(&button, &Message::plain(if shown { "hide_script" } else { "show_script" }));
    page::set_hidden("script", !shown);
}
