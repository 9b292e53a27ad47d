//! What `relay.js` sends, what it reads of a reply, and how it hands the reply over.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Page;

const HARNESS: &str = include_str!("relay.js");

/// One case of `crates/native/src/body/reply_bodies.json`.
#[derive(Deserialize)]
struct Body {
    name: String,
    parts: Value,
    end: String,
    limit: u64,
    text: String,
    truncated: bool,
}

#[test]
fn a_body_is_read_as_every_transport_reads_it() {
    let page = Page::new(HARNESS);
    let bodies: Vec<Body> =
        serde_json::from_str(include_str!("../../../crates/native/src/body/reply_bodies.json")).unwrap();
    assert!(bodies.len() > 10);
    for Body { name, parts, end, limit, text, truncated } in bodies {
        let reply = page.run(&format!(
            "const {{ reply }} = await ask({{ sizeLimit: {limit} }}, () => inParts({parts}, '{end}'));
             return [reply.status, reply.body, reply.truncated];"
        ));
        assert_eq!(reply, json!([200, text, truncated]), "{name}");
    }
}

#[test]
fn request_sends_session_cookies_only_if_it_says_so() {
    let page = Page::new(HARNESS);
    let sent = page.run(
        "await ask({ method: 'POST', headers: [['a', 'b']], body: 'c=d' });
         await ask({ cookies: false });
         return sent.map(({ method, headers, body, credentials, redirect, cache }) =>
             ({ method, headers, body: body ?? null, credentials, redirect, cache }));",
    );
    assert_eq!(
        sent,
        json!([
            { "method": "POST", "headers": [["a", "b"]], "body": "c=d", "credentials": "same-origin", "redirect": "manual", "cache": "no-store" },
            { "method": "GET", "headers": [], "body": null, "credentials": "omit", "redirect": "manual", "cache": "no-store" },
        ])
    );
}

#[test]
fn nothing_is_sent_to_another_origin_and_no_reply_is_taken_from_one() {
    let page = Page::new(HARNESS);
    let replies = page.run(
        "const elsewhere = await ask({ url: 'https://ci.example.org/' });
         const before = sent.length;
         const response = inParts([[123, 125]], 'closed');
         Object.defineProperty(response, 'url', { value: 'https://evil.example.org/' });
         const fromElsewhere = await ask({}, () => response);
         return [before, elsewhere.reply, fromElsewhere.reply];",
    );
    assert_eq!(
        replies,
        json!([
            0,
            { "notSent": "the page belongs to another address" },
            { "noAnswer": "the answer came from another address" },
        ])
    );
}

#[test]
fn a_redirect_is_reported_and_not_followed() {
    let page = Page::new(HARNESS);
    let reply = page.run(
        "const redirected = { type: 'opaqueredirect', status: 0, url: '', headers: new Headers(), body: null };
         return (await ask({}, () => redirected)).reply;",
    );
    assert_eq!(
        reply,
        json!({ "status": 0, "redirected": true, "headers": [], "body": "", "truncated": false })
    );
}

#[test]
fn a_request_out_of_time_has_no_reply_whether_its_head_or_its_body_is_missing() {
    let page = Page::new(HARNESS);
    let replies = page.run(
        "const aborted = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
         const noHead = await ask({ timeLimit: 1 }, aborted);
         const body = (signal) => new Response(new ReadableStream({ pull: () => aborted(signal) }));
         const noEnd = await ask({ timeLimit: 1 }, body);
         return [noHead.reply, noEnd.reply];",
    );
    assert_eq!(replies, json!([{ "timedOut": true }, { "timedOut": true }]));
}

#[test]
fn the_time_in_which_the_page_is_busy_does_not_count() {
    let page = Page::new(HARNESS);
    let reply = page.run(
        "const blockFor = (milliseconds) => { for (const end = Date.now() + milliseconds; Date.now() < end; ); };
         const afterOthers = () => new Promise((resolve) => {
             const { port1, port2 } = new MessageChannel();
             port1.onmessage = resolve;
             port2.postMessage(null);
         });
         const { reply } = await ask({ timeLimit: 3 }, async () => {
             await afterOthers();
             blockFor(3_500);
             await afterOthers();
             return new Response('{}');
         });
         return reply.body;",
    );
    assert_eq!(reply, json!("{}"));
}

#[test]
fn a_request_without_a_reply_says_why() {
    let page = Page::new(HARNESS);
    let reply = page.run("return (await ask({}, () => { throw new TypeError('Failed to fetch'); })).reply;");
    assert_eq!(reply, json!({ "noAnswer": "TypeError: Failed to fetch" }));
}

#[test]
fn a_request_is_under_way_until_its_reply_was_handed_over() {
    let page = Page::new(HARNESS);
    let under_way = page.run(
        "let answer;
         const asked = ask({}, () => new Promise((resolve) => (answer = resolve)));
         const during = [isUnderWay('1'), isUnderWay('2')];
         answer(new Response('{}'));
         const { taken, kind, id, underWay } = await asked;
         return { during, handedOver: [taken, kind, id, underWay], after: isUnderWay('1') };",
    );
    assert_eq!(
        under_way,
        json!({ "during": [true, false], "handedOver": [true, "reply", "1", true], "after": false })
    );
}

#[test]
fn a_reply_that_nobody_takes_is_given_up() {
    let page = Page::new(HARNESS);
    let given_up = page.run(
        "globalThis.extensionIsGone = true;
         const { taken } = await ask();
         return [taken, isUnderWay('1')];",
    );
    assert_eq!(given_up, json!([false, false]));
}

#[test]
fn page_is_read_despite_shadowed_properties_and_without_overlong_values() {
    let page = Page::new(HARNESS);
    let seen = page.run(
        "document.head.dataset.rooturl = '/jenkins';
         document.head.dataset.crumbHeader = 'Jenkins-Crumb';
         document.head.dataset.crumbValue = 'c'.repeat(2049);
         document.body.dataset.version = '2.579';
         document.body.innerHTML = '<form name=head></form><img name=querySelector>';
         history.replaceState(null, '', '/jenkins/job/a/?b=c');
         const { origin: asked, ...seen } = lookAtPage();
         return [asked === origin, seen];",
    );
    assert_eq!(
        seen,
        json!([true, {
            "path": "/jenkins/job/a/",
            "pathAndQuery": "/jenkins/job/a/?b=c",
            "rootUrl": "/jenkins",
            "crumbHeader": "Jenkins-Crumb",
            "version": "2.579",
        }])
    );
}
