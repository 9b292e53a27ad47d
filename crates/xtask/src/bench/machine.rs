//! What was measured on, and when.

use std::fs;
use std::thread;

/// The processor, its cores, and the day.
pub(super) fn described() -> String {
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
    fn the_processor_is_the_first_that_is_named() {
        let text = "processor\t: 0\nmodel name\t: A B @ 2 GHz\n\nprocessor\t: 1\nmodel name\t: other\n";
        assert_eq!(model_in(text).unwrap(), "A B @ 2 GHz");
        assert_eq!(model_in("Hardware: x"), None);
    }
}
