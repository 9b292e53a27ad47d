//! How long `background.js` holds back an update of the extension.

use serde_json::json;

use super::{HARNESS, Page};

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
