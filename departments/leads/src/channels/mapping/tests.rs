//! Mappings tried on what channels send.

use serde_json::json;

use super::*;
use crate::channels::{reading, words::PayloadFormat};

fn entrance() -> Entrance {
    Entrance {
        store: "00000000-0000-0000-0000-000000000001".parse().unwrap(),
        channel: LeadChannel::Other,
        calendar: Calendar::in_zone("Asia/Shanghai").unwrap(),
        now: "2026-03-05T02:00:00Z".parse().unwrap(),
    }
}

fn mapped(format: PayloadFormat, text: &str) -> Vec<NewLead> {
    let mapping = ready::mapping(format);
    let payload = reading::tree(format, text).unwrap();
    mapping.items(&payload).unwrap().iter().map(|item| mapping.apply(item, &entrance()).lead).collect()
}

#[test]
fn every_ready_mapping_is_in_order_and_reads_its_own_sample() {
    for &format in PayloadFormat::ALL {
        assert_eq!(ready::mapping(format).check(), vec![], "{format:?}");
        let leads = mapped(format, ready::sample(format));
        assert_eq!(leads.len(), 1, "{format:?}");
        let lead = leads.into_iter().next().unwrap();
        assert_eq!(lead.phone.as_deref(), Some("13800001234"), "{format:?}");
        assert!(lead.name.is_some(), "{format:?}");
        assert!(lead.enquiry(Some(entrance().store), entrance().now).is_ok(), "{format:?}");
    }
}

#[test]
fn an_adf_letter_is_read_as_its_definition_says() {
    let lead = mapped(PayloadFormat::Adf, ready::sample(PayloadFormat::Adf)).remove(0);
    assert_eq!((lead.name.as_deref(), lead.external_id.as_deref()), (Some("Anna Lee"), Some("P-7001")));
    assert_eq!((lead.brand.as_deref(), lead.series.as_deref()), (Some("Volkswagen"), Some("Passat")));
    assert_eq!(
        (lead.comment.as_deref(), lead.source.as_deref()),
        (Some("Test drive on Saturday?"), Some("AutoPortal"))
    );
    let two = r#"<ADF><prospect><vehicle interest="trade-in"><make>Old</make></vehicle><vehicle interest="buy"><make>New</make></vehicle>
        <customer><contact><name>A</name><phone type="home">021-62345678</phone><phone type="cellphone">13800001234</phone></contact></customer></prospect>
        <prospect><customer><contact><name part="full">B</name><phone>13900001234</phone></contact></customer></prospect></ADF>"#;
    let leads = mapped(PayloadFormat::Adf, two);
    assert_eq!(leads.len(), 2, "one of each prospect");
    assert_eq!((leads[0].brand.as_deref(), leads[0].phone.as_deref()), (Some("New"), Some("13800001234")));
    assert_eq!((leads[1].name.as_deref(), leads[1].phone.as_deref()), (Some("B"), Some("13900001234")));
}

#[test]
fn a_message_of_feiyu_is_read_through_its_inner_text() {
    let lead = mapped(PayloadFormat::Feiyu, ready::sample(PayloadFormat::Feiyu)).remove(0);
    assert_eq!((lead.name.as_deref(), lead.external_id.as_deref()), (Some("王小明"), Some("6831434361875726350")));
    assert_eq!(lead.gender, Some(customers::people::customer::Gender::Male));
    assert_eq!((lead.source.as_deref(), lead.comment.as_deref()), (Some("帕萨特春季"), Some("想周末试驾")));
}

#[test]
fn a_word_that_means_nothing_is_left_out_and_noted() {
    let payload = json!({ "phone": "13800001234", "gender": "?", "budget": "18-20万", "horizon": "谁知道" });
    let mapped = ready::mapping(PayloadFormat::Json).apply(&payload, &entrance());
    assert_eq!((mapped.lead.gender, mapped.lead.horizon), (None, None));
    assert_eq!((mapped.lead.budget_min, mapped.lead.budget_max), (Some(18_000_000), Some(20_000_000)));
    let noted: Vec<EnquiryField> = mapped.fields.iter().filter(|one| one.note.is_some()).map(|one| one.field).collect();
    assert_eq!(noted, [EnquiryField::Gender, EnquiryField::Horizon]);
}

#[test]
fn a_relay_number_goes_with_its_extension() {
    let payload = json!({ "phone": "4001234567", "extension": "8899" });
    let mapped = ready::mapping(PayloadFormat::Json).apply(&payload, &entrance());
    assert_eq!(mapped.lead.phone.as_deref(), Some("4001234567 转 8899"));
    let enquiry = mapped.lead.enquiry(Some(entrance().store), entrance().now).unwrap();
    assert!(enquiry.asker.telling().is_empty(), "it tells nobody from another");
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_by_place() {
    let rule = |field, from: &str| FieldRule { field, from: from.into(), values: BTreeMap::new() };
    let mapping = Mapping {
        each: Some("a[".into()),
        fields: vec![rule(EnquiryField::Phone, "a"), rule(EnquiryField::Phone, "b |")],
    };
    let places: Vec<String> = mapping.check().into_iter().map(|fault| fault.field).collect();
    assert_eq!(places, ["mapping.each", "mapping.fields[1].field", "mapping.fields[1].from"]);
    assert_eq!(Mapping::default().check()[0].code, "mapping.fields_missing");
}

#[test]
fn whoever_leaves_no_name_is_called_by_the_number() {
    let mut lead = mapped(PayloadFormat::Json, r#"{"phone": "13800001234", "name": "  "}"#).remove(0);
    with_a_name(&mut lead);
    assert_eq!(lead.name.as_deref(), Some("未留名 1234"));
}
