//! The elements of HTML, as far as their start closes others.

/// The name of an element, in small letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag {
    /// FNV-1a of the name. Two unknown names that meet make a depth that is a little off, nothing worse.
    name: u32,
    classes: u16,
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Tag {}

/// What the rules of HTML ("parsing HTML documents") say of an element; one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Class {
    /// Has no content.
    Void = 1,
    /// Is opened over again in each paragraph until its end tag comes.
    Formatting = 1 << 1,
    /// Closes an open paragraph.
    Block = 1 << 2,
    /// No paragraph outside it is closed from within.
    ButtonScope = 1 << 3,
    /// No row or cell outside it is closed from within.
    TableScope = 1 << 4,
    /// No list item outside it is closed from within.
    ListScope = 1 << 5,
    /// SVG and MathML, where tags close themselves.
    Foreign = 1 << 6,
    /// Formatting opened in it ends with it.
    Marker = 1 << 7,
    /// Holds text and no markup.
    RawText = 1 << 8,
}

/// The elements that the start of another closes, unless one of `scope` stands around them first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closes {
    pub(super) kinds: &'static [Tag],
    pub(super) scope: Class,
}

const VOID: u16 = Class::Void as u16;
const FORMATTING: u16 = Class::Formatting as u16;
const BLOCK: u16 = Class::Block as u16;
const BUTTON: u16 = Class::ButtonScope as u16;
const TABLE: u16 = Class::TableScope as u16;
const LIST: u16 = Class::ListScope as u16;
const MARKER: u16 = Class::Marker as u16;

const LI: Tag = Tag::known(b"li");
const TD: Tag = Tag::known(b"td");
const TH: Tag = Tag::known(b"th");
const TR: Tag = Tag::known(b"tr");
const DD: Tag = Tag::known(b"dd");
const DT: Tag = Tag::known(b"dt");
const OPTION: Tag = Tag::known(b"option");
const OPTGROUP: Tag = Tag::known(b"optgroup");
const BUTTON_TAG: Tag = Tag::known(b"button");
const A: Tag = Tag::known(b"a");
const NOBR: Tag = Tag::known(b"nobr");
const BODIES: [Tag; 6] = [
    Tag::known(b"tbody"),
    Tag::known(b"thead"),
    Tag::known(b"tfoot"),
    Tag::known(b"caption"),
    Tag::known(b"colgroup"),
    TR,
];

impl Tag {
    pub(super) const P: Self = Self::known(b"p");

    /// Reads a name in any case.
    pub(super) fn of(name: &[u8]) -> Self {
        let mut lower = [0; 16];
        match lower.get_mut(..name.len()) {
            Some(lower) => {
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                Self::known(lower)
            }
            // No element of HTML has a name so long.
            None => Self { name: hash(name), classes: 0 },
        }
    }

    const fn known(name: &[u8]) -> Self {
        Self { name: hash(name), classes: classes(name) }
    }

    /// Tells whether it is of a class.
    pub(super) const fn is(self, class: Class) -> bool {
        self.classes & class as u16 != 0
    }

    /// Tells whether it cannot stand within its kind, so that a second closes the first.
    pub(super) fn closes_its_kind(self) -> bool {
        self == A || self == NOBR
    }

    /// What its start closes besides a paragraph.
    pub(super) fn closes(self) -> Option<Closes> {
        let closes = |kinds: &'static [Self], scope: Class| Some(Closes { kinds, scope });
        match self {
            tag if tag == LI => closes(&[LI], Class::ListScope),
            tag if tag == DD || tag == DT => closes(&[DD, DT], Class::ListScope),
            tag if tag == TD || tag == TH => closes(&[TD, TH], Class::TableScope),
            tag if tag == TR => closes(&[TR], Class::TableScope),
            tag if BODIES.contains(&tag) => closes(&BODIES, Class::TableScope),
            tag if tag == OPTION => closes(&[OPTION], Class::ListScope),
            tag if tag == OPTGROUP => closes(&[OPTION, OPTGROUP], Class::ListScope),
            tag if tag == BUTTON_TAG => closes(&[BUTTON_TAG], Class::TableScope),
            _ => None,
        }
    }

    /// The name of an element whose content is no markup.
    pub(super) fn raw_text(self) -> Option<&'static str> {
        if !self.is(Class::RawText) {
            return None;
        }
        RAW_TEXT.into_iter().find(|name| hash(name.as_bytes()) == self.name)
    }
}

const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// FNV-1a, 32 bits.
const fn hash(name: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    let mut at = 0;
    while at < name.len() {
        hash = (hash ^ name[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

const fn classes(name: &[u8]) -> u16 {
    match name {
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta" | b"source"
        | b"track" | b"wbr" | b"param" | b"keygen" | b"bgsound" | b"basefont" => VOID,
        b"hr" => VOID | BLOCK,
        b"a" | b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
        | b"tt" | b"u" => FORMATTING,
        b"address" | b"div" | b"p" | b"li" | b"dd" | b"dt" => BLOCK,
        b"article" | b"aside" | b"blockquote" | b"center" | b"details" | b"dialog" | b"dir" | b"dl" | b"fieldset"
        | b"figcaption" | b"figure" | b"footer" | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
        | b"header" | b"hgroup" | b"listing" | b"main" | b"menu" | b"nav" | b"ol" | b"plaintext" | b"pre"
        | b"search" | b"section" | b"summary" | b"ul" => BLOCK | LIST,
        b"table" => BLOCK | BUTTON | TABLE | LIST,
        b"html" => BUTTON | TABLE | LIST,
        b"template" => BUTTON | TABLE | LIST | MARKER,
        b"td" | b"th" | b"caption" => BUTTON | LIST | MARKER,
        b"applet" | b"marquee" | b"object" => BUTTON | LIST | MARKER,
        b"button" => BUTTON | LIST,
        b"tr" | b"tbody" | b"thead" | b"tfoot" | b"colgroup" | b"body" | b"head" | b"noscript" | b"select" => LIST,
        b"svg" | b"math" => Class::Foreign as u16 | BUTTON,
        b"script" | b"style" | b"textarea" | b"title" | b"iframe" | b"noembed" | b"noframes" => {
            LIST | Class::RawText as u16
        }
        b"xmp" => BLOCK | LIST | Class::RawText as u16,
        _ => 0,
    }
}
