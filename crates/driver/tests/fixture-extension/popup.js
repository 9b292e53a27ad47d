const say = (text) => { document.querySelector('[role=status]').textContent = text; };
const note = document.getElementById('note');

// What a script does by itself says so: these listeners take only what a person does.
const onClick = (id, act) => document.getElementById(id).addEventListener('click', (event) => {
  if (event.isTrusted) act(event);
});

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  say(`sent ${note.value}`);
});
document.querySelector('select').addEventListener('change', (event) => say(`chose ${event.target.value}`));
onClick('copy', () => navigator.clipboard.writeText(note.value).then(() => say('copied'), (error) => say(String(error))));
onClick('count', () => chrome.runtime.sendMessage('count').then((count) => say(`count ${count}`)));
onClick('ask', () => chrome.permissions.request({ origins: ['http://127.0.0.1/*'] })
  .then((granted) => say(`granted ${granted}`), (error) => say(String(error))));
onClick('leave', () => window.close());
onClick('far', () => say('reached'));
