//! What each crate costs in the WebAssembly, by the names of its functions.
//!
//! twiggy's library gives a size per function, too, but no sum per crate, and it would bring a second version of
//! wasmparser beside the one of wasm-bindgen.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, ensure};
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::super::table::laid_out;
use super::{kilobytes, share};

/// What the reader of the table must know.
pub(super) const REMARKS: &str = "\
A generic function counts for the crate that its symbol names first, whatever type it was made for: Vec<Token>::push for
alloc. A function that was inlined counts for the one it was inlined into.";

/// Crates below this share of the module are summed up in one line.
const SMALL: f64 = 0.005;

const LARGEST: usize = 10;

/// How much of a symbol is shown, in characters.
const SYMBOL: usize = 100;

/// A module taken apart. Sizes are in bytes.
pub(super) struct Costs {
    /// Symbols and sizes, the largest first.
    functions: Vec<(String, u64)>,
    data: u64,
    /// Everything else but the names, which the packaged module does not have.
    rest: u64,
}

impl Costs {
    /// Reads a module that has names.
    ///
    /// # Errors
    ///
    /// If it is not WebAssembly, or has no names.
    pub(super) fn of(module: &[u8]) -> Result<Self> {
        let (mut bodies, mut names) = (Vec::new(), HashMap::new());
        let (mut imported, mut data, mut section_of_names) = (0_u32, 0, 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.range().len() as u64),
                Payload::DataSection(section) => data = section.range().len() as u64,
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(subsections) = section.as_known() else { continue };
                    section_of_names = section.range().len() as u64;
                    for subsection in subsections {
                        let Name::Function(functions) = subsection? else { continue };
                        for function in functions {
                            let function = function?;
                            names.insert(function.index, format!("{:#}", demangle(function.name)));
                        }
                    }
                }
                _ => {}
            }
        }
        ensure!(!names.is_empty(), "the WebAssembly has no names");
        let rest = module.len() as u64 - bodies.iter().sum::<u64>() - data - section_of_names;
        let symbol = |index| names.remove(&index).unwrap_or_else(|| format!("function {index}"));
        let mut functions: Vec<_> = (imported..).map(symbol).zip(bodies).collect();
        functions.sort_by_key(|(_, bytes)| Reverse(*bytes));
        Ok(Self { functions, data, rest })
    }

    /// One line for each crate, the largest first, then data and the rest.
    pub(super) fn table(&self) -> String {
        let mut crates: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
        let mut code = (0, 0);
        for (symbol, bytes) in &self.functions {
            for sum in [crates.entry(crate_of(symbol).unwrap_or("no crate is named")).or_default(), &mut code]
            {
                *sum = (sum.0 + bytes, sum.1 + 1);
            }
        }
        let whole = code.0 + self.data + self.rest;
        let (small, mut large): (Vec<_>, Vec<_>) =
            crates.into_iter().partition(|(_, (bytes, _))| (*bytes as f64) < whole as f64 * SMALL);
        large.sort_by_key(|(_, cost)| Reverse(*cost));
        let mut rows = vec![["", "size", "of the module", "functions"].map(str::to_owned).to_vec()];
        let mut row = |what: &str, bytes: u64, functions: Option<usize>| {
            let functions = functions.map_or_else(String::new, |functions| functions.to_string());
            rows.push(vec![what.to_owned(), kilobytes(bytes), share(bytes, whole), functions]);
        };
        for (name, (bytes, functions)) in large {
            row(name, bytes, Some(functions));
        }
        let (bytes, functions) = small.iter().fold((0, 0), |sum, (_, cost)| (sum.0 + cost.0, sum.1 + cost.1));
        row(&format!("{} smaller ones", small.len()), bytes, Some(functions));
        row("data", self.data, None);
        row("types, tables, imports, exports", self.rest, None);
        row("total", whole, Some(code.1));
        laid_out(&rows, 3)
    }

    /// The largest functions with their sizes.
    pub(super) fn largest_functions(&self) -> String {
        let shown = |(symbol, bytes): &(String, u64)| {
            vec![String::new(), bytes.to_string(), symbol.chars().take(SYMBOL).collect()]
        };
        laid_out(&self.functions.iter().take(LARGEST).map(shown).collect::<Vec<_>>(), 1)
    }
}

/// The first crate in a symbol: the word before its first `::`.
fn crate_of(symbol: &str) -> Option<&str> {
    let (before, _) = symbol.split_once("::")?;
    let name = before.rsplit(|character: char| !character.is_ascii_alphanumeric() && character != '_').next();
    name.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_crate_in_a_symbol() {
        for (symbol, expected) in [
            ("latchkey_core::token::TokenName::parse", Some("latchkey_core")),
            ("<latchkey_core::Token as core::fmt::Display>::fmt", Some("latchkey_core")),
            ("<&T as core::fmt::Debug>::fmt", Some("core")),
            ("<[A] as alloc::slice::Join>::join", Some("alloc")),
            ("core::ptr::drop_in_place<latchkey_core::Token>", Some("core")),
            ("memcpy", None),
        ] {
            assert_eq!(crate_of(symbol), expected, "{symbol}");
        }
    }

    /// An imported function, one of 4 bytes named `a::b`, and two bytes of data.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x07\x01\x01m\x01f\0\0\
        \x03\x02\x01\0\
        \x05\x03\x01\0\x01\
        \x0a\x06\x01\x04\0\x01\x01\x0b\
        \x0b\x08\x01\0\x41\0\x0b\x02xy\
        \0\x0e\x04name\x01\x07\x01\x01\x04a::b";

    #[test]
    fn imported_functions_have_no_code() {
        let costs = Costs::of(MODULE).unwrap();
        assert_eq!(costs.functions, [("a::b".to_owned(), 4)]);
        assert_eq!(costs.data, 8);
        let table = costs.table();
        assert!(table.lines().any(|line| line.starts_with("a ") && line.ends_with('1')), "{table}");
        assert!(costs.largest_functions().trim().ends_with("4  a::b"));
        assert!(Costs::of(&MODULE[..MODULE.len() - 16]).is_err(), "without names");
    }
}
