// The accessibility tree that Firefox makes for assistive technology.

const States = Ci.nsIAccessibleStates;
const Roles = Ci.nsIAccessibleRole;

const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);

/** Roles that WAI-ARIA has no name for, or that Firefox names otherwise than is usual. */
const OWN_ROLES = new Map([
  [Roles.ROLE_GRAPHIC, "img"],
  [Roles.ROLE_PASSWORD_TEXT, "textbox"],
  [Roles.ROLE_TEXT_LEAF, "text"],
  [Roles.ROLE_STATICTEXT, "text"],
  [Roles.ROLE_SUMMARY, "summary"],
  [Roles.ROLE_DETAILS, "group"],
  [Roles.ROLE_DATE_EDITOR, "date"],
  [Roles.ROLE_LABEL, "label"],
]);

/** Nodes that expose nothing. */
const LEFT_OUT = new Set([Roles.ROLE_LISTITEM_MARKER, Roles.ROLE_WHITESPACE]);

/** Roles that WAI-ARIA forbids to name by their content, though Firefox does. */
const NOT_NAMED_BY_CONTENT = new Set(["definition", "label", "listitem"]);

/** Roles of nodes that expose nothing unless they have a name. */
const SAYS_NOTHING_UNNAMED = new Set(["generic", "text"]);

/** Roles of what holds a value that a person chooses or types. */
const FIELDS = new Set([
  "checkbox", "combobox", "date", "listbox", "searchbox", "spinbutton", "textbox", "time",
]);

/** Roles of what shows a number. */
const RANGES = new Set(["meter", "progressbar", "slider"]);

/** The nodes of each document that the driver knows by a number. */
const known = new WeakMap();

function knownIn(window) {
  const document = window.document;
  if (!known.has(document)) known.set(document, { keys: new WeakMap(), nodes: new Map() });
  return known.get(document);
}

function keyOf(window, node) {
  const { keys, nodes } = knownIn(window);
  if (!keys.has(node)) {
    keys.set(node, nodes.size + 1);
    nodes.set(nodes.size + 1, new WeakRef(node));
  }
  return keys.get(node);
}

/** The node of a number; `undefined` where it is gone. */
export function nodeOf(window, key) {
  return knownIn(window).nodes.get(key)?.deref();
}

/** Whether the tree of the document is made. */
export function isReady(window) {
  const root = service.getAccessibleFor(window.document);
  return root !== null && !(statesOf(root) & States.STATE_BUSY);
}

/** All nodes in the order of the document, each with its number. */
export function nodes(window) {
  bringUpToDate(window);
  const found = [];
  const visit = (accessible, depth) => {
    const node = LEFT_OUT.has(accessible.role) ? null : accessible.DOMNode;
    const described = node && describe(accessible);
    const isExposed = described && saysSomething(described);
    if (isExposed) found.push({ key: keyOf(window, node), depth, ...described });
    const children = accessible.children;
    for (let index = 0; index < children.length; index += 1) {
      visit(children.queryElementAt(index, Ci.nsIAccessible), isExposed ? depth + 1 : depth);
    }
  };
  const root = service.getAccessibleFor(window.document);
  if (root) visit(root, 0);
  return found;
}

/** What assistive technology sees of a node now; a node that exposes nothing has no role. */
export function node(window, key) {
  bringUpToDate(window);
  const known = nodeOf(window, key);
  const accessible = known && service.getAccessibleFor(known);
  return accessible ? describe(accessible) : { role: "", name: "" };
}

/** The tree follows the document with the frames that are drawn: two are drawn at once. */
function bringUpToDate(window) {
  window.windowUtils.advanceTimeAndRefresh(0);
  window.windowUtils.advanceTimeAndRefresh(0);
  window.windowUtils.restoreNormalRefresh();
}

function statesOf(accessible) {
  const states = {};
  accessible.getState(states, {});
  return states.value;
}

function describe(accessible) {
  const states = statesOf(accessible);
  const holds = (state) => Boolean(states & state);
  const role = OWN_ROLES.get(accessible.role) ?? accessible.computedARIARole;
  const isField = FIELDS.has(role);
  return {
    role: role || service.getStringRole(accessible.role),
    name: nameOf(accessible, role),
    description: accessible.description ?? "",
    value: valueOf(accessible, role),
    focused: holds(States.STATE_FOCUSED),
    disabled: holds(States.STATE_UNAVAILABLE),
    invalid: holds(States.STATE_INVALID),
    required: holds(States.STATE_REQUIRED),
    readonly: isField && holds(States.STATE_READONLY),
    selected: holds(States.STATE_SELECTABLE) ? holds(States.STATE_SELECTED) : null,
    expanded: holds(States.STATE_EXPANDED | States.STATE_COLLAPSED) ? holds(States.STATE_EXPANDED) : null,
    checked: holds(States.STATE_CHECKABLE) ? checkedness(holds) : null,
    live: attribute(accessible, "live") ?? (role === "alert" ? "assertive" : null),
  };
}

function saysSomething({ role, name, live }) {
  return !SAYS_NOTHING_UNNAMED.has(role) || name.trim() !== "" || live !== null;
}

function nameOf(accessible, role) {
  if (NOT_NAMED_BY_CONTENT.has(role) && !attribute(accessible, "explicit-name")) return "";
  return accessible.name ?? "";
}

function valueOf(accessible, role) {
  if (RANGES.has(role)) return String(accessible.QueryInterface(Ci.nsIAccessibleValue).currentValue);
  if (!FIELDS.has(role)) return null;
  return (role === "date" ? accessible.DOMNode.value : accessible.value) || null;
}

function checkedness(holds) {
  return holds(States.STATE_MIXED) ? "mixed" : String(holds(States.STATE_CHECKED));
}

function attribute(accessible, name) {
  try {
    const value = accessible.attributes.getStringProperty(name);
    return value === "off" ? null : value;
  } catch {
    return null;
  }
}
