//! The few lines of JavaScript that run in pages and the popup.

use serde_json::Value;

/// Scrolls `this` into view and gives the point to click, or the reason why a person could not.
pub(crate) const POINT_TO_CLICK: &str = r"function () {
    if (!this.isConnected) return { reason: 'it is no longer in the document' };
    if (this.matches(':disabled')) return { reason: 'it is disabled' };
    this.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const box = [...this.getClientRects()].find((box) => box.width > 0 && box.height > 0);
    if (!box) return { reason: 'it takes up no room' };
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (!hit) return { reason: `its center ${x}, ${y} lies outside of the window` };
    if (!this.contains(hit) && hit.closest('label')?.control !== this)
        return { reason: `it is covered by ${hit.outerHTML.slice(0, 120)}` };
    return { x, y };
}";

/// Focuses `this` and selects all its content; gives the reason why a person could not type there.
pub(crate) const FOCUS_FOR_TYPING: &str = r"function () {
    if (!this.isConnected) return 'it is no longer in the document';
    if (this.matches(':disabled')) return 'it is disabled';
    if (this.readOnly) return 'it is read-only';
    if (this.type === 'date') this.blur(); // so that the focus begins again at the first part of the date
    this.focus();
    if (document.activeElement !== this) return 'it does not take the focus';
    if (typeof this.select === 'function') this.select();
    else document.getSelection().selectAllChildren(this);
    return null;
}";

/// The kind of field, for those that are typed into in another way than text.
pub(crate) const FIELD_TYPE: &str = "function () { return this.type ?? ''; }";

/// What a person reads in `this`: the value of a field, else the rendered text.
pub(crate) const VISIBLE_TEXT: &str = r"function () {
    return typeof this.value === 'string' && !this.matches('button, li, option') ? this.value : this.innerText;
}";

/// Chooses the option of a `select` by its label as a person does, firing what the browser fires then.
pub(crate) const SELECT_OPTION: &str = r"function (label) {
    if (!(this instanceof HTMLSelectElement)) return 'it is not a native select';
    if (this.matches(':disabled')) return 'it is disabled';
    const option = [...this.options].find((option) => option.label.trim() === label);
    if (!option) return `it has no such option, but ${[...this.options].map((option) => option.label.trim()).join(', ')}`;
    if (option.matches(':disabled')) return 'that option is disabled';
    this.focus();
    if (!option.selected) {
        option.selected = true;
        this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
        this.dispatchEvent(new Event('change', { bubbles: true }));
    }
    return null;
}";

/// The label of the option chosen in a `select`.
pub(crate) const SELECTED_OPTION: &str =
    "function () { return this.selectedOptions?.[0]?.label.trim() ?? null; }";

/// The part of a field's text that is selected.
pub(crate) const SELECTION: &str = r"function () {
    return typeof this.selectionStart === 'number'
        ? this.value.slice(this.selectionStart, this.selectionEnd)
        : this.contains(document.getSelection().anchorNode) ? document.getSelection().toString() : '';
}";

/// The expression that calls `function` on the first element that matches the CSS selector and gives
/// `{ answer }`, or `null` where there is no such element.
pub(crate) fn on_selector(css: &str, function: &str) -> String {
    let css = Value::from(css);
    format!(
        "(() => {{ const found = document.querySelector({css}); \
         return found && {{ answer: ({function}).call(found) ?? null }}; }})()"
    )
}
