//! Icons of the buttons. They are as large as Jenkins', whose rows have about 3.4 KB each.

use maud::{Markup, PreEscaped, html};

/// A pen.
pub(super) fn pen() -> Markup {
    drawing(None, PEN)
}

/// A bin, with a title for screen readers.
pub(super) fn bin(title: Option<&str>) -> Markup {
    drawing(title, BIN)
}

fn drawing(title: Option<&str>, strokes: &str) -> Markup {
    html! {
        svg class="icon-sm" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" {
            @if let Some(title) = title { title { (title) } }
            (PreEscaped(strokes))
        }
    }
}

const PEN: &str = r#"
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 96 416 L 112 336 L 352 96 L 416 160 L 176 400 Z"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 304 144 L 368 208"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 112 336 L 176 400"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 256 432 L 416 432"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 144 304 L 208 368"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 336 112 L 400 176"></path>
"#;

const BIN: &str = r#"
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 128 128 L 152 432 L 360 432 L 384 128"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 80 128 L 432 128"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 192 128 L 192 80 L 320 80 L 320 128"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 216 192 L 224 368"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 256 192 L 256 368"></path>
<path fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="32" d="M 296 192 L 288 368"></path>
"#;
