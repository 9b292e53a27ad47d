//! Which messages `background.js` takes from whom, and in which order it stores and answers.

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
fn a_reply_that_was_handed_over_is_not_followed_by_the_word_that_the_page_is_gone() {
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
fn nothing_is_taken_from_strangers_frames_and_pages_that_pose_as_the_popup() {
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
fn what_private_windows_left_goes_with_the_last_of_them() {
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

/// Lets half a day pass.
const HALF_A_DAY: &str = "clock.now += 43_200_000;";

#[test]
fn the_background_stays_while_an_update_would_lose_something() {
    let page = Page::new(HARNESS);
    let stays = page.run(
        "const of = async (items) => {
             for (const key of Object.keys(stored)) delete stored[key];
             Object.assign(stored, items);
             hears.stored();
             return stays();
         };
         return [
             await of({}),
             await of({ 'sent/1': { at: 0 } }),
             await of({ 'token/1': { at: 0 } }),
             await of({ 'token/1': { at: 0, copiedAt: 1 } }),
             await of({ 'token/1': { at: 0, copiedAt: 1 }, 'token/2': { at: 0 } }),
             await of({ 'journal/1': { at: 0 } }),
             await of({ 'journal/1': { at: 0 }, 'token/1': { at: 0, copiedAt: 1 } }),
             await of({ 'draft/ordinary//https://ci': { at: 0 }, 'answer/1': 'a' }),
         ];",
    );
    assert_eq!(stays, json!([false, true, true, false, true, true, false, false]));
}

#[test]
fn a_token_holds_an_update_back_for_a_day_at_most() {
    let page = Page::new(HARNESS);
    let told = page.run(&format!(
        "stored['token/1'] = {{ at: 0 }};
         await happens('updateAvailable');
         const told = [];
         for (let i = 0; i < 3; i += 1) {{
             await happens('suspend');
             told.push([await stays(), clock.reloads]);
             {HALF_A_DAY}
         }}
         return told;"
    ));
    assert_eq!(told, json!([[true, 0], [true, 0], [false, 1]]));
}

#[test]
fn tokens_that_follow_one_another_hold_an_update_back_for_a_day_at_most() {
    let page = Page::new(HARNESS);
    let told = page.run(&format!(
        "stored['token/1'] = {{ at: 0 }};
         await happens('updateAvailable');
         {HALF_A_DAY}
         delete stored['token/1'];
         stored['token/2'] = {{ at: clock.now }};
         // It is announced again.
         await happens('updateAvailable');
         await happens('suspend');
         const before = clock.reloads;
         {HALF_A_DAY}
         await happens('suspend');
         return [before, clock.reloads];"
    ));
    assert_eq!(told, json!([0, 1]));
}

#[test]
fn an_update_waits_for_an_open_popup_and_for_nothing_else() {
    let page = Page::new(HARNESS);
    let reloads = page.run(
        "const reloads = [];
         await happens('suspend');
         reloads.push(clock.reloads);
         await happens('updateAvailable');
         popups.push({});
         await happens('suspend');
         reloads.push(clock.reloads);
         popups.pop();
         await happens('suspend');
         reloads.push(clock.reloads);
         return reloads;",
    );
    assert_eq!(reloads, json!([0, 0, 1]));
}

/// Noon where the person is, on 2026-12-17, and reminders of three tokens: one from that day on, one until the day before, and
/// one from the day after.
const REMINDERS: &str = "
    clock.now = new Date(2026, 11, 17, 12).getTime();
    Object.assign(disk.local, {
        'reminder/1': { from: '2026-12-17', until: '2026-12-31' },
        'reminder/2': { from: '2026-12-01', until: '2026-12-16' },
        'reminder/3': { from: '2026-12-18', until: '2027-01-01' },
        'journal/1': { from: '2026-12-17', until: '2026-12-31' },
        copyAs: 'curl',
    });";

#[test]
fn the_badge_counts_the_tokens_that_are_due_whenever_it_can_have_changed() {
    let page = Page::new(HARNESS);
    let shown = page.run(&format!(
        "{REMINDERS}
         const shown = [];
         const show = async () => {{
             await settle();
             shown.push([button.badge ?? null, button.title ?? null]);
         }};
         for (const name of ['startup', 'installed', 'localStored']) {{
             for (const key of Object.keys(button)) delete button[key];
             hears[name]();
             await show();
         }}
         clock.now += 86_400_000;
         say({{ kind: 'look', tabId: 7 }}, from.popup);
         await show();
         for (const key of Object.keys(disk.local)) delete disk.local[key];
         hears.localStored();
         await show();
         return shown;"
    ));
    let one = json!(["1", "action_title_due 1"]);
    let expected = json!([one, one, one, ["2", "action_title_due 2"], ["", "action_title"]]);
    assert_eq!(shown, expected);
}

#[test]
fn the_day_of_a_reminder_begins_and_ends_at_midnight_where_the_person_is() {
    let page = Page::new(HARNESS);
    let badges = page.run(&format!(
        "{REMINDERS}
         const badges = [];
         for (const time of [[16, 23, 59], [17, 0, 0], [17, 23, 59], [18, 0, 0]]) {{
             clock.now = new Date(2026, 11, ...time).getTime();
             hears.startup();
             await settle();
             badges.push(button.badge);
         }}
         return badges;"
    ));
    assert_eq!(badges, json!(["1", "1", "1", "2"]));
}

#[test]
fn reminders_go_when_the_person_or_an_administrator_turns_them_off() {
    let page = Page::new(HARNESS);
    let left = page.run(&format!(
        "const left = [];
         for (const [managed, settings] of [
             [null, {{ reminder: false }}], [{{ reminder: false }}, {{ reminder: true }}], [{{ reminder: 'no' }}, undefined],
             [{{ reminder: true }}, {{ reminder: false }}], [{{}}, undefined], [null, {{ reminder: true }}],
         ]) {{
             {REMINDERS}
             Object.assign(disk, {{ managed }});
             disk.local.settings = settings;
             hears.localStored();
             await settle();
             const kept = Object.keys(disk.local).filter((key) => key.startsWith('reminder/'));
             left.push([kept.length, button.badge, 'journal/1' in disk.local]);
         }}
         return left;"
    ));
    let off = json!([0, "", true]);
    let on = json!([3, "1", true]);
    assert_eq!(left, json!([off, off, off, on, on, on]));
}
