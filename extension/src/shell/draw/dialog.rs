//! The dialog.

use web_sys::{Element, HtmlDialogElement};

use crate::model::state::{Dialog, State};
use crate::shell::{dom, i18n};
use crate::view::message::{Key, Message};

pub(super) fn draw(state: &State) {
    let element: HtmlDialogElement = dom::element("dialog");
    let Some(dialog) = &state.dialog else {
        element.close();
        return;
    };
    if element.open() {
        return;
    }
    let names: Element = dom::element("dialog-names");
    names.set_text_content(None);
    let (title, text, accept) = match dialog {
        Dialog::Revoke(tokens) => {
            let title = match &tokens[..] {
                [one] => Message::with(Key::RevokeQuestion, &one.name),
                several => {
                    for token in several {
                        let item = dom::create("li");
                        let name = dom::create("bdi");
                        name.set_text_content(Some(&token.name));
                        let _ = item.append_child(&name);
                        let _ = names.append_child(&item);
                    }
                    Message::plain(Key::RevokeSeveralQuestion).and_count(several.len())
                }
            };
            (title, Message::plain(Key::RevokeWarning), Key::Revoke)
        }
        Dialog::RunScript { form, script } => {
            dom::element::<Element>("script").set_text_content(Some(script));
            let text =
                Message::with(Key::ScriptExplanation, form.for_user.as_deref().unwrap_or_default().trim());
            (Message::plain(Key::ScriptQuestion), text, Key::RunOnController)
        }
    };
    dom::set_hidden("show-script", !matches!(dialog, Dialog::RunScript { .. }));
    show_script(false);
    i18n::set(&dom::element("dialog-title"), &title);
    i18n::set(&dom::element("dialog-text"), &text);
    i18n::set(&dom::element("dialog-accept"), &Message::plain(accept));
    let _ = element.show_modal();
}

/// Shows or hides the script in the dialog.
pub(in crate::shell) fn show_script(shown: bool) {
    let button: Element = dom::element("show-script");
    dom::set_attribute(&button, "aria-expanded", if shown { "true" } else { "false" });
    i18n::set(&button, &Message::plain(if shown { Key::HideScript } else { Key::ShowScript }));
    dom::set_hidden("script", !shown);
}
