//! Which addresses `background.js` asks for a terminal, how, and what it believes and keeps of the answers.

use serde_json::json;

use super::Page;

const HARNESS: &str = include_str!("background.js");

/// Where a terminal of these tests waits.
const ADDRESS: &str = "http://127.0.0.1:53412/q8ZtW0c3mB1yN5uKxTe7Ag";

/// A page in which `asked` holds what was fetched and `fetched` decides what answers.
fn page() -> Page {
    let page = Page::new(HARNESS);
    page.run(&format!(
        "globalThis.address = '{ADDRESS}';
         globalThis.asked = [];
         globalThis.fetched = async () => new Response('text');
         globalThis.fetch = (url, options) => (asked.push({{ url, ...options }}), fetched(url));
         globalThis.ask = async (question) => {{
             const answered = answers.length;
             say({{ kind: 'ask', ...question }}, from.popup);
             while (answers.length === answered) await writeAll();
             return answers[answered][1];
         }};"
    ));
    page
}

#[test]
fn only_a_terminal_on_this_computer_is_asked() {
    let page = page();
    let asked = page.run(
        "const id = address.slice(-22);
         const urls = [
             address.replace('http:', 'https:'), address.replace('127.0.0.1', '127.0.0.2'),
             address.replace('127.0.0.1', '127.0.0.1.example'), address.replace('127.0.0.1', 'user@127.0.0.1'),
             address.replace('127.0.0.1', 'ci.example.org'), address.replace(':53412', ''), address.replace('53412', '80'),
             address + '/x', address + 'x', address.slice(0, -1), address + '?x', `http://127.0.0.1:53412/../${id}`,
         ];
         const answer = await ask({ urls: urls.concat(urls.map((url) => ` ${url}`), [`${address}\\n`]) });
         return [answer, asked.length];",
    );
    assert_eq!(asked, json!([null, 0]));
    let asked = page.run(
        "const urls = [address, address.replace('127.0.0.1', 'localhost')];
         fetched = async () => { throw new TypeError('nobody'); };
         return [await ask({ urls }), asked.map(({ url }) => url)];",
    );
    assert_eq!(asked, json!([null, [ADDRESS, ADDRESS.replace("127.0.0.1", "localhost")]]));
}

#[test]
fn a_terminal_gets_no_cookies_and_no_referrer_and_leads_nowhere() {
    let page = page();
    let asked = page.run(
        "await ask({ urls: [address] });
         await ask({ urls: [address], body: 'sealed' });
         return asked.map(({ signal, ...options }) => ({ ...options, limited: signal instanceof AbortSignal }));",
    );
    let expected = |method: &str| {
        json!({
            "url": ADDRESS, "method": method, "credentials": "omit", "redirect": "error",
            "referrerPolicy": "no-referrer", "cache": "no-store", "limited": true,
        })
    };
    let mut sent = expected("POST");
    sent["body"] = json!("sealed");
    assert_eq!(asked, json!([expected("GET"), sent]));
}

#[test]
fn what_is_no_short_text_is_no_answer_and_the_next_address_is_asked() {
    let page = page();
    let answers = page.run(
        "const next = address.replace('127.0.0.1', 'localhost');
         const answers = [];
         for (const response of [
             new Response('text', { status: 404 }), new Response('x'.repeat(2049)), new Response(new Uint8Array([0xff])),
             new Response('\\ufeff' + 'é'.repeat(1022)),
         ]) {
             fetched = async (url) => (url === next ? new Response('next') : response);
             answers.push(await ask({ urls: [address, next] }));
         }
         return answers.map(({ url, text }) => [url, text.length]);",
    );
    let next = ADDRESS.replace("127.0.0.1", "localhost");
    assert_eq!(answers, json!([[next, 4], [next, 4], [next, 4], [ADDRESS, 1023]]));
}

#[test]
fn an_answer_is_kept_as_long_as_its_token_is() {
    let page = page();
    let kept = page.run(
        "const kept = [];
         for (const key of [undefined, 'sent/1', 'token/1']) {
             if (key) stored[key] = {};
             await ask({ urls: [address], id: '1', body: 'sealed' });
             kept.push(stored['answer/1'] ?? null);
             for (const key in stored) delete stored[key];
         }
         stored['token/1'] = {};
         await ask({ urls: [address], body: 'sealed' });
         fetched = async () => new Response('', { status: 500 });
         await ask({ urls: [address], id: '1', body: 'sealed' });
         return [kept, Object.keys(stored)];",
    );
    assert_eq!(kept, json!([[null, "text", "text"], ["token/1"]]));
}

#[test]
fn no_page_asks_a_terminal() {
    let page = page();
    let taken = page.run(
        "const question = { kind: 'ask', urls: [address] };
         const expected = [from.page(7), from.stranger].map((sender) => say(question, sender));
         await writeAll();
         return [expected, asked, answers];",
    );
    assert_eq!(taken, json!([[false, false], [], []]));
}

#[test]
fn answers_of_private_windows_go_with_the_last_of_them() {
    let page = page();
    let left = page.run(
        "const store = { private: true };
         Object.assign(stored, { 'token/1': { store }, 'answer/1': 'a', 'sent/2': { store }, 'answer/2': 'b', 'answer/3': 'c' });
         await closeWindow();
         return Object.keys(stored);",
    );
    assert_eq!(left, json!(["answer/3"]));
}
