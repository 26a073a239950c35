//! How far two values agree does not depend on which is named first, however odd they are.

use matching::{Kind, compare, normalise};
use proptest::prelude::*;

/// The first pair of values of any kind whose likeness depends on their order.
fn lopsided(one: &str, other: &str) -> Option<String> {
    Kind::all().find_map(|kind| {
        let (left, right) = (normalise(kind, one), normalise(kind, other));
        let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
        let found = pairs.into_iter().find(|(a, b)| compare(kind, a, b) != compare(kind, b, a));
        found.map(|pair| format!("{kind:?}: {pair:?}"))
    })
}

#[test]
fn names_of_equally_many_words_agree_the_same_both_ways() {
    for (one, other) in [
        ("Ann Ann", "Ann Bob"),
        ("J J", "John Smith"),
        ("a b", "a a"),
        ("Jon Jo", "Jonathan Maria"),
        ("\u{1} \u{2}", "\u{2} \u{2}"),
        ("永达汽", "永达abc"),
        ("a a b c", "a c d e"),
    ] {
        assert_eq!(lopsided(one, other), None, "{one:?} {other:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Few different words, so that many of them meet.
    #[test]
    fn names_of_a_few_words_agree_the_same_both_ways(
        one in "(a|b|ab|ann|anne|bob|j|jon|john|jonathan|\u{1}|ltd)( (a|b|ab|ann|anna|bob|j|jon|john|jo|\u{2}|co)){0,3}",
        other in "(a|b|ab|ann|anne|bob|j|jon|john|jonathan|\u{1}|ltd)( (a|b|ab|ann|anna|bob|j|jon|john|jo|\u{2}|co)){0,3}",
    ) {
        prop_assert_eq!(lopsided(&one, &other), None);
    }

    #[test]
    fn chinese_and_mixed_names_agree_the_same_both_ways(
        one in "[王张李小明娜静婧永达公司分店上海北京 a-c1-3路号室]{0,10}",
        other in "[王张李小明娜静婧永达公司分店上海北京 a-c1-3路号室]{0,10}",
    ) {
        prop_assert_eq!(lopsided(&one, &other), None);
    }

    #[test]
    fn anything_agrees_the_same_both_ways(one in "\\PC{0,14}", other in "\\PC{0,14}") {
        prop_assert_eq!(lopsided(&one, &other), None);
    }

    #[test]
    fn letters_in_any_order_agree_the_same_both_ways(one in "[a-d ]{0,12}", other in "[a-d ]{0,12}") {
        prop_assert_eq!(lopsided(&one, &other), None);
    }
}
