//! What makes a staff member well-formed, and how one changes.

use chrono::{DateTime, Utc};
use kernel::{
    DepartmentId, Error, Fault, Language, Reach, Refusal, Result, RoleId, StoreId, email::Email, phone::Phone,
    text::TextFault,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Staff;
use crate::{
    changes::Changes,
    text::{clearable, optional, required},
};

/// A person to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// 2 to 64 letters a-z, digits, dots, dashes, underscores or `@`; unique in the whole house.
    pub login: String,
    pub name: String,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub store_id: StoreId,
    pub department_id: Option<DepartmentId>,
    #[serde(default)]
    pub grants: Vec<NewGrant>,
    #[serde(default)]
    pub language: Language,
    /// Without one the person can't sign in.
    pub password: Option<String>,
}

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    pub role_id: RoleId,
    pub reach: Reach,
    /// The store it holds in: the person's own, when not given.
    pub store_id: Option<StoreId>,
}

/// Fields to change; absent ones stay, null clears. `grants` replaces all of them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StaffChange {
    pub login: Option<String>,
    pub name: Option<String>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    pub store_id: Option<StoreId>,
    #[serde(deserialize_with = "clearable")]
    #[schema(value_type = Option<DepartmentId>)]
    pub department_id: Option<Option<DepartmentId>>,
    pub grants: Option<Vec<NewGrant>>,
    pub language: Option<Language>,
    pub is_active: Option<bool>,
}

/// What a person is called and how reached, trimmed and measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    pub login: String,
    pub name: String,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRefusal {
    LoginTaken,
    /// Locking oneself out helps nobody.
    Oneself,
}

impl Refusal for StaffRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::LoginTaken => "staff.login_taken",
            Self::Oneself => "staff.oneself",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::LoginTaken => "Somebody else signs in with this login; take another.",
            Self::Oneself => "Nobody locks or closes their own account; ask somebody else who manages staff.",
        }
        .to_owned()
    }
}

const NAME_CHARS_MAX: usize = 60;

/// A login as it is kept and compared: small letters, no spaces around.
pub(crate) fn login_of(raw: &str) -> String {
    raw.trim().to_lowercase()
}

impl Profile {
    pub fn of_new(new: &NewStaff) -> Self {
        Self {
            login: new.login.clone(),
            name: new.name.clone(),
            title: new.title.clone(),
            phone: new.phone.clone(),
            email: new.email.clone(),
        }
    }

    /// With a change laid over it.
    pub fn changed(self, change: &StaffChange) -> Self {
        Self {
            login: change.login.clone().unwrap_or(self.login),
            name: change.name.clone().unwrap_or(self.name),
            title: change.title.clone().unwrap_or(self.title),
            phone: change.phone.clone().unwrap_or(self.phone),
            email: change.email.clone().unwrap_or(self.email),
        }
    }

    /// The same, trimmed and in normal forms, or all that is wrong with it.
    pub fn checked(&self) -> Result<Self> {
        let mut faults = Vec::new();
        let login = login_of(&self.login);
        let is_plain = login.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_' | b'@')
        });
        if !(2..=64).contains(&login.len()) || !is_plain {
            faults.push(Fault::new(
                "login",
                "staff.bad_login",
                "a login is 2 to 64 letters a-z, digits, dots, dashes, underscores or @",
            ));
        }
        let name = required("name", &self.name, NAME_CHARS_MAX, &mut faults);
        let title = optional("title", self.title.as_deref(), NAME_CHARS_MAX, &mut faults);
        let phone = word("phone", self.phone.as_deref(), |text| Phone::parse(text).map(|it| it.display()), &mut faults);
        let email = word("email", self.email.as_deref(), |text| Email::parse(text).map(String::from), &mut faults);
        Error::unless_valid(faults)?;
        Ok(Self { login, name, title, phone, email })
    }
}

impl Staff {
    /// Puts changed fields in place but for the sealed ones, and notes what changed.
    pub(crate) fn change(&mut self, new: Profile, change: &StaffChange, now: DateTime<Utc>) -> Changes {
        let mut changes = Changes::default();
        changes.text("login", &mut self.login, new.login);
        changes.text("name", &mut self.name, new.name);
        changes.optional("title", &mut self.title, new.title);
        let store = change.store_id.unwrap_or(self.store_id);
        changes.set("store", &mut self.store_id, store, |id| Some(id.to_string()));
        let department = match change.department_id {
            Some(department) => department,
            // A department stays behind when its member goes to another store.
            None if change.store_id.is_some() && changes.has("store") => None,
            None => self.department_id,
        };
        changes.set("department", &mut self.department_id, department, |id| id.map(|id| id.to_string()));
        let language = change.language.unwrap_or(self.language);
        changes.set("language", &mut self.language, language, |language| Some(language.pick("zh", "en").to_owned()));
        let is_active = change.is_active.unwrap_or(self.is_active);
        changes.flag("is_active", &mut self.is_active, is_active);
        self.changed_at = now;
        changes
    }
}

/// Grants as they will be kept: over the group without a store, else in the store named or the person's own, each once.
pub(crate) fn settled(grants: &[NewGrant], home: StoreId) -> Vec<NewGrant> {
    let mut settled: Vec<NewGrant> = Vec::new();
    for grant in grants {
        let store_id = (grant.reach != Reach::Group).then(|| grant.store_id.unwrap_or(home));
        let grant = NewGrant { store_id, ..grant.clone() };
        if !settled.contains(&grant) {
            settled.push(grant);
        }
    }
    settled
}

/// The grants of somebody who moves: those of the old store move along.
pub(crate) fn moved(grants: &[NewGrant], from: StoreId, to: StoreId) -> Vec<NewGrant> {
    let follow = |store: StoreId| if store == from { to } else { store };
    let moved: Vec<NewGrant> =
        grants.iter().map(|grant| NewGrant { store_id: grant.store_id.map(follow), ..grant.clone() }).collect();
    settled(&moved, to)
}

fn word<F: TextFault>(
    field: &str,
    raw: Option<&str>,
    parse: impl Fn(&str) -> Result<String, F>,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let text = raw.map(str::trim).filter(|text| !text.is_empty())?;
    parse(text).map_err(|fault| faults.push(fault.in_field(field))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HERE: StoreId = StoreId(Uuid::from_u128(1));
    const THERE: StoreId = StoreId(Uuid::from_u128(2));
    const ROLE: RoleId = RoleId(Uuid::from_u128(3));

    fn new(login: &str, name: &str, phone: &str, email: &str) -> NewStaff {
        NewStaff {
            login: login.into(),
            name: name.into(),
            title: None,
            phone: Some(phone.into()),
            email: Some(email.into()),
            store_id: HERE,
            department_id: None,
            grants: Vec::new(),
            language: Language::default(),
            password: None,
        }
    }

    fn grant(reach: Reach, store_id: Option<StoreId>) -> NewGrant {
        NewGrant { role_id: ROLE, reach, store_id }
    }

    #[test]
    fn a_grant_holds_at_home_unless_it_says_where_and_over_the_group_nowhere() {
        let grants = [grant(Reach::Own, None), grant(Reach::Own, Some(HERE)), grant(Reach::Group, Some(THERE))];
        assert_eq!(settled(&grants, HERE), [grant(Reach::Own, Some(HERE)), grant(Reach::Group, None)]);
    }

    #[test]
    fn grants_of_the_old_store_follow_a_move_and_others_stay() {
        let third = StoreId(Uuid::from_u128(4));
        let grants = [grant(Reach::Store, Some(HERE)), grant(Reach::Store, Some(third)), grant(Reach::Group, None)];
        let expected = [grant(Reach::Store, Some(THERE)), grant(Reach::Store, Some(third)), grant(Reach::Group, None)];
        assert_eq!(moved(&grants, HERE, THERE), expected);
    }

    #[test]
    fn a_profile_is_brought_into_normal_form() {
        let new = new(" LinXiaoYue ", " 林晓月 ", "+86 138-0000-1005", "Lin@Chenglan.Example");
        let checked = Profile::of_new(&new).checked().expect("a good profile");
        assert_eq!((checked.login.as_str(), checked.name.as_str()), ("linxiaoyue", "林晓月"));
        assert_eq!(checked.phone.as_deref(), Some("13800001005"));
        assert_eq!(checked.email.as_deref(), Some("lin@chenglan.example"));
    }

    #[test]
    fn all_faults_of_a_profile_are_named_at_once() {
        let new = new("林", "", "12", "no");
        let Err(Error::Invalid(faults)) = Profile::of_new(&new).checked() else { panic!("it is refused") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["login", "name", "phone", "email"]);
    }
}
