//! The badge, which counts the tokens that expire soon.

use serde_json::json;

use super::{HARNESS, Page};

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
