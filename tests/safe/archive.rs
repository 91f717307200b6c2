//! The archive, by the program itself: what is packed is smaller, and everything is done with it that was
//! done before. Must never pass a till that lacks an entry.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shop::{Ran, Shop, close_shift, open_at, open_shift, run_in, sell};

const PACK: [&str; 5] = ["archive", "pack", "stick", "--until", "2999-01-01"];

/// A till in its second life, so that the first is closed for ever: it was restored from a backup, its shift
/// closed, and another opened.
struct Till {
    shop: Shop,
    home: tempfile::TempDir,
    /// The bytes of the first life's segment.
    image: Vec<u8>,
}

impl Till {
    fn new() -> Till {
        let shop = Shop::after_a_day();
        let code = shop.recovery_code();
        shop.run(&["backup", "shop.backup"]).ends(0);
        let home = tempfile::tempdir().unwrap();
        let (file, code) = (shop.home().join("shop.backup"), code.display().to_string());
        let file = file.display().to_string();
        let args = ["restore", &file, "--json", "--recovery-code-file", &code];
        let restored = run_in(home.path(), &args, "").ends(0).json();
        let key_file = Path::new(restored["key_file"].as_str().unwrap()).to_owned();
        let dir = home.path().join(".local/share/tendero/store");
        let mut register = open_at(&dir, &key_file);
        sell(&mut register, 1);
        close_shift(&mut register);
        open_shift(&mut register);
        sell(&mut register, 2);
        register.fold().unwrap();
        drop(register);
        fs::create_dir(home.path().join("stick")).unwrap();
        let image = fs::read(dir.join("journal/0001/00000001.seg")).unwrap();
        Till { shop, home, image }
    }

    /// The same, archived.
    fn archived() -> Till {
        let till = Till::new();
        let packed = till.run(&PACK).ends(0);
        packed
            .says("read back and verified")
            .says("Packed on this till as well: 1 segment,");
        till
    }

    fn run(&self, args: &[&str]) -> Ran {
        run_in(self.home.path(), args, "")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn journal(&self) -> PathBuf {
        self.at(".local/share/tendero/store/journal")
    }

    fn pack(&self) -> PathBuf {
        self.journal().join("0001/00000001.pack")
    }

    fn segment(&self) -> PathBuf {
        self.journal().join("0001/00000001.seg")
    }

    fn stick(&self) -> PathBuf {
        self.at("stick/journal/0001/00000001.pack")
    }

    /// Everything that the till tells of its past.
    fn told(&self) -> Vec<String> {
        let asked: [&[&str]; 4] = [
            &["export", "sales"],
            &["export", "closings"],
            &["export", "stock"],
            &["report", "days"],
        ];
        asked.iter().map(|args| self.run(args).ends(0).out).collect()
    }

    /// Every entry that somebody made at the counter, with its hash.
    fn entries(&self) -> Vec<Value> {
        let all = self.run(&["export", "journal", "--json"]).ends(0).out;
        all.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x40;
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_is_packed_is_smaller_and_everything_works_as_before() {
    let till = Till::new();
    let (told, entries) = (till.told(), till.entries());
    till.run(&PACK).ends(0).says("Nothing has left it");
    assert!(till.pack().exists() && till.stick().exists() && !till.segment().exists());
    let bytes = fs::metadata(till.pack()).unwrap().len();
    assert!(bytes < 64 << 10, "{bytes}");
    assert_eq!((till.told(), till.entries()), (told.clone(), entries.clone()));

    till.run(&["audit", "verify"]).ends(0).says("Nothing is wrong");
    till.run(&["doctor", "--full"])
        .ends(0)
        .says("packed: 1, which saves 7.9 MiB");
    let status = till.run(&["archive", "status", "--json"]).ends(0).json();
    assert_eq!(
        (&status["packed"], &status["ready"]),
        (&Value::from(1), &Value::from(0))
    );
    // The store is folded anew from what is packed, and a packed receipt is taken back.
    till.run(&["rebuild"]).ends(0);
    assert_eq!(till.told(), told);
    till.run(&[
        "refund",
        "C1-000001",
        "--user",
        "Ana",
        "--line",
        "1",
        "--to",
        "cash",
    ])
    .ends(0)
    .says("C1-000001");
    // A second time there is nothing more to do, and the archive is held against the till again.
    till.run(&PACK)
        .ends(0)
        .says("Packed on this till as well: 0 segments,");
    assert_eq!(till.entries()[..entries.len()], entries);
}

#[test]
fn a_backup_and_a_mirror_of_a_packed_till_hold_its_segments_as_they_were() {
    let till = Till::archived();
    fs::create_dir(till.at("mirror")).unwrap();
    till.run(&["mirror", "start", "mirror"]).ends(0);
    let mirrored = fs::read(till.at("mirror/journal/0001/00000001.seg")).unwrap();
    assert!(mirrored == till.image);
    till.run(&["doctor"]).ends(0).says("this disk and the mirror");

    till.run(&["backup", "second.backup"]).ends(0);
    let (file, code) = (till.at("second.backup"), till.shop.home().join("code"));
    let home = tempfile::tempdir().unwrap();
    let args = [
        "restore",
        &file.display().to_string(),
        "--recovery-code-file",
        &code.display().to_string(),
    ];
    run_in(home.path(), &args, "").ends(0);
    run_in(home.path(), &["audit", "verify"], "").ends(0);
    let journal = home.path().join(".local/share/tendero/store/journal");
    assert!(fs::read(journal.join("0001/00000001.seg")).unwrap() == till.image);
}

#[test]
fn a_damaged_pack_is_told_and_the_archive_mends_it() {
    let till = Till::archived();
    let (whole, entries) = (fs::read(till.pack()).unwrap(), till.entries());
    for at in [3, 100, 400, whole.len() / 2, whole.len() - 1] {
        flip(&till.pack(), at);
        till.run(&["audit", "verify"]).ends(1);
        till.run(&["archive", "pack", "stick", "--until", "2999-01-01"])
            .ends(3);
        let planned = till.run(&["mirror", "mend", "--from", "stick", "--yes"]);
        planned.ends(0).says("of them from the mirror");
        // The segment is plain again, and is packed with the next archive.
        assert!(fs::read(till.segment()).unwrap() == till.image);
        till.run(&["audit", "verify"]).ends(0);
        till.run(&PACK)
            .ends(0)
            .says("Packed on this till as well: 1 segment,");
        assert_eq!(till.entries(), entries, "byte {at}");
    }
}

#[test]
fn an_archive_is_verified_without_its_till_and_damage_in_it_is_told() {
    let till = Till::archived();
    let code = till.shop.home().join("code").display().to_string();
    let stick = till.at("stick").display().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let verify = ["archive", "verify", &stick, "--recovery-code-file", &code];
    let found = run_in(elsewhere.path(), &verify, "").ends(0);
    found.says("is whole").says("in 1 segment of");
    let none = [&["archive", "verify", "."], &verify[3..]].concat();
    run_in(elsewhere.path(), &none, "")
        .ends(3)
        .says("holds no archive");
    let whole = fs::read(till.stick()).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 23) {
        flip(&till.stick(), at);
        run_in(elsewhere.path(), &verify, "").ends(3);
        fs::write(till.stick(), &whole).unwrap();
    }
    fs::write(till.stick(), &whole[..whole.len() / 2]).unwrap();
    run_in(elsewhere.path(), &verify, "").ends(3).says("is damaged");
    // Where its list still says that it is the same segment, the till writes it anew.
    till.run(&PACK).ends(0);
    assert_eq!(fs::read(till.stick()).unwrap().len(), whole.len());
    run_in(elsewhere.path(), &verify, "").ends(0);
    // Where it does not, it might be the only copy of something.
    fs::write(till.stick(), &whole[..100]).unwrap();
    till.run(&PACK)
        .ends(1)
        .says("is not what this till has in that place");
    assert_eq!(fs::read(till.stick()).unwrap(), whole[..100]);
}

#[test]
fn nothing_is_packed_where_the_copy_cannot_be() {
    let till = Till::new();
    let until = ["--until", "2999-01-01"];
    let refused = |dir: &str, code: i32, saying: &str| {
        till.run(&[&["archive", "pack", dir][..], &until].concat())
            .ends(code)
            .says(saying);
        assert!(till.segment().exists() && !till.pack().exists(), "{dir}");
    };
    refused("nowhere", 3, "plug the stick in");
    refused(".local/share/tendero/store/inside", 1, "is inside the store");
    fs::create_dir(till.at("mirror")).unwrap();
    till.run(&["mirror", "start", "mirror"]).ends(0);
    refused("mirror", 1, "is a mirror");
    till.run(&["mirror", "stop"]).ends(0);
    refused("mirror", 1, "is a mirror");
    let other = Till::archived();
    refused(&other.at("stick").display().to_string(), 1, "is of another till");
    fs::create_dir_all(till.at("taken/journal/0001")).unwrap();
    refused("taken", 1, "choose an empty place");
    // The journal itself is damaged: that is mended, not packed.
    let whole = fs::read(till.segment()).unwrap();
    flip(&till.segment(), 3 * 512 + 100);
    refused("stick", 3, "is damaged");
    assert_eq!(fs::read_dir(till.at("stick")).unwrap().count(), 0);
    fs::write(till.segment(), whole).unwrap();
    // What is not old enough stays, and the directory is not even marked.
    till.run(&["archive", "pack", "stick"])
        .ends(0)
        .says("Nothing is old enough");
    assert_eq!(fs::read_dir(till.at("stick")).unwrap().count(), 0);
    refused("/dev/full", 3, "/dev/full");
    till.run(&["archive", "verify", "stick"]).ends(3).says("holds no");
}

#[test]
fn unpacked_the_till_is_as_it_was() {
    let till = Till::archived();
    let entries = till.entries();
    till.run(&["archive", "unpack"])
        .ends(0)
        .says("Plain again: 1 segment;");
    assert!(fs::read(till.segment()).unwrap() == till.image && !till.pack().exists());
    assert_eq!(till.entries(), entries);
    till.run(&["archive", "unpack"])
        .ends(0)
        .says("Plain again: 0 segments;");
}
