//! What the kernel knows of a process: time and memory. Must never be asked about a process that has ended.

use std::fs::read_to_string;

/// Kernel ticks in a second, on every Linux.
const TICKS: f64 = 100.0;

/// Kilobytes of memory that a process holds now.
pub fn memory(pid: u32) -> u64 {
    let status = read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.unwrap_or(0)
}

/// Seconds of processor that a process has had, with those of its children that have ended.
pub fn seconds(pid: u32) -> f64 {
    // behind the name, which may hold anything: state ppid … utime stime cutime cstime are 12 to 15
    fields(pid)
        .iter()
        .skip(11)
        .take(4)
        .map(|ticks| ticks.parse::<f64>().unwrap_or(0.0))
        .sum::<f64>()
        / TICKS
}

/// The same with all its children.
pub fn seconds_with_children(pid: u32) -> f64 {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let children = pids.filter(|child| fields(*child).get(1) == Some(&pid.to_string()));
    children.map(seconds).sum::<f64>() + seconds(pid)
}

fn fields(pid: u32) -> Vec<String> {
    let stat = read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    behind.split_whitespace().map(str::to_owned).collect()
}
