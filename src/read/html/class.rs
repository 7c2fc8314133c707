//! What the elements around a text are called: the words of their classes and ids, and the elements that name themselves.

use super::tag::Tag;
use super::tree::{Node, Tree};

/// What elements are called, one bit for each name in [`Calling::NAMES`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Calling(u32);

impl Calling {
    /// The names of the bits: sixteen families of words, then elements.
    pub(super) const NAMES: [&str; 28] = [
        "called navigation",
        "called comments",
        "called sharing",
        "called related",
        "called sidebar",
        "called footer",
        "called header",
        "called advertisement",
        "called byline",
        "called caption",
        "called article",
        "called content",
        "called article body",
        "called title",
        "called lead",
        "called hidden",
        "in nav",
        "in aside",
        "in footer",
        "in header",
        "in form",
        "in article",
        "in main",
        "in table",
        "in list",
        "in figure",
        "in figcaption",
        "in section",
    ];

    const ARTICLE: u32 = 1 << 10;
    const CONTENT: u32 = 1 << 11;
    /// The text of an article, by a class such as `entry-content`.
    const BODY: u32 = 1 << 12;
    const HIDDEN: u32 = 1 << 15;
    /// Names that speak against a text, and are not believed of an element with a third of the prose of its page: classes like `widget` are given to whole pages.
    const AGAINST: u32 = 0b0110_0001_1111_1110_0011_1111_1111;

    /// What an element itself is called.
    pub(super) fn of(tree: &Tree<'_>, node: &Node) -> Self {
        let mut bits = ELEMENTS.iter().filter(|(tag, _)| *tag == node.tag).fold(0, |bits, (_, bit)| bits | 1 << bit);
        for (name, value) in tree.attributes(node) {
            bits |= match name.len() {
                2 if name.eq_ignore_ascii_case("id") => words(value),
                4 if name.eq_ignore_ascii_case("role") => words(value),
                5 if name.eq_ignore_ascii_case("class") => words(value),
                8 if name.eq_ignore_ascii_case("itemprop") => words(value),
                5 if name.eq_ignore_ascii_case("style") && hides(value) => Self::HIDDEN,
                6 if name.eq_ignore_ascii_case("hidden") => Self::HIDDEN,
                11 if name.eq_ignore_ascii_case("aria-hidden") && value == "true" => Self::HIDDEN,
                _ => 0,
            };
        }
        Self(bits)
    }

    /// Without the names that speak against a text.
    pub(super) const fn believed(self) -> Self {
        Self(self.0 & !Self::AGAINST)
    }

    /// With what another is called.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether the bit of a name is set.
    pub(super) const fn has(self, name: usize) -> bool {
        self.0 >> name & 1 == 1
    }

    /// Tells whether it is called by what holds the text of an article.
    pub(super) const fn is_body(self) -> bool {
        self.0 & Self::BODY != 0
    }

    /// Tells whether no article is looked for in it: comments, the footer, advertisements, what is hidden.
    pub(super) const fn is_beside(self) -> bool {
        self.0 & (1 << 1 | 1 << 5 | 1 << 7 | Self::HIDDEN) != 0
    }
}

const ELEMENTS: [(Tag, u32); 15] = [
    (Tag::known(b"nav"), 16),
    (Tag::known(b"aside"), 17),
    (Tag::known(b"footer"), 18),
    (Tag::known(b"header"), 19),
    (Tag::known(b"form"), 20),
    (Tag::known(b"label"), 20),
    (Tag::known(b"article"), 21),
    (Tag::known(b"main"), 22),
    (Tag::known(b"table"), 23),
    (Tag::known(b"ul"), 24),
    (Tag::known(b"ol"), 24),
    (Tag::known(b"dl"), 24),
    (Tag::known(b"figure"), 25),
    (Tag::known(b"figcaption"), 26),
    (Tag::known(b"section"), 27),
];

fn hides(style: &str) -> bool {
    style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .any(|(name, value)| name.trim().eq_ignore_ascii_case("display") && value.trim().eq_ignore_ascii_case("none"))
}

/// The families of the words of a list of classes. `entry-content` is of an article and of content, so it is the body of an article.
fn words(said: &str) -> u32 {
    let mut bits = 0;
    for class in said.split_ascii_whitespace() {
        let mut within = family(class);
        for word in parts(class) {
            within |= family(word);
        }
        if within & (Calling::ARTICLE | Calling::CONTENT) == Calling::ARTICLE | Calling::CONTENT {
            within |= Calling::BODY;
        }
        bits |= within;
    }
    bits
}

/// Cuts a class where its letters end and before a capital: `relatedPosts_2` has two words.
fn parts(class: &str) -> impl Iterator<Item = &str> {
    let bytes = class.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_alphabetic()).count();
        let start = at;
        while at < bytes.len()
            && bytes[at].is_ascii_alphabetic()
            && (at == start || !(bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase()))
        {
            at += 1;
        }
        (start < at).then(|| &class[start..at])
    })
}

/// The family of a word in any case, as its bit; hyphens do not count.
fn family(word: &str) -> u32 {
    let mut low = [0; LONGEST];
    let mut length = 0;
    for byte in word.bytes().filter(u8::is_ascii_alphabetic) {
        let Some(slot) = low.get_mut(length) else { return 0 };
        *slot = byte.to_ascii_lowercase();
        length += 1;
    }
    let low = &low[..length];
    WORDS.binary_search_by(|(known, _)| known.as_bytes().cmp(low)).map_or(0, |ix| 1 << WORDS[ix].1)
}

/// Bytes of the longest word.
const LONGEST: usize = 16;

/// Words of classes and ids in English, German, French, Spanish, and the family of each; sorted.
const WORDS: [(&str, u32); 239] = [
    ("absatz", 11),
    ("abstract", 14),
    ("accessibility", 15),
    ("ad", 7),
    ("addthis", 2),
    ("ads", 7),
    ("adv", 7),
    ("advert", 7),
    ("advertisement", 7),
    ("anzeige", 7),
    ("article", 10),
    ("articlebody", 12),
    ("articlecontent", 12),
    ("articletext", 12),
    ("artikel", 10),
    ("artikeltext", 12),
    ("aside", 4),
    ("author", 8),
    ("authors", 8),
    ("autor", 8),
    ("avatar", 8),
    ("banner", 7),
    ("beitrag", 10),
    ("bild", 9),
    ("bildunterschrift", 9),
    ("bio", 8),
    ("blog", 10),
    ("body", 11),
    ("bodytext", 11),
    ("bookmark", 2),
    ("bottom", 5),
    ("box", 4),
    ("branding", 6),
    ("breadcrumb", 0),
    ("breadcrumbs", 0),
    ("byline", 8),
    ("caption", 9),
    ("captions", 9),
    ("carousel", 9),
    ("categories", 8),
    ("category", 8),
    ("col", 11),
    ("colophon", 5),
    ("column", 11),
    ("comentarios", 1),
    ("comment", 1),
    ("commentlist", 1),
    ("comments", 1),
    ("complementary", 4),
    ("consent", 7),
    ("content", 11),
    ("contentinfo", 5),
    ("contents", 11),
    ("cookie", 7),
    ("cookies", 7),
    ("copy", 11),
    ("copyright", 5),
    ("credit", 9),
    ("credits", 9),
    ("date", 8),
    ("datum", 8),
    ("dek", 14),
    ("details", 8),
    ("disclaimer", 5),
    ("discussion", 1),
    ("disqus", 1),
    ("dropdown", 0),
    ("einleitung", 14),
    ("entry", 10),
    ("entrycontent", 12),
    ("entrytext", 12),
    ("excerpt", 14),
    ("facebook", 2),
    ("figure", 9),
    ("follow", 2),
    ("foot", 5),
    ("footer", 5),
    ("forum", 1),
    ("fulltext", 12),
    ("fusszeile", 5),
    ("galerie", 9),
    ("gallery", 9),
    ("gdpr", 7),
    ("guestbook", 1),
    ("head", 6),
    ("header", 6),
    ("heading", 13),
    ("headline", 13),
    ("hentry", 10),
    ("hidden", 15),
    ("hide", 15),
    ("image", 9),
    ("img", 9),
    ("impressum", 5),
    ("imprint", 5),
    ("info", 8),
    ("infobox", 4),
    ("infos", 8),
    ("inhalt", 11),
    ("intro", 14),
    ("introduction", 14),
    ("invisible", 15),
    ("kategorie", 8),
    ("keywords", 8),
    ("kicker", 13),
    ("kommentar", 1),
    ("kommentare", 1),
    ("kopf", 6),
    ("latest", 3),
    ("lead", 14),
    ("legal", 5),
    ("like", 2),
    ("likes", 2),
    ("linklist", 3),
    ("links", 3),
    ("login", 7),
    ("logo", 6),
    ("main", 11),
    ("maincontent", 11),
    ("marginal", 4),
    ("masthead", 6),
    ("media", 9),
    ("mehr", 3),
    ("menu", 0),
    ("menue", 0),
    ("meta", 8),
    ("modal", 7),
    ("more", 3),
    ("nav", 0),
    ("navbar", 0),
    ("navi", 0),
    ("navigation", 0),
    ("news", 10),
    ("newsletter", 7),
    ("newstext", 12),
    ("next", 3),
    ("noprint", 15),
    ("offscreen", 15),
    ("outbrain", 3),
    ("overlay", 7),
    ("page", 10),
    ("pager", 0),
    ("pagination", 0),
    ("paging", 0),
    ("panel", 4),
    ("paragraph", 11),
    ("paywall", 7),
    ("photo", 9),
    ("player", 9),
    ("poll", 7),
    ("popular", 3),
    ("popup", 7),
    ("post", 10),
    ("postbody", 12),
    ("postcontent", 12),
    ("posttext", 12),
    ("prev", 3),
    ("previous", 3),
    ("print", 15),
    ("product", 7),
    ("profile", 8),
    ("promo", 7),
    ("promotion", 7),
    ("quelle", 8),
    ("rail", 4),
    ("rating", 7),
    ("readmore", 3),
    ("recent", 3),
    ("recommendations", 3),
    ("recommended", 3),
    ("related", 3),
    ("relatedposts", 3),
    ("replies", 1),
    ("reply", 1),
    ("respond", 1),
    ("richtext", 11),
    ("screenreader", 15),
    ("search", 6),
    ("secondary", 4),
    ("share", 2),
    ("sharedaddy", 2),
    ("shariff", 2),
    ("sharing", 2),
    ("shop", 7),
    ("side", 4),
    ("sidebar", 4),
    ("signup", 7),
    ("similar", 3),
    ("single", 10),
    ("skip", 6),
    ("slider", 9),
    ("slideshow", 9),
    ("social", 2),
    ("source", 8),
    ("sponsor", 7),
    ("sponsored", 7),
    ("sr", 15),
    ("standfirst", 14),
    ("story", 10),
    ("storybody", 12),
    ("storycontent", 12),
    ("storytext", 12),
    ("subheadline", 13),
    ("subscribe", 7),
    ("subscription", 7),
    ("subtitle", 13),
    ("suche", 6),
    ("summary", 14),
    ("taboola", 3),
    ("tabs", 0),
    ("tag", 8),
    ("tags", 8),
    ("teaser", 3),
    ("teasers", 3),
    ("tertiary", 4),
    ("text", 11),
    ("thumb", 9),
    ("thumbnail", 9),
    ("time", 8),
    ("timestamp", 8),
    ("titel", 13),
    ("title", 13),
    ("toc", 0),
    ("toolbar", 0),
    ("top", 6),
    ("topbar", 6),
    ("trending", 3),
    ("twitter", 2),
    ("ueberschrift", 13),
    ("vcard", 8),
    ("video", 9),
    ("visuallyhidden", 15),
    ("vorspann", 14),
    ("vote", 7),
    ("werbung", 7),
    ("whatsapp", 2),
    ("widget", 4),
    ("widgets", 4),
    ("yarpp", 3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_cut_into_its_words() {
        assert_eq!(parts("relatedPosts_2--navBar").collect::<Vec<_>>(), ["related", "Posts", "nav", "Bar"]);
        assert_eq!(parts("HTMLBody").collect::<Vec<_>>(), ["HTMLBody"]);
        assert_eq!(parts("--").count(), 0);
    }

    #[test]
    fn a_class_of_an_article_and_its_content_is_its_body() {
        let bits = |said: &str| (0..28).filter(|name| Calling(words(said)).has(*name)).collect::<Vec<_>>();
        assert_eq!(bits("entry-content"), [10, 11, 12]);
        assert_eq!(bits("articleBody"), [10, 11, 12]);
        assert_eq!(bits("entry content"), [10, 11]);
        assert_eq!(bits("shareBar comment-list x1"), [1, 2]);
        assert_eq!(bits("headline-of-a-very-long-name"), [13]);
    }

    #[test]
    fn the_words_are_sorted_and_none_is_longer_than_is_looked_up() {
        assert!(WORDS.is_sorted_by(|left, right| left.0 < right.0));
        assert!(WORDS.iter().all(|(word, family)| word.len() <= LONGEST && *family < 16));
    }
}
