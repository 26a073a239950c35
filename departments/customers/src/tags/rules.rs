//! What may happen to the library of tags: pure, an event or a refusal.

use journal::events::customers::CustomersEvent;
use kernel::{Fault, Refusal, TagGroupId, name};

use super::{tag::Tag, tag_group::TagGroup};
use crate::people::change::Changes;

/// The palette of tags and saved views.
pub const COLOURS: [&str; 9] = ["blue", "teal", "green", "lime", "amber", "red", "rose", "violet", "slate"];
pub const NAME_CHARACTERS_MAX: usize = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagRefusal {
    NameTaken,
    GroupNameTaken,
    InUse {
        customers: u64,
    },
    GroupNotEmpty {
        tags: u64,
    },
    /// A rule puts it on and takes it off.
    KeptByRule,
    /// The rule of another tag asks for it.
    NamedByRule,
}

impl Refusal for TagRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NameTaken => "tag.name_taken",
            Self::GroupNameTaken => "tag_group.name_taken",
            Self::InUse { .. } => "tag.in_use",
            Self::GroupNotEmpty { .. } => "tag_group.not_empty",
            Self::KeptByRule => "tag.kept_by_rule",
            Self::NamedByRule => "tag.named_by_rule",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NameTaken => "This group has a tag of this name already; use that one.".into(),
            Self::GroupNameTaken => "There is a group of tags of this name already; use that one.".into(),
            Self::InUse { customers } => {
                format!("{customers} customers carry this tag; take it off them first, all at once with a bulk change.")
            }
            Self::KeptByRule => {
                "This tag keeps itself by its rule; change the customer's record, or the rule in the tag library."
                    .into()
            }
            Self::NamedByRule => {
                "The rule of another tag asks for this tag, so it must stay in people's hands; change that rule first."
                    .into()
            }
            Self::GroupNotEmpty { tags } => format!("This group has {tags} tags; move or delete them first."),
        }
    }
}

/// A change of a tag whose fields are in order; `None` leaves one as it is.
#[derive(Clone, Debug, Default)]
pub struct TagChange {
    pub name: Option<String>,
    pub colour: Option<String>,
    pub group: Option<TagGroupId>,
    pub position: Option<i32>,
}

impl Tag {
    /// Refused for a tag that a rule puts on and takes off.
    pub fn must_be_kept_by_hand(&self) -> Result<(), TagRefusal> {
        if self.is_ruled { Err(TagRefusal::KeptByRule) } else { Ok(()) }
    }

    /// From now on a rule keeps it, said in both languages.
    pub fn keep_by_rule(&mut self, zh: String, en: String) -> CustomersEvent {
        self.is_ruled = true;
        CustomersEvent::TagRuled { tag: self.id, title: self.name.clone(), zh, en }
    }

    /// It is kept by hand again, by those who carry it now; nothing happens when it was.
    pub fn keep_by_hand(&mut self) -> Option<CustomersEvent> {
        let was_ruled = std::mem::take(&mut self.is_ruled);
        was_ruled.then(|| CustomersEvent::TagUnruled { tag: self.id, title: self.name.clone() })
    }

    /// Changes the tag; nothing happens when all is as it was.
    pub fn change(&mut self, change: TagChange) -> Option<CustomersEvent> {
        let mut changes = Changes::default();
        changes.set("name", &mut self.name, change.name, |name| Some(name.clone()));
        changes.set("colour", &mut self.colour, change.colour, |colour| Some(colour.clone()));
        changes.set("group", &mut self.tag_group_id, change.group, |group| Some(group.to_string()));
        changes.set("position", &mut self.position, change.position, |place| Some(place.to_string()));
        let fields = changes.0;
        let title = self.name.clone();
        (!fields.is_empty()).then_some(CustomersEvent::TagChanged { tag: self.id, title, fields })
    }

    /// A tag goes only when nobody carries it, for somebody put it there; one that a rule put there goes with its rule. `customers`
    /// counts all who carry it, deleted ones too.
    pub fn delete(&self, customers: u64) -> Result<CustomersEvent, TagRefusal> {
        match customers {
            _ if self.is_ruled => Ok(CustomersEvent::TagDeleted { tag: self.id, title: self.name.clone() }),
            0 => Ok(CustomersEvent::TagDeleted { tag: self.id, title: self.name.clone() }),
            customers => Err(TagRefusal::InUse { customers }),
        }
    }
}

impl TagGroup {
    /// Changes the group; nothing happens when all is as it was.
    pub fn change(&mut self, name: Option<String>, position: Option<i32>) -> Option<CustomersEvent> {
        let mut changes = Changes::default();
        changes.set("name", &mut self.name, name, |name| Some(name.clone()));
        changes.set("position", &mut self.position, position, |place| Some(place.to_string()));
        let fields = changes.0;
        let title = self.name.clone();
        (!fields.is_empty()).then_some(CustomersEvent::TagGroupChanged { group: self.id, title, fields })
    }

    pub fn delete(&self, tags: u64) -> Result<CustomersEvent, TagRefusal> {
        match tags {
            0 => Ok(CustomersEvent::TagGroupDeleted { group: self.id, title: self.name.clone() }),
            tags => Err(TagRefusal::GroupNotEmpty { tags }),
        }
    }
}

/// The name of a tag, a group of tags or a saved view, cleaned.
pub fn checked_name(raw: &str, faults: &mut Vec<Fault>) -> String {
    let name = name::clean(raw);
    if name.is_empty() {
        faults.push(Fault::new("name", "name.empty", "give it a name"));
    } else if name.chars().count() > NAME_CHARACTERS_MAX {
        let message = format!("a name here has at most {NAME_CHARACTERS_MAX} characters");
        faults.push(Fault::new("name", "name.too_long", message));
    }
    name
}

/// A colour of the palette.
pub fn checked_colour(raw: &str, faults: &mut Vec<Fault>) -> String {
    if !COLOURS.contains(&raw) {
        let message = format!("'{raw}' is no colour of the palette: {}", COLOURS.join(", "));
        faults.push(Fault::new("colour", "colour.unknown", message));
    }
    raw.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{GroupId, TagId};

    fn tag() -> Tag {
        let nil = Default::default();
        Tag {
            id: TagId(nil),
            group_id: GroupId(nil),
            tag_group_id: TagGroupId(nil),
            name: "高意向".into(),
            colour: "red".into(),
            position: 0,
            is_ruled: false,
            version: 1,
        }
    }

    #[test]
    fn a_tag_that_customers_carry_is_not_deleted() {
        assert_eq!(tag().delete(3), Err(TagRefusal::InUse { customers: 3 }));
        assert!(tag().delete(0).is_ok());
    }

    #[test]
    fn a_tag_with_a_rule_is_not_put_on_by_hand_until_the_rule_is_gone() {
        let mut tag = tag();
        tag.keep_by_rule("车主".into(), "Owner".into());
        assert_eq!(tag.must_be_kept_by_hand(), Err(TagRefusal::KeptByRule));
        assert!(tag.keep_by_hand().is_some());
        assert_eq!((tag.must_be_kept_by_hand(), tag.keep_by_hand()), (Ok(()), None));
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let same = TagChange { name: Some("高意向".into()), colour: Some("red".into()), ..TagChange::default() };
        assert_eq!(tag().change(same), None);
    }

    #[test]
    fn a_renamed_tag_says_what_it_was_called() {
        let mut tag = tag();
        let event = tag.change(TagChange { name: Some("强意向".into()), ..TagChange::default() });
        assert_eq!(tag.name, "强意向");
        let Some(CustomersEvent::TagChanged { title, fields, .. }) = event else { panic!("{event:?}") };
        assert_eq!((title.as_str(), fields[0].from.as_deref()), ("强意向", Some("高意向")));
    }

    #[test]
    fn names_are_cleaned_and_colours_come_from_the_palette() {
        let mut faults = Vec::new();
        assert_eq!(checked_name(" 高　意向 ", &mut faults), "高意向");
        assert_eq!(checked_colour("violet", &mut faults), "violet");
        assert!(faults.is_empty());
        checked_name(" ", &mut faults);
        checked_colour("puce", &mut faults);
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(codes, ["name.empty", "colour.unknown"]);
    }
}
