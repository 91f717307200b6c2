//! The key slots: are both copies there, does the key open, what if it is lost. Must never show a secret.

use std::fs;
use std::path::{Path, PathBuf};

use crate::register::{Fault, Unlocking};
use crate::vault::{KeyRing, MasterKey, SlotKind, VaultError};

use super::{Line, beside};

pub(super) fn lines(dir: &Path, key: &Unlocking) -> (Vec<Line>, Option<MasterKey>) {
    let ring = match KeyRing::load(dir) {
        Ok(ring) => ring,
        Err(error) => {
            let todo = match error {
                VaultError::Newer(_) => "update this program",
                _ => "restore the store from a backup: each holds a copy of the key slots",
            };
            return (vec![Line::bad("keys", error.to_string(), todo)], None);
        }
    };
    let mut lines = vec![slots(dir, &ring)];
    let master = key.open_ring(&ring);
    lines.push(match &master {
        Ok(_) => Line::good("key", "the key opens the store"),
        Err(fault) => Line::bad("key", fault.to_string(), lost(&ring, fault)),
    });
    lines.extend(
        files_of(&ring, key)
            .iter()
            .find_map(|path| beside("key file", path, true)),
    );
    lines.push(recovery(&ring));
    lines.push(swap(&fs::read_to_string("/proc/swaps").unwrap_or_default()));
    (lines, master.ok())
}

/// Where the key file may be: as asked, or as the slots remember it.
fn files_of(ring: &KeyRing, key: &Unlocking) -> Vec<PathBuf> {
    match key {
        Unlocking::File(Some(path)) => vec![path.clone()],
        _ => ring
            .slots()
            .into_iter()
            .filter_map(|slot| slot.written_to)
            .collect(),
    }
}

fn slots(dir: &Path, ring: &KeyRing) -> Line {
    let kinds: Vec<String> = ring.slots().iter().map(|slot| slot.kind.to_string()).collect();
    let says = format!("opens with {}", kinds.join(", "));
    let copies = ["keys.a", "keys.b"].map(|name| fs::read(dir.join(name)).ok());
    match copies {
        [Some(a), Some(b)] if a == b => Line::good("keys", says),
        _ => Line::warning(
            "keys",
            format!("{says}; one of the two copies of the slots is missing, older or damaged"),
            "make a new recovery code (`tendero key recovery`): any change writes both copies",
        ),
    }
}

/// Memory that the kernel writes to a disk, by its own table: a heading, then a line for each place.
fn swap(table: &str) -> Line {
    let places = table
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next());
    // Compressed memory is no disk.
    let disks: Vec<_> = places.filter(|place| !place.contains("zram")).collect();
    if disks.is_empty() {
        return Line::good("swap", "keys stay in memory: no swap on a disk");
    }
    Line::warning(
        "swap",
        format!("keys may be written to {}", disks.join(", ")),
        "encrypt the swap or turn it off (`swapoff -a`): whoever takes the disk may find keys there",
    )
}

/// What can still be done when the key does not open.
fn lost(ring: &KeyRing, fault: &Fault) -> String {
    let has = |kind| ring.slots().iter().any(|slot| slot.kind == kind);
    let mut ways = Vec::new();
    match fault {
        Fault::Vault(VaultError::KeyFileMissing(_)) => {
            ways.push("plug in the stick it is on, or say where it is with --key-file");
        }
        _ if has(SlotKind::KeyFile) => {
            ways.push("use the key file that was made with this store (--key-file)")
        }
        _ => {}
    }
    if has(SlotKind::Passphrase) {
        ways.push("use the passphrase (--passphrase-file)");
    }
    if has(SlotKind::Recovery) {
        ways.push(
            "use the recovery code: `tendero key add-key-file FILE --recovery-code-file CODE` makes a new \
             key file, and nothing is lost",
        );
        return ways.join("; or ");
    }
    let mut said = ways.join("; or ");
    said.push_str(
        "; there is no recovery code, so if all of these are lost nothing opens this store or a backup of it",
    );
    said.trim_start_matches("; ").to_owned()
}

fn recovery(ring: &KeyRing) -> Line {
    let slots = ring.slots();
    let mut codes = slots
        .iter()
        .filter(|slot| slot.kind == SlotKind::Recovery)
        .peekable();
    if codes.peek().is_none() {
        let says = "there is no recovery code: whoever loses the key loses the shop";
        return Line::warning(
            "recovery",
            says,
            "make one: `tendero key recovery`, then `tendero key confirm`",
        );
    }
    if codes.any(|slot| slot.confirmed) {
        return Line::good("recovery", "the recovery code was typed back");
    }
    let says = "the recovery code was never typed back, so nobody knows whether it was written down right";
    Line::warning("recovery", says, "type it back: `tendero key confirm`")
}

#[cfg(test)]
mod tests {
    use super::super::Health;
    use super::*;

    #[test]
    fn swap_on_a_disk_is_told_and_compressed_memory_is_none() {
        let head = "Filename\tType\tSize\tUsed\tPriority\n";
        for (places, health) in [
            ("", Health::Good),
            ("/dev/zram0 partition 524284 0 100\n", Health::Good),
            (
                "/dev/zram0 partition 524284 0 100\n/swapfile file 1048572 0 -2\n",
                Health::Warning,
            ),
        ] {
            let line = swap(&format!("{head}{places}"));
            assert_eq!(line.health, health, "{places}");
            assert_eq!(line.says.contains("/swapfile"), health == Health::Warning);
        }
    }
}
