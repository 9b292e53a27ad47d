//! `cargo xtask bench`: speed, size and memory beside their goals.

mod chart;
mod command_line;
mod extension;
mod machine;
mod size;
mod table;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use self::chart::Group;

#[derive(clap::Args)]
pub(crate) struct BenchArguments {
    /// How often each duration is measured.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure only this.
    #[arg(long)]
    only: Option<Part>,
    /// Draw the durations as an SVG into this file, too.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Extension,
    CommandLine,
}

/// Measures and prints the tables.
///
/// # Errors
///
/// When something could not be measured, or failed under load; never because of a figure.
pub(crate) fn bench(arguments: &BenchArguments) -> Result<()> {
    let machine = machine::described();
    println!("{machine}\n");
    let mut groups = Vec::new();
    if arguments.only != Some(Part::CommandLine) {
        let durations = extension::bench(arguments.rounds)?.into_durations();
        groups.push(Group { heading: "Extension, in Chromium", durations });
    }
    if arguments.only != Some(Part::Extension) {
        let durations = command_line::bench(arguments.rounds)?.into_durations();
        groups.push(Group { heading: "Command line", durations });
    }
    if let Some(file) = &arguments.chart {
        let caption = format!("Medians of {} rounds, {machine}; stand-in controller.", arguments.rounds);
        fs::write(file, chart::svg(&groups, &caption))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// The middle of the figures.
fn median(mut figures: Vec<f64>) -> Result<f64> {
    ensure!(!figures.is_empty() && figures.iter().all(|figure| figure.is_finite()), "a figure is missing");
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    Ok(if figures.len() % 2 == 1 {
        figures[middle]
    } else {
        f64::midpoint(figures[middle - 1], figures[middle])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]).unwrap(), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]).unwrap(), 2.5);
        assert!(median(vec![]).is_err());
        assert!(median(vec![f64::NAN]).is_err());
    }
}
