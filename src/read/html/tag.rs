//! The elements of HTML: what the start of one closes, and what each is to the text in it.

/// The name of an element, in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    /// FNV-1a of the name. Two unknown names that meet close each other, nothing worse.
    name: u32,
    classes: u32,
}

/// What the rules of HTML ("parsing HTML documents") say of an element; one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Class {
    /// Has no content.
    Void = 1,
    /// Marks words within a line.
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
    /// Its content is no text of the article.
    Silent = 1 << 9,
    /// It begins and ends a block of text.
    Laid = 1 << 10,
    /// `h1` to `h6`.
    Heading = 1 << 11,
    /// An item of a list, a row of a table.
    Item = 1 << 12,
    /// A cell of a table.
    Cell = 1 << 13,
    /// `blockquote`.
    Quote = 1 << 14,
}

/// The elements that the start of another closes, unless one of `scope` stands around them first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closes {
    pub(super) kinds: &'static [Tag],
    pub(super) scope: Class,
}

const VOID: u32 = Class::Void as u32;
const FORMATTING: u32 = Class::Formatting as u32;
const BLOCK: u32 = Class::Block as u32;
const BUTTON: u32 = Class::ButtonScope as u32;
const TABLE: u32 = Class::TableScope as u32;
const LIST: u32 = Class::ListScope as u32;
const MARKER: u32 = Class::Marker as u32;

const LI: Tag = Tag::LI;
const TD: Tag = Tag::TD;
const TH: Tag = Tag::known(b"th");
const TR: Tag = Tag::known(b"tr");
const DD: Tag = Tag::DD;
const DT: Tag = Tag::known(b"dt");
const OPTION: Tag = Tag::known(b"option");
const OPTGROUP: Tag = Tag::known(b"optgroup");
const BUTTON_TAG: Tag = Tag::known(b"button");
const BODIES: [Tag; 6] = [
    Tag::known(b"tbody"),
    Tag::known(b"thead"),
    Tag::known(b"tfoot"),
    Tag::known(b"caption"),
    Tag::known(b"colgroup"),
    TR,
];

const HEADS: [Tag; 9] = [
    Tag::known(b"meta"),
    Tag::known(b"link"),
    Tag::known(b"script"),
    Tag::known(b"style"),
    Tag::known(b"title"),
    Tag::known(b"base"),
    Tag::known(b"noscript"),
    Tag::known(b"template"),
    Tag::TEXT,
];

impl Tag {
    pub(super) const P: Self = Self::known(b"p");
    pub(super) const A: Self = Self::known(b"a");
    pub(super) const BR: Self = Self::known(b"br");
    pub(super) const DIV: Self = Self::known(b"div");
    pub(super) const H1: Self = Self::known(b"h1");
    pub(super) const H2: Self = Self::known(b"h2");
    pub(super) const H3: Self = Self::known(b"h3");
    pub(super) const H4: Self = Self::known(b"h4");
    pub(super) const LI: Self = Self::known(b"li");
    pub(super) const TD: Self = Self::known(b"td");
    pub(super) const DD: Self = Self::known(b"dd");
    pub(super) const HEAD: Self = Self::known(b"head");
    /// A run of text.
    pub(super) const TEXT: Self = Self::known(b"#text");
    /// What stands around a whole page.
    pub(super) const ROOT: Self = Self::known(b"#root");

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

    pub(super) const fn known(name: &[u8]) -> Self {
        Self { name: hash(name), classes: classes(name) }
    }

    /// Tells whether it is of a class.
    pub(super) const fn is(self, class: Class) -> bool {
        self.classes & class as u32 != 0
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

    /// Tells whether it stands in the head of a page.
    pub(super) fn is_of_head(self) -> bool {
        HEADS.contains(&self)
    }

    /// Tells whether it is a part of a table.
    pub(super) fn is_of_table(self) -> bool {
        self == TD || self == TH || BODIES.contains(&self)
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

const fn classes(name: &[u8]) -> u32 {
    rules(name) | layout(name)
}

/// What an element is to the text in it.
const fn layout(name: &[u8]) -> u32 {
    const SILENT: u32 = Class::Silent as u32;
    const LAID: u32 = Class::Laid as u32;
    match name {
        b"script" | b"style" | b"noscript" | b"template" | b"head" | b"title" | b"svg" | b"math" | b"iframe"
        | b"object" | b"embed" | b"audio" | b"video" | b"canvas" | b"select" | b"textarea" | b"button" | b"map"
        | b"datalist" | b"noembed" | b"noframes" | b"dialog" => SILENT,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => LAID | Class::Heading as u32,
        b"li" | b"tr" | b"dd" | b"dt" => LAID | Class::Item as u32,
        b"td" | b"th" => Class::Cell as u32,
        b"blockquote" => LAID | Class::Quote as u32,
        b"p" | b"div" | b"article" | b"section" | b"main" | b"header" | b"footer" | b"aside" | b"nav" | b"pre"
        | b"ul" | b"ol" | b"dl" | b"table" | b"caption" | b"thead" | b"tbody" | b"tfoot" | b"figure"
        | b"figcaption" | b"hr" | b"form" | b"fieldset" | b"legend" | b"address" | b"details" | b"summary"
        | b"body" | b"html" | b"center" | b"hgroup" | b"menu" | b"dir" | b"listing" | b"xmp" | b"plaintext"
        | b"search" => LAID,
        _ => 0,
    }
}

/// What the rules of HTML say of it.
const fn rules(name: &[u8]) -> u32 {
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
        b"svg" | b"math" => Class::Foreign as u32 | BUTTON,
        b"script" | b"style" | b"textarea" | b"title" | b"iframe" | b"noembed" | b"noframes" => {
            LIST | Class::RawText as u32
        }
        b"xmp" => BLOCK | LIST | Class::RawText as u32,
        _ => 0,
    }
}
