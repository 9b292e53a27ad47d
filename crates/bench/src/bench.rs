//! `cargo xtask bench`: speed, size and memory next to their goals.

mod chart;
mod cleanup;
mod command_line;
mod extension;
mod size;
mod table;
mod target;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use latchkey_driver::BrowserKind;
use latchkey_standin::JenkinsVersion;

use self::chart::Group;
use self::command_line::{Curl, Program};
use self::extension::Extensions;
use self::table::{Table, side_by_side};
use self::target::Target;
use crate::controller::{CORE_HELP, RealController};
use latchkey_xtask::{browsers, build};

/// The end of the address of a request for a token.
const GENERATE: &str = "/me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";

#[derive(clap::Args)]
pub(crate) struct BenchArguments {
    /// How many times to measure each duration.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure only this part.
    #[arg(long)]
    only: Option<Part>,
    /// Also write a chart of the durations to this SVG file.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    #[arg(long, help = CORE_HELP, value_name = "VERSION", default_value_t = JenkinsVersion::V2_579)]
    core: JenkinsVersion,
    #[command(flatten)]
    real: RealController,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The extension, next to the controller's own tokens page.
    Extension,
    /// The CLI, next to curl.
    CommandLine,
    /// The size of each part of the package and of the WebAssembly.
    Size,
}

/// Measures and prints the tables.
///
/// # Errors
///
/// If a measurement fails, or a client fails under load. A missed goal is not an error.
pub(crate) fn bench(arguments: BenchArguments) -> Result<()> {
    let BenchArguments { rounds, only, chart, core, real } = arguments;
    let wanted = |part: Part| only.is_none_or(|only| only == part);
    if only == Some(Part::Size) && real.is_named() {
        bail!("--only size sends no requests; leave out --jenkins");
    }
    if only == Some(Part::Size) && chart.is_some() {
        bail!("--only size measures no durations; leave out --chart");
    }
    let real = real.read()?;
    cleanup::catch_interrupts()?;
    let machine = machine();
    println!("{machine}\n");
    let mut groups = Vec::new();
    let runs_program = wanted(Part::CommandLine) || wanted(Part::Extension) || real.is_some();
    let program = runs_program.then(Program::build).transpose()?.map(Arc::new);
    let real = match (real, &program) {
        (Some(controller), Some(program)) => Some(Target::real(controller, program)?),
        _ => None,
    };
    if let Some(program) = program.as_ref().filter(|_| wanted(Part::Extension)) {
        groups.extend(extension(program, core, real.as_ref(), rounds)?);
    }
    if let Some(program) = program.filter(|_| wanted(Part::CommandLine)) {
        groups.extend(command_line(&program, core, real.as_ref(), rounds)?);
    }
    if wanted(Part::Size) {
        size::print()?;
    }
    if let Some(file) = &chart {
        let caption = format!("Medians of {rounds} rounds, {machine}.");
        fs::write(file, chart::svg(&groups, &caption))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Measures the extension on a stand-in and, next to it, on a real controller.
fn extension(
    program: &Program,
    core: JenkinsVersion,
    real: Option<&Target>,
    rounds: u32,
) -> Result<Vec<Group>> {
    eprintln!("Building the extension.");
    let dist = build::build()?.join("chromium");
    browsers::ensure(BrowserKind::Chromium)?;
    let extensions = Extensions::prepare(&dist)?;
    let standin = Target::standin(core)?;
    let mut measured = Vec::new();
    for target in [Some(&standin), real].into_iter().flatten() {
        measured.push((target.heading(), extension::bench(&extensions, program, target, rounds)?));
    }
    let browser = measured.first().map_or("", |(_, measured)| &measured.browser);
    println!("Extension: medians of {rounds} rounds, {browser}.\n");
    let tables: Vec<_> =
        measured.iter().map(|(heading, measured)| (heading.as_str(), &measured.table)).collect();
    println!("{}\n{}", side_by_side(&tables), extension::REMARKS);
    if real.is_some() {
        println!("{}", extension::REMARKS_ON_REAL);
    }
    println!();
    Ok(groups("Extension, in Chromium", &tables))
}

/// Measures the CLI on stand-ins and, next to them, on a real controller.
fn command_line(
    program: &Program,
    core: JenkinsVersion,
    real: Option<&Target>,
    rounds: u32,
) -> Result<Vec<Group>> {
    let curl = Curl::find();
    if curl.is_none() {
        eprintln!("curl is missing, so nothing is compared with it.");
    }
    let on_standins = command_line::bench(program, curl.as_ref(), core, rounds)?;
    let mut measured = vec![(format!("stand-in {core}"), on_standins)];
    if let Some(real) = real {
        measured.push((real.heading(), command_line::bench_real(program, curl.as_ref(), real, rounds)?));
    }
    let tables: Vec<_> = measured.iter().map(|(heading, table)| (heading.as_str(), table)).collect();
    println!("CLI: medians of {rounds} rounds.\n\n{}", side_by_side(&tables));
    command_line::load(program, core)?;
    command_line::fleet(program, core)?;
    Ok(groups("CLI", &tables))
}

/// What the chart shows of the tables: a group for each.
fn groups(heading: &str, tables: &[(&str, &Table)]) -> Vec<Group> {
    let group = |(place, table): &(&str, &Table)| Group {
        heading: format!("{heading}, {place}"),
        bars: table.bars(),
    };
    tables.iter().map(group).collect()
}

/// The median.
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

/// The processor, the number of cores, and the date.
fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| model_in(&text));
    let processor = processor.unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("{processor}, {cores} cores, {}", jiff::Zoned::now().date())
}

fn model_in(cpuinfo: &str) -> Option<String> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
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

    #[test]
    fn the_processor_is_the_first_that_is_named() {
        let text = "processor\t: 0\nmodel name\t: A B @ 2 GHz\n\nprocessor\t: 1\nmodel name\t: other\n";
        assert_eq!(model_in(text).unwrap(), "A B @ 2 GHz");
        assert_eq!(model_in("Hardware: x"), None);
    }
}
