//! Folds a text to the form that two editions of it share, with a monotone map back to the original offsets.

/// A folded text and the way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Pairs (folded, original) at which the distance between the two offsets changes, rising in both.
    anchors: Vec<(u32, u32)>,
}

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), anchors: vec![(0, 0)] };
    for (at, char) in text.char_indices() {
        let before = folded.text.len();
        match char {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' => folded.text.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»' => folded.text.push('"'),
            '\u{2010}'..='\u{2015}' => folded.text.push('-'),
            '\u{a0}' | '\u{202f}' => folded.text.push(' '),
            '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' => {}
            _ => folded.text.extend(char.to_lowercase()),
        }
        if folded.text.len() - before != char.len_utf8() {
            folded.anchors.push((folded.text.len() as u32, (at + char.len_utf8()) as u32));
        }
    }
    folded
}

impl Folded {
    /// Returns the original offset that a folded offset stands for.
    #[must_use]
    pub fn original_at(&self, folded: u32) -> u32 {
        let ix = self.anchors.partition_point(|&(f, _)| f <= folded) - 1;
        let (f, o) = self.anchors[ix];
        let next = self.anchors.get(ix + 1).map_or(u32::MAX, |&(_, o)| o);
        (o + (folded - f)).min(next)
    }

    /// Returns the folded offset that an original offset stands for.
    #[must_use]
    pub fn folded_at(&self, original: u32) -> u32 {
        let ix = self.anchors.partition_point(|&(_, o)| o <= original) - 1;
        let (f, o) = self.anchors[ix];
        let next = self.anchors.get(ix + 1).map_or(u32::MAX, |&(f, _)| f);
        (f + (original - o)).min(next)
    }
}
