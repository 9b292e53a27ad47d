//! The rows of the list of tokens.
//!
//! A list may hold a thousand tokens: only the rows in view and some beyond are in the document ([`RowHeights::to_draw`]). What
//! is missing between them is held open by a margin.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::row;
use crate::model::form::View;
use crate::model::state::State;
use crate::shell::{Popup, dom};
use crate::view::Id;
use crate::view::row_window::RowHeights;

/// The height of most rows, in CSS pixels, until some are measured.
const USUAL_HEIGHT: f64 = 49.0;

/// The highest popup that a browser shows, in CSS pixels. A popup is smaller before it is drawn.
const POPUP_HEIGHT: f64 = 600.0;

/// What is drawn of the list.
#[derive(Default)]
pub(super) struct DrawnRows(RefCell<Rows>);

#[derive(Default)]
struct Rows {
    /// The revision of the list that is shown.
    revision: Option<u32>,
    /// The height of most rows, in CSS pixels, once some are measured.
    usual_height: Option<f64>,
    heights: RowHeights,
    /// The rows in the document, with their places in the list.
    drawn: Vec<(usize, Element)>,
}

/// Brings the rows in line with the list and with how far it is scrolled.
pub(super) fn draw(popup: &Popup, state: &State) {
    if state.view != View::Tokens {
        return;
    }
    let revision = state.list.revision();
    let mut rows = popup.drawn.rows.0.borrow_mut();
    if rows.revision == Some(revision) {
        rows.draw_window(state);
        return;
    }
    let focus = row::focused();
    let was_empty = rows.drawn.is_empty();
    let usual_height = rows.usual_height;
    *rows = Rows {
        revision: Some(revision),
        usual_height,
        heights: RowHeights::new(state.list.shown().len(), usual_height.unwrap_or(USUAL_HEIGHT)),
        drawn: Vec::new(),
    };
    dom::element::<Element>(Id::List).set_text_content(None);
    rows.draw_window(state);
    drop(rows);
    if was_empty && state.list.scroll > 0.0 {
        dom::window().scroll_to_with_x_and_y(0.0, state.list.scroll);
        popup.drawn.rows.0.borrow_mut().draw_window(state);
    }
    if let Some((uuid, control)) = focus {
        row::focus(&uuid, &control);
    }
}

/// Draws the rows around the one that has received the focus, for the keyboard to go on.
pub(in crate::shell) fn follow_focus(popup: &Popup) {
    if row::focused().is_some() {
        popup.drawn.rows.0.borrow_mut().draw_window(&popup.state.borrow());
    }
}

/// Draws the row of this token, scrolled into view; returns whether it is shown.
pub(in crate::shell) fn reveal(popup: &Popup, uuid: &str) -> bool {
    let state = popup.state.borrow();
    let Some(row) = state.list.shown().iter().position(|token| token.uuid == uuid) else { return false };
    let mut rows = popup.drawn.rows.0.borrow_mut();
    if !rows.drawn.iter().any(|(drawn, _)| *drawn == row) {
        let place = dom::element::<Element>(Id::List).get_bounding_client_rect();
        let above = place.top() + rows.heights.of(0..row) - POPUP_HEIGHT / 2.0;
        dom::window().scroll_by_with_x_and_y(0.0, above);
        rows.draw_window(&state);
    }
    true
}

impl Rows {
    /// Draws the rows that are missing in view and near it, and removes those that are no longer.
    fn draw_window(&mut self, state: &State) {
        let place: Element = dom::element(Id::List);
        let tokens = state.list.shown();
        let top = -place.get_bounding_client_rect().top();
        let bottom = top + view_height();
        let focused = row::focused().map(|(uuid, _)| uuid);
        let is_kept = |uuid: &str| focused.as_deref() == Some(uuid) || state.list.is_renaming(uuid);
        let kept: Vec<_> =
            tokens.iter().enumerate().filter(|(_, token)| is_kept(&token.uuid)).map(|(row, _)| row).collect();
        let wanted = self.heights.to_draw(top, bottom, &kept);
        if wanted.iter().eq(self.drawn.iter().map(|(row, _)| row)) {
            return;
        }
        let last = std::mem::take(&mut self.drawn);
        let (mut stays, goes): (Vec<_>, Vec<_>) = last.into_iter().partition(|(row, _)| wanted.contains(row));
        for (_, row) in goes {
            row.remove();
        }
        let mut added = Vec::new();
        stays.reverse();
        for row in wanted {
            let element = match stays.pop_if(|(other, _)| *other == row) {
                Some((_, element)) => element,
                None => {
                    let Some(token) = tokens.get(row) else { continue };
                    let element = row::drawn(state, token, row, tokens.len());
                    let _ = place.insert_before(&element, stays.last().map(|(_, next)| next.as_ref()));
                    added.push((row, element.clone()));
                    element
                }
            };
            self.drawn.push((row, element));
        }
        self.hold_open();
        self.measure(&added, top);
    }

    /// Measures rows that were just drawn. Where they are not as high as was taken for granted, what is in view stays where
    /// it is.
    fn measure(&mut self, added: &[(usize, Element)], top: f64) {
        let first_in_view = self.heights.between(top, top + 1.0).start;
        let mut measured = Vec::new();
        for (row, element) in added {
            row::make_room_for_name(element);
            measured.push((*row, element.get_bounding_client_rect().height()));
        }
        if self.usual_height.is_none()
            && let Some(lowest) = measured.iter().map(|(_, height)| *height).reduce(f64::min)
        {
            self.usual_height = Some(lowest);
            self.heights = RowHeights::new(self.heights.count(), lowest);
            self.hold_open();
        }
        let (mut above, mut has_changed) = (0.0, false);
        for (row, height) in measured {
            let difference = self.heights.measure(row, height);
            if difference.abs() > 0.01 {
                has_changed = true;
                if row < first_in_view {
                    above += difference;
                }
            }
        }
        if has_changed {
            self.hold_open();
        }
        if above != 0.0 {
            dom::window().scroll_by_with_x_and_y(0.0, above);
        }
    }

    /// Leaves as much room between the drawn rows as those take that are missing there.
    fn hold_open(&self) {
        let mut next = 0;
        for (row, element) in &self.drawn {
            let room = self.heights.of(next..*row);
            let style = element.unchecked_ref::<HtmlElement>().style();
            // In whole pixels: writing fractions would be 6 KB of WebAssembly. Only invalid names are rejected.
            let _ = style.set_property("margin-block-start", &format!("{}px", room as u32));
            next = row + 1;
        }
    }
}

fn view_height() -> f64 {
    dom::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0).max(POPUP_HEIGHT)
}
