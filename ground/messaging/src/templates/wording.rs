//! What a template says in each language, and under which number a provider knows it.

use kernel::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same in each language; one of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TemplateWording)]
pub struct Wording {
    pub zh: Option<Words>,
    pub en: Option<Words>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateWords)]
pub struct Words {
    /// E-mail and push only.
    #[serde(default)]
    pub subject: Option<String>,
    /// With variables in double braces, `{{customer.name}}`.
    pub text: String,
    /// The same text as an SMS provider approved it.
    #[serde(default)]
    pub provider: Option<ProviderTemplate>,
}

/// Chinese SMS providers send approved texts only, by number and with values for the gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderTemplate {
    /// Aliyun's `TemplateCode` (`SMS_123456789`) or Tencent's `TemplateId`.
    pub id: String,
    /// The variables in the order of the provider's gaps; when empty, the order in which the text has them.
    #[serde(default)]
    pub order: Vec<String>,
}

impl Wording {
    /// The words in this language, else in the other.
    pub fn in_language(&self, language: Language) -> Option<(Language, &Words)> {
        let (first, second) = match language {
            Language::Zh => ((Language::Zh, &self.zh), (Language::En, &self.en)),
            Language::En => ((Language::En, &self.en), (Language::Zh, &self.zh)),
        };
        [first, second].into_iter().find_map(|(language, words)| Some((language, words.as_ref()?)))
    }

    /// All there are, with the word for the language.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &Words)> {
        [("zh", &self.zh), ("en", &self.en)].into_iter().filter_map(|(code, words)| Some((code, words.as_ref()?)))
    }
}
