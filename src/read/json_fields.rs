//! The fields of a JSON record that are used here, by their usual names or by those the user set.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use hashbrown::HashSet;
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json_layout::ValueEnd;
use super::role::{Names, ROLES, Role, token};

/// The fields found in one record, as they are written in it.
#[derive(Debug, Default)]
pub(super) struct Fields<'r> {
    best: [Option<Found<'r>>; ROLES],
    /// All names, in order.
    pub(super) names: Vec<Cow<'r, [u8]>>,
    /// A name that stands twice; the record is then refused.
    pub(super) repeated: Option<Cow<'r, [u8]>>,
    /// The object `metadata`, in which datatrove and its kin keep what they say of a text.
    pub(super) metadata: Option<&'r str>,
    /// The field `uri`.
    pub(super) uri: Option<&'r str>,
    /// Levels of arrays and objects, the record itself counted.
    pub(super) levels: usize,
}

#[derive(Debug, Clone, Copy)]
struct Found<'r> {
    rank: usize,
    name: usize,
    value: &'r str,
}

impl<'r> Fields<'r> {
    /// The value of a role as it is written. Follows the pointer that the user set.
    pub(super) fn get(&self, role: Role, names: &Names<'_>) -> Option<&'r str> {
        let found = self.best[role as usize]?;
        match names.set(role).and_then(|set| set.strip_prefix('/')) {
            None => Some(found.value),
            Some(pointer) => {
                pointer.split('/').skip(1).try_fold(found.value, |value, step| inside(value, &token(step)))
            }
        }
    }

    /// The name of the field that stands for a role.
    pub(super) fn name(&self, role: Role) -> Option<&[u8]> {
        self.best[role as usize].map(|found| &*self.names[found.name])
    }

    /// Tells whether the record has a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|there| **there == *name.as_bytes())
    }

    fn take(&mut self, names: &Names<'_>, at: usize, value: &'r str) {
        match &*self.names[at] {
            b"metadata" if value.starts_with('{') => self.metadata = Some(value),
            b"uri" => self.uri = Some(value),
            _ => {}
        }
        for (role, rank) in names.roles(&self.names[at]) {
            let slot = &mut self.best[role as usize];
            // A field that is null gives way to the next of its role.
            let weight = |value: &str, rank: usize| (value == "null", rank);
            if slot.is_none_or(|best| weight(value, rank) < weight(best.value, best.rank)) {
                *slot = Some(Found { rank, name: at, value });
            }
        }
    }
}

/// Finds one element of an array or one field of an object.
fn inside<'r>(value: &'r str, step: &str) -> Option<&'r str> {
    match value.as_bytes().first()? {
        b'{' => {
            let all: BTreeMap<String, &RawValue> = serde_json::from_str(value).ok()?;
            all.get(step).map(|value| value.get())
        }
        b'[' => {
            let all: Vec<&RawValue> = serde_json::from_str(value).ok()?;
            all.get(step.parse::<usize>().ok()?).map(|value| value.get())
        }
        _ => None,
    }
}

/// Reads the fields of one record, whose first byte is `{`.
///
/// Values are not looked into: they are skipped without recursion, however deep they are. Linear, also in the number of fields.
pub(super) fn fields<'r>(record: &'r str, names: &Names<'_>) -> Result<Fields<'r>, serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_str(record);
    let fields = parser.deserialize_map(RecordVisitor(names))?;
    if fields.repeated.is_none() {
        parser.end()?;
    }
    Ok(fields)
}

struct RecordVisitor<'n, 'o>(&'n Names<'o>);

/// Names of one record below which comparing each with all is faster than a table.
const FEW_NAMES: usize = 16;

impl<'de> Visitor<'de> for RecordVisitor<'_, '_> {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields { names: Vec::with_capacity(FEW_NAMES), ..Fields::default() };
        let mut seen: HashSet<Cow<'de, [u8]>, foldhash::fast::FixedState> = HashSet::default();
        while let Some(name) = map.next_key_seed(Name)? {
            let repeated = if fields.names.len() < FEW_NAMES {
                fields.names.contains(&name)
            } else {
                if seen.is_empty() {
                    seen.extend(fields.names.iter().cloned());
                }
                !seen.insert(name.clone())
            };
            let value: &'de RawValue = map.next_value()?;
            fields.levels = fields.levels.max(1 + ValueEnd::levels(value.get()));
            if repeated {
                fields.repeated.get_or_insert(name);
                continue;
            }
            fields.names.push(name);
            fields.take(self.0, fields.names.len() - 1, value.get());
        }
        Ok(fields)
    }
}

/// The name of a field, as bytes: half a surrogate pair in it is no reason to lose the record.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, [u8]>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, [u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_bytes<E: Error>(self, name: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_vec()))
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name.as_bytes()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.as_bytes().to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::FieldNames;
    use super::super::record::USUAL_TEXT;
    use super::super::role::usual;
    use super::*;

    fn value<'r>(record: &'r str, role: Role, names: &FieldNames) -> Option<&'r str> {
        let names = Names::new(names);
        fields(record, &names).expect("the record is JSON").get(role, &names)
    }

    #[test]
    fn the_first_usual_name_that_is_not_null_is_taken() {
        let usual = FieldNames::default();
        let record = r#"{"maintext":"m","body":"b","text":null}"#;
        assert_eq!(value(record, Role::Text, &usual), Some("\"b\""));
        assert_eq!(value(r#"{"text":null}"#, Role::Text, &usual), Some("null"));
        assert_eq!(value(r#"{"Text":"x"}"#, Role::Text, &usual), None);
    }

    #[test]
    fn the_text_fields_named_in_messages_are_those_looked_for() {
        for (rank, name) in USUAL_TEXT.iter().enumerate() {
            assert_eq!(usual(name.as_bytes()), Some((Role::Text, rank)));
        }
    }

    #[test]
    fn a_pointer_reaches_into_the_record() {
        let names = FieldNames { text: Some("/bodies/1/value".into()), ..FieldNames::default() };
        let record = r#"{"text":"no","bodies":[{"value":"a"},{"value":"b"}]}"#;
        assert_eq!(value(record, Role::Text, &names), Some("\"b\""));
        assert_eq!(value(r#"{"bodies":{}}"#, Role::Text, &names), None);
    }

    #[test]
    fn a_name_that_stands_twice_is_told_however_it_is_written_and_among_however_many() {
        let usual = FieldNames::default();
        let names = Names::new(&usual);
        let twice = fields(r#"{"text":"a","te\u0078t":"b"}"#, &names).expect("JSON");
        assert_eq!(twice.repeated.as_deref(), Some(&b"text"[..]));
        let many: Vec<String> = (0..1000).map(|n| format!("\"k{n}\":0")).chain(["\"k3\":1".into()]).collect();
        let many = format!("{{{}}}", many.join(","));
        assert_eq!(fields(&many, &names).expect("JSON").repeated.as_deref(), Some(&b"k3"[..]));
    }
}
