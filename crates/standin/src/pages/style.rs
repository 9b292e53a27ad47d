//! The style sheet of every page.

/// Neutral, in light and dark.
pub(crate) const SHEET: &str = "\
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6877; --paper: #f5f6f8; --card: #fff; --line: #dde1e6;
  --bar: #2b3440; --link: #1f5fa8; --ok: #2e7d46; --bad: #b3362b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ed; --soft: #9aa6b3; --paper: #161b21; --card: #1f262e;
  --line: #343d48; --bar: #10151a; --link: #82b4ee; --ok: #6cc187; --bad: #ef8d82; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
header { display: flex; justify-content: space-between; gap: 1rem; padding: .8rem 1.5rem; background: var(--bar); }
header a { color: #fff; text-decoration: none; margin-left: 1rem; }
header > a { margin: 0; font-weight: 600; font-size: 1.15rem; }
header a:hover { text-decoration: underline; }
main { max-width: 60rem; margin: 1.5rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; font-weight: 600; }
table, dl, pre, form { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
table { width: 100%; border-spacing: 0; }
th, td { padding: .65rem 1rem; text-align: left; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 500; font-size: .9rem; }
.stable { color: var(--ok); } .failed { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem; padding: 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
pre { padding: 1rem; overflow: auto; }
form { display: grid; gap: .9rem; max-width: 24rem; margin: 4rem auto; padding: 1.5rem; }
form label { display: grid; gap: .25rem; }
form .inline { display: flex; gap: .5rem; align-items: center; }
input[type=text], input[type=password] { padding: .5rem; font: inherit; border: 1px solid var(--line);
  border-radius: .3rem; background: var(--paper); color: inherit; }
button, input[type=submit] { padding: .6rem; font: inherit; font-weight: 600; border: 0; border-radius: .3rem;
  background: var(--link); color: var(--card); cursor: pointer; }
.jenkins-hidden, .hidden-message, .to-be-removed { display: none; }
.token-card, .token-list-existing-item { display: flex; justify-content: space-between; gap: 1rem; padding: .65rem 1rem;
  margin-bottom: .5rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.token-stats { display: flex; gap: 1rem; color: var(--soft); font-size: .9rem; } .token-controls button { padding: .3rem; }
.error, .jenkins-\\!-error-color { color: var(--bad); } .icon-sm { width: 1.2rem; height: 1.2rem; }
.alert { color: var(--bad); }
.display-after-generation, .invisible, .hidden-button { display: none; } .display-after-generation.visible { display: block; }
.token-list-new-item { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; padding: .65rem 1rem; }
dialog { min-width: 25rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card); color: var(--ink); }
dialog form { margin: 1rem 0; padding: 0; border: 0; } .jenkins-dialog__title { font-weight: 600; }
.new-token-value, .api-token-new-value { font-family: monospace; } .jenkins-quote { margin: 1rem 0; }
.copy-button .jenkins-copy-button__icon::after { content: \"⧉\"; } .jenkins-buttons-row { display: flex; gap: .5rem; }
footer { padding: 1rem 1.5rem; color: var(--soft); font-size: .85rem; text-align: right; }
";
