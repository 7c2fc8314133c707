//! Runs every fuzz target on its kept seeds and on changes of them: what the fuzzer does for hours, for a moment and the same each time.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use targets::TARGETS;

/// Changed seeds a target: a second in all. `COPYDESK_FUZZ_CHANGES` sets more.
const CHANGES: usize = 3000;
/// Steps of change from one seed before it is begun anew: so that both small and large changes are seen.
const STEPS: usize = 12;

/// The generator of Knuth (MMIX): the same changes in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Changes bytes as a fuzzer does: flips, cuts, doubles, moves, and puts in signs that formats are made of.
fn change(bytes: &mut Vec<u8>, chance: &mut Chance) {
    const SIGNS: [&[u8]; 16] = [
        b"\"",
        b"\\",
        b"\n",
        b"\r\n",
        b"<",
        b"</",
        b"]]>",
        b"&#",
        b"{",
        b"]",
        b"\0",
        b"\xff",
        b"\xe2\x80",
        b"PAR1",
        b"WARC/1.0\r\n",
        b"\xef\xbb\xbf",
    ];
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(40)).min(bytes.len());
    match chance.below(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 => drop(bytes.drain(at..end)),
        2 => bytes.truncate(at),
        3 => {
            let piece = bytes[at..end].to_vec();
            let to = chance.below(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        4 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
        _ => drop(bytes.splice(at..at, SIGNS[chance.below(SIGNS.len())].iter().copied())),
    }
}

#[test]
fn every_target_holds_on_its_seeds_and_on_changes_of_them() {
    let asked = std::env::var("COPYDESK_FUZZ_CHANGES").ok().and_then(|changes| changes.parse().ok());
    let changes: usize = asked.unwrap_or(CHANGES);
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
        let mut seeds: Vec<_> = fs::read_dir(folder).expect("seeds").map(|seed| seed.expect("a seed").path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name} has seeds");
        let mut chance = Chance(20_261_128);
        for seed in &seeds {
            let seed = fs::read(seed).expect("a seed");
            target(&seed);
            let mut bytes = seed.clone();
            for turn in 0..changes / seeds.len() {
                if turn % STEPS == 0 {
                    bytes.clone_from(&seed);
                }
                change(&mut bytes, &mut chance);
                target(&bytes);
            }
        }
    }
}
