//! Which messages `background.js` takes from whom, and in which order it stores and answers.

mod reminders;
mod updates;

use serde_json::json;

use super::Page;

const HARNESS: &str = include_str!("background.js");

#[test]
fn a_reply_is_stored_before_the_page_learns_that_it_was_taken() {
    let page = Page::new(HARNESS);
    let order = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7));
         await settle();
         const before = answers.length;
         await writeAll();
         return [before, answers.length, stored['reply/1']];",
    );
    assert_eq!(order, json!([0, 1, { "status": 200 }]));
}

#[test]
fn a_reply_to_what_was_sent_just_now_is_stored_without_reading_first() {
    let page = Page::new(HARNESS);
    let order = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'send', tabId: 7, id: '1', stored: true, request: {} }, from.popup);
         api.storage.session.get = () => { throw new Error('read before it is stored'); };
         say({ kind: 'reply', id: '1', reply: { status: 500 } }, from.page(8));
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7));
         await settle();
         const before = answers.length;
         await writeAll();
         return [before, stored['reply/1']];",
    );
    assert_eq!(
        order,
        json!([1, { "status": 200 }]),
        "only that of the other tab, which is not stored, is answered"
    );
}

#[test]
fn a_reply_that_nobody_wants_any_more_does_not_stay() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'send', tabId: 7, id: '1', stored: true, request: {} }, from.popup);
         delete stored['sent/1'];
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7));
         await writeAll();
         return [Object.keys(stored), answers.length];",
    );
    assert_eq!(stored, json!([[], 1]));
}

#[test]
fn a_reply_is_stored_only_when_it_comes_from_the_tab_that_was_asked() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(8));
         say({ kind: 'reply', id: '2', reply: { status: 200 } }, from.page(7));
         await writeAll();
         return Object.keys(stored);",
    );
    assert_eq!(stored, json!(["sent/1"]));
}

#[test]
fn a_reply_stays_when_its_page_is_reported_gone() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'send', tabId: 7, id: '1', stored: true, request: {} }, from.popup);
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7));
         injected[0].fail(new Error('the tab is closed'));
         await writeAll();
         return stored['reply/1'];",
    );
    assert_eq!(stored, json!({ "status": 200 }));
}

#[test]
fn a_reply_that_comes_after_its_page_was_reported_gone_is_stored() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         say({ kind: 'send', tabId: 7, id: '1', stored: true, request: {} }, from.popup);
         injected[0].end(undefined);
         await writeAll();
         const first = stored['reply/1'];
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7));
         await writeAll();
         return [first, stored['reply/1']];",
    );
    assert_eq!(stored, json!([{ "pageGone": true }, { "status": 200 }]));
}

#[test]
fn a_second_reply_does_not_replace_the_first() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         for (const status of [200, 500]) say({ kind: 'reply', id: '1', reply: { status } }, from.page(7));
         await writeAll();
         return stored['reply/1'];",
    );
    assert_eq!(stored, json!({ "status": 200 }));
}

#[test]
fn a_write_that_fails_does_not_hold_up_the_next_one() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { get tabId() { throw new Error('unreadable'); } };
         stored['sent/2'] = { tabId: 7 };
         for (const id of ['1', '2']) say({ kind: 'reply', id, reply: { status: 200 } }, from.page(7));
         await writeAll();
         return [stored['reply/1'] ?? null, stored['reply/2'], answers.length];",
    );
    assert_eq!(stored, json!([null, { "status": 200 }, 2]));
}

#[test]
fn a_reply_that_need_not_be_stored_goes_from_the_asked_tab_to_the_popup_that_waits() {
    let page = Page::new(HARNESS);
    let answered = page.run(
        "const expected = say({ kind: 'send', tabId: 7, id: '1', stored: false, request: { url: '/' } }, from.popup);
         say({ kind: 'reply', id: '1', reply: { status: 500 } }, from.page(8), 'forger');
         say({ kind: 'reply', id: '1', reply: { status: 200 } }, from.page(7), 'page');
         await writeAll();
         const { tabId, name, args } = injected[0];
         return { expected, injected: [tabId, name, args], sent: answers.filter(([name]) => name === 'send'), stored };",
    );
    assert_eq!(
        answered,
        json!({
            "expected": true,
            "injected": [7, "sendRequest", ["1", { "url": "/" }]],
            "sent": [["send", { "status": 200 }]],
            "stored": {},
        })
    );
}

#[test]
fn a_popup_that_waits_learns_that_the_page_is_gone() {
    let page = Page::new(HARNESS);
    let answered = page.run(
        "say({ kind: 'send', tabId: 7, id: '1', stored: false, request: {} }, from.popup);
         injected[0].fail(new Error('the tab is closed'));
         await settle();
         return answers;",
    );
    assert_eq!(answered, json!([["send", { "pageGone": true }]]));
}

#[test]
fn delivered_reply_is_not_followed_by_a_notice_that_the_page_is_gone() {
    let page = Page::new(HARNESS);
    let stored = page.run(
        "stored['sent/1'] = { tabId: 7 };
         const expected = say({ kind: 'send', tabId: 7, id: '1', stored: true, request: {} }, from.popup);
         injected[0].end(true);
         await writeAll();
         return [expected, Object.keys(stored)];",
    );
    assert_eq!(stored, json!([false, ["sent/1"]]));
}

#[test]
fn messages_from_strangers_frames_and_fake_popups_are_ignored() {
    let page = Page::new(HARNESS);
    let taken = page.run(
        "stored['sent/1'] = { tabId: 7 };
         const reply = { kind: 'reply', id: '1', reply: { status: 200 } };
         const send = { kind: 'send', tabId: 7, id: '2', stored: false, request: {} };
         const expected = [
             say(reply, { ...from.page(7), id: 'another' }),
             say(reply, from.page(7, 3)),
             say(reply, { ...from.popup, tab: { id: 7 }, frameId: 0 }),
             say(reply, from.popup),
             ...['look', 'isUnderWay', 'send'].map((kind) => say({ ...send, kind }, from.page(7))),
             say(send, from.stranger),
             say({ ...send, kind: 'other' }, from.popup),
         ];
         await writeAll();
         return [expected.filter((answered) => answered !== false), answers, injected, Object.keys(stored)];",
    );
    assert_eq!(taken, json!([[], [], [], ["sent/1"]]));
}

#[test]
fn the_popup_learns_what_the_page_says_or_why_it_cannot_be_looked_at() {
    let page = Page::new(HARNESS);
    let answered = page.run(
        "say({ kind: 'look', tabId: 7 }, from.popup, 'page');
         say({ kind: 'look', tabId: 8 }, from.popup, 'closed');
         injected[0].end({ path: '/' });
         injected[1].fail(new Error('no access'));
         await settle();
         return [injected.map(({ tabId, name }) => [tabId, name]), answers];",
    );
    assert_eq!(
        answered,
        json!([
            [[7, "lookAtPage"], [8, "lookAtPage"]],
            [["page", { "page": { "path": "/" } }], ["closed", { "failed": "Error: no access" }]],
        ])
    );
}

#[test]
fn a_request_of_a_page_that_is_gone_is_not_under_way() {
    let page = Page::new(HARNESS);
    let answered = page.run(
        "for (const id of ['1', '2']) say({ kind: 'isUnderWay', tabId: 7, id }, from.popup, id);
         injected[0].end(true);
         injected[1].fail(new Error('the tab is closed'));
         await settle();
         return [injected[0].args, answers];",
    );
    assert_eq!(answered, json!([["1"], [["1", true], ["2", false]]]));
}

#[test]
fn data_of_private_windows_is_removed_with_the_last_one() {
    let page = Page::new(HARNESS);
    let left = page.run(
        "const store = { private: true };
         Object.assign(stored, { 'token/1': { store }, 'sent/2': { tabId: 7, store }, 'reply/2': {}, 'token/3': { store: {} } });
         windows.push({ incognito: true });
         await closeWindow();
         const before = Object.keys(stored).length;
         windows.pop();
         await closeWindow();
         return [before, Object.keys(stored)];",
    );
    assert_eq!(left, json!([4, ["token/3"]]));
}
