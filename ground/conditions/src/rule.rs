//! A rule: conditions put together by all, any and none.

use serde_json::{Value, json};

/// A tree of conditions. It is read with [`crate::read`], which bounds its depth, so walking it needs little of the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule<C> {
    /// Every one holds.
    All(Vec<Self>),
    /// At least one holds.
    Any(Vec<Self>),
    /// Not one holds.
    None(Vec<Self>),
    One(C),
}

impl<C> Rule<C> {
    /// All conditions in the order they are written.
    pub fn conditions(&self) -> Vec<&C> {
        match self {
            Self::One(condition) => vec![condition],
            Self::All(rules) | Self::Any(rules) | Self::None(rules) => {
                rules.iter().flat_map(Self::conditions).collect()
            }
        }
    }

    /// Whether it holds, when `is_met` says of each condition whether it does.
    pub fn holds(&self, is_met: &impl Fn(&C) -> bool) -> bool {
        match self {
            Self::One(condition) => is_met(condition),
            Self::All(rules) => rules.iter().all(|rule| rule.holds(is_met)),
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(is_met)),
            Self::None(rules) => !rules.iter().any(|rule| rule.holds(is_met)),
        }
    }

    /// Answers the rule from the answers of its parts: `one` for a condition, `all` and `any` for many together. A "none" is
    /// handed down to the conditions: `one` is told whether it is to be turned round, so that what is not known stays out of
    /// the arithmetic of three-valued logic.
    pub fn fold<T, E>(
        &self,
        is_turned: bool,
        one: &mut impl FnMut(&C, bool) -> Result<T, E>,
        together: &mut impl FnMut(Together, Vec<T>) -> T,
    ) -> Result<T, E> {
        let (how, rules, is_turned) = match self {
            Self::One(condition) => return one(condition, is_turned),
            Self::All(rules) if is_turned => (Together::Any, rules, true),
            Self::All(rules) => (Together::All, rules, false),
            Self::Any(rules) if is_turned => (Together::All, rules, true),
            Self::Any(rules) => (Together::Any, rules, false),
            Self::None(rules) if is_turned => (Together::Any, rules, false),
            Self::None(rules) => (Together::All, rules, true),
        };
        let mut parts = Vec::with_capacity(rules.len());
        for rule in rules {
            parts.push(rule.fold(is_turned, one, together)?);
        }
        Ok(together(how, parts))
    }

    /// As it is written, each condition by `write`.
    pub fn to_json(&self, write: &impl Fn(&C) -> Value) -> Value {
        let group = |rules: &[Self]| rules.iter().map(|rule| rule.to_json(write)).collect::<Vec<_>>();
        match self {
            Self::One(condition) => write(condition),
            Self::All(rules) => json!({ "all": group(rules) }),
            Self::Any(rules) => json!({ "any": group(rules) }),
            Self::None(rules) => json!({ "none": group(rules) }),
        }
    }
}

/// How the parts of a group are put together once "none" was handed down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    All,
    Any,
}
