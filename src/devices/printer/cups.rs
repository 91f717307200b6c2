//! The machine's own print service, by its `lp` command. Must never wait for it without an end.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Failed, Pace, Problem, Sent, Watch};

const LOOK: Duration = Duration::from_millis(20);

/// Sends by `program`, which is `lp` but in tests; an empty queue is the machine's usual one.
pub(super) fn send(
    program: &str,
    queue: &str,
    pace: Pace,
    bytes: &[u8],
    watch: &dyn Watch,
) -> Result<Sent, Failed> {
    let mut command = Command::new(program);
    if !queue.is_empty() {
        command.args(["-d", queue]);
    }
    command.args(["-o", "raw"]).env("LC_ALL", "C");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| Failed::before(spawning(&error)))?;
    watch.begins();
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let bytes = bytes.to_vec();
    // Both ends of a pipe that may be full: whoever waits there ends with the child.
    let feed = std::thread::spawn(move || stdin.map(|mut pipe| pipe.write_all(&bytes)));
    let hear = std::thread::spawn(move || {
        let mut said = Vec::new();
        let heard = stderr.map(|pipe| pipe.take(4096).read_to_end(&mut said));
        drop(heard);
        said
    });
    let outcome = end_of(&mut child, pace.connect + pace.patience, watch);
    drop(feed);
    match outcome {
        Some(true) => Ok(Sent::Printed),
        Some(false) => {
            let said = hear.join().unwrap_or_default();
            let said = String::from_utf8_lossy(&said);
            let first = said.lines().next().unwrap_or_default();
            let first = first.strip_prefix("lp: ").unwrap_or(first);
            Err(Failed::before(Problem::Said(crate::domain::text::clean(
                first, 120,
            ))))
        }
        // It may have handed the paper over before it was ended.
        None => Err(Failed {
            problem: Problem::NotReading,
            begun: true,
        }),
    }
}

fn spawning(error: &std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::NotFound => Problem::Said("lp".to_owned()),
        _ => Problem::from(error),
    }
}

/// Whether it ended well; none where it had to be ended.
fn end_of(child: &mut Child, within: Duration, watch: &dyn Watch) -> Option<bool> {
    let since = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if since.elapsed() < within && !watch.ends() => std::thread::sleep(LOOK),
            Ok(None) | Err(_) => {
                let _gone = child.kill();
                let _status = child.wait();
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    struct Nobody;

    impl Watch for Nobody {
        fn ends(&self) -> bool {
            false
        }
        fn begins(&self) {}
        fn waits(&self, _problem: Option<Problem>) {}
    }

    fn lp(script: &str) -> (tempfile::TempDir, String) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lp");
        std::fs::write(
            &path,
            format!("#!/bin/sh\ncd {}\n{script}\n", dir.path().display()),
        )
        .unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = path.display().to_string();
        (dir, program)
    }

    fn pace() -> Pace {
        Pace {
            connect: Duration::from_millis(200),
            patience: Duration::from_millis(200),
            ..Pace::default()
        }
    }

    #[test]
    fn the_service_gets_the_bytes_raw_on_the_queue() {
        let (dir, program) = lp("echo \"$@\" > args; cat > paper");
        let bytes = vec![0x1B; 200_000];
        let sent = send(&program, "Caja", Pace::default(), &bytes, &Nobody);
        assert_eq!(sent, Ok(Sent::Printed));
        assert_eq!(std::fs::read(dir.path().join("paper")).unwrap(), bytes);
        let args = std::fs::read_to_string(dir.path().join("args")).unwrap();
        assert_eq!(args.trim(), "-d Caja -o raw");
    }

    #[test]
    fn what_it_says_is_told_and_one_that_hangs_is_ended() {
        let (_dir, program) =
            lp("cat > /dev/null; echo 'lp: The printer or class does not exist.' >&2; exit 1");
        let said = Problem::Said("The printer or class does not exist.".to_owned());
        assert_eq!(
            send(&program, "x", Pace::default(), b"paper", &Nobody),
            Err(Failed::before(said))
        );
        let (_dir, program) = lp("exec sleep 60");
        let failed = send(&program, "", pace(), &[0; 300_000], &Nobody).unwrap_err();
        assert!(failed.begun);
        let none = send("/no/such/lp", "", pace(), b"paper", &Nobody).unwrap_err();
        assert_eq!(none, Failed::before(Problem::Said("lp".to_owned())));
    }
}
