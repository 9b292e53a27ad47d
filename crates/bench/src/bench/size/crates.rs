//! What each crate costs in the WebAssembly, by the names of its functions.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, ensure};
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::super::table::laid_out;
use super::{kilobytes, share};

/// What is to be said beside the table.
pub(super) const REMARKS: &str = "\
A generic function is counted for the crate that its symbol names first, whatever it was made for: Vec<Token>::push for
alloc. What the compiler put into another function is counted for that one.";

/// Crates below this part of the module share a line.
const SMALL: f64 = 0.005;

const LARGEST: usize = 10;

/// How much of a symbol is shown, in characters.
const SYMBOL: usize = 100;

/// A module taken apart. Sizes are in bytes.
pub(super) struct Costs {
    functions: Vec<Function>,
    data: u64,
    /// Everything else but the names, which the packaged module does not have.
    rest: u64,
}

struct Function {
    symbol: String,
    bytes: u64,
}

impl Costs {
    /// Reads a module that has names.
    ///
    /// # Errors
    ///
    /// When it is no WebAssembly, or has no names.
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
                    if let KnownCustom::Name(subsections) = section.as_known() {
                        section_of_names = section.range().len() as u64;
                        for subsection in subsections {
                            if let Name::Function(functions) = subsection? {
                                for named in functions {
                                    let named = named?;
                                    names.insert(named.index, format!("{:#}", demangle(named.name)));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        ensure!(!names.is_empty(), "the WebAssembly has no names");
        let code: u64 = bodies.iter().sum();
        let functions = (imported..).zip(bodies).map(|(index, bytes)| {
            let symbol = names.remove(&index).unwrap_or_else(|| format!("function {index}"));
            Function { symbol, bytes }
        });
        let rest = module.len() as u64 - code - data - section_of_names;
        Ok(Self { functions: functions.collect(), data, rest })
    }

    fn whole(&self) -> u64 {
        self.functions.iter().map(|function| function.bytes).sum::<u64>() + self.data + self.rest
    }

    /// One line for each crate, the largest first, then data and the rest.
    pub(super) fn table(&self) -> String {
        let mut crates: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
        for function in &self.functions {
            let cost = crates.entry(crate_of(&function.symbol).unwrap_or("no crate is named")).or_default();
            cost.0 += function.bytes;
            cost.1 += 1;
        }
        let whole = self.whole();
        let (small, mut large): (Vec<_>, Vec<_>) =
            crates.into_iter().partition(|(_, (bytes, _))| (*bytes as f64) < whole as f64 * SMALL);
        large.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
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
        row("together", whole, Some(self.functions.len()));
        laid_out(&rows, 3)
    }

    /// The largest functions with their sizes.
    pub(super) fn largest_functions(&self) -> String {
        let mut functions: Vec<&Function> = self.functions.iter().collect();
        functions.sort_by_key(|function| std::cmp::Reverse(function.bytes));
        let shown = |function: &&Function| {
            let mut symbol: String = function.symbol.chars().take(SYMBOL).collect();
            if symbol.len() < function.symbol.len() {
                symbol.push('…');
            }
            vec![String::new(), function.bytes.to_string(), symbol]
        };
        laid_out(&functions.iter().take(LARGEST).map(shown).collect::<Vec<_>>(), 1)
    }
}

/// The first crate in a symbol: what stands before its first `::`.
fn crate_of(symbol: &str) -> Option<&str> {
    let (before, _) = symbol.split_once("::")?;
    let start = before.rfind(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    let name = &before[start.map_or(0, |start| start + 1)..];
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_crate_in_a_symbol_is_found() {
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

    /// One function that is imported, and one of 4 bytes that is named `a::b`, with two bytes of data.
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
        assert_eq!(costs.functions.len(), 1);
        assert_eq!((costs.functions[0].symbol.as_str(), costs.functions[0].bytes), ("a::b", 4));
        assert_eq!(costs.data, 8);
        assert!(
            costs.table().lines().any(|line| line.starts_with("a ") && line.ends_with('1')),
            "{}",
            costs.table()
        );
        assert!(costs.largest_functions().trim().ends_with("4  a::b"));
        let without_names = &MODULE[..MODULE.len() - 16];
        assert!(Costs::of(without_names).is_err());
    }
}
