// Counts in a global, which ends with the background.
let count = 0;

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  count += 1;
  answer(count);
});
