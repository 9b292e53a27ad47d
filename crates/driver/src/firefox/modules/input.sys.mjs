// Trusted input, given to the document itself as the browser's window would.

const MODIFIERS = { alt: "Alt", control: "Control", meta: "Meta", shift: "Shift" };

/** Clicks `count` times at a point of the viewport. */
export function click(window, x, y, count) {
  const mouse = (type, clickCount) => {
    const trusted = { isDOMEventSynthesized: false, isWidgetEventSynthesized: false };
    window.synthesizeMouseEvent(type, x, y, { button: 0, clickCount }, trusted);
  };
  mouse("mousemove", 0);
  for (let number = 1; number <= count; number += 1) {
    mouse("mousedown", number);
    mouse("mouseup", number);
  }
}

/** Presses and releases a key with the modifiers held. */
export function press(window, { key, ...held }) {
  const processor = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
  if (!processor.beginInputTransactionForTests(window)) throw new Error("the document takes no keys now");
  const event = (name) => new window.KeyboardEvent("", { key: name, code: codeOf(processor, name) });
  const flags = (name) => ([...name].length > 1 ? processor.KEY_NON_PRINTABLE_KEY : 0);
  const modifiers = Object.keys(MODIFIERS).filter((name) => held[name]).map((name) => MODIFIERS[name]);
  for (const name of modifiers) processor.keydown(event(name), flags(name));
  processor.keydown(event(key), flags(key));
  processor.keyup(event(key), flags(key));
  for (const name of modifiers.reverse()) processor.keyup(event(name), flags(name));
}

/** The key's place on an English keyboard; empty where the character is on none. */
function codeOf(processor, name) {
  if (Object.values(MODIFIERS).includes(name)) return `${name}Left`;
  if ([...name].length > 1) return name;
  return processor.guessCodeValueOfPrintableKeyInUSEnglishKeyboardLayout(name);
}
