//! Nobody changes the audit, or the journal behind it, unseen.

use audit::{
    Chain::{Journal, Looks},
    End, FindingKind as Kind, verify,
};
use serde_json::{Value, json};

use crate::{entry, found, house_with_lines, look, number, of, sealed, tamper, verified, verified_with_unsealed};

#[tokio::test]
async fn an_untouched_audit_is_whole() {
    let (house, ..) = house_with_lines().await;
    let verified = verified(&house).await;
    assert_eq!((verified.findings, verified.unsealed), (vec![], 0));
    assert!(verified.lines > 5 && verified.ends.len() == 2, "{:?}", verified.ends);
}

#[tokio::test]
async fn a_changed_look_is_found() {
    for change in
        ["actor_name = '别人'", "name = 'customer.searched'", "detail = 'x'", "customer_id = null", "actor_id = null"]
    {
        let (house, ..) = house_with_lines().await;
        let number = look(&house, "customer.seen").await;
        let text = format!("update audit_looks set {change} where group_id = $1 and number = $2");
        tamper(&house, &text, vec![house.group.into(), number.into()]).await;
        assert_eq!(found(&house).await, [of(Kind::LineChanged, Looks, number)], "{change}");
    }
}

#[tokio::test]
async fn a_changed_entry_is_found_whatever_of_it_was_changed() {
    let body = json!({ "fields": [] }).to_string();
    for change in [
        format!("body = cast('{body}' as {{json}})"),
        "actor_name = '别人'".into(),
        "actor_id = null".into(),
        "name = 'customer.deleted'".into(),
        "customer_id = null".into(),
        "store_id = null".into(),
        "recorded_at = happened_at, happened_at = (select min(recorded_at) from journal)".into(),
    ] {
        let (house, ..) = house_with_lines().await;
        house.clock.advance(chrono::TimeDelta::hours(1));
        let boss = house.machine("group_manager").await;
        let id = crate::customer(&boss, &house, "李静").await;
        boss.patch(&format!("/customers/{id}"), json!({ "stage": "owner" })).await.is(200);
        sealed(&house).await;
        let position = entry(&house, "customer.changed").await;
        let text = format!("update journal set {change} where position = $1");
        tamper(&house, &text, vec![position.into()]).await;
        assert_eq!(found(&house).await, [of(Kind::LineChanged, Journal, position)], "{change}");
    }
}

#[tokio::test]
async fn a_change_made_before_it_could_be_sealed_is_found_too() {
    let (house, boss, id) = house_with_lines().await;
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    let position = entry(&house, "customer.changed").await;
    tamper(&house, "update journal set actor_name = '别人' where position = $1", vec![position.into()]).await;
    let before = verified_with_unsealed(&house).await;
    assert_eq!(before.findings.len(), 1, "{before:?}");
    sealed(&house).await;
    assert_eq!(found(&house).await, [of(Kind::LineChanged, Journal, position)]);
}

#[tokio::test]
async fn a_removed_line_is_found_in_the_middle_and_at_the_end() {
    for which in ["min", "max"] {
        let (house, ..) = house_with_lines().await;
        let first =
            number(&house, &format!("select {which}(number) as number from audit_looks where group_id = $1")).await;
        tamper(
            &house,
            "delete from audit_looks where group_id = $1 and number = $2",
            vec![house.group.into(), first.into()],
        )
        .await;
        assert_eq!(found(&house).await, [of(Kind::LineRemoved, Looks, first)], "{which}");

        let (house, ..) = house_with_lines().await;
        let text = format!("select {which}(position) as number from journal where group_id = $1");
        let position = number(&house, &text).await;
        tamper(&house, "delete from journal where position = $1", vec![position.into()]).await;
        assert_eq!(found(&house).await, [of(Kind::LineRemoved, Journal, position)], "{which}");
    }
}

#[tokio::test]
async fn a_line_that_was_put_in_is_found_before_and_behind_what_is_sealed() {
    let (house, boss, id) = house_with_lines().await;
    let position = entry(&house, "customer.created").await;
    let copied = "insert into journal (transaction_id, id, group_id, store_id, customer_id, actor_kind, actor_id, actor_name, name, kind,
                  body, happened_at, recorded_at, mark)
        select {this_transaction}, id, group_id, store_id, customer_id, actor_kind, actor_id, '别人', name, kind, body, happened_at,
               recorded_at, mark from journal where position = $1";
    tamper(&house, copied, vec![position.into()]).await;
    sealed(&house).await;
    let put_in =
        number(&house, "select max(position) as number from journal where group_id = $1 and actor_name = '别人'").await;
    assert_eq!(found(&house).await, [of(Kind::LineChanged, Journal, put_in)], "nobody can write its mark");

    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    sealed(&house).await;
    let text = "insert into audit_looks (group_id, number, actor_kind, actor_name, name, detail, at)
        select group_id, number + 1, actor_kind, '别人', name, detail, at from audit_looks where group_id = $1
        order by number desc limit 1";
    tamper(&house, text, vec![house.group.into()]).await;
    tamper(
        &house,
        "update audit_heads set lines = lines + 1 where group_id = $1 and chain = 'looks'",
        vec![house.group.into()],
    )
    .await;
    let kinds: Vec<Kind> = found(&house).await.into_iter().map(|(kind, ..)| kind).collect();
    assert!(kinds.contains(&Kind::LineInserted) && kinds.contains(&Kind::HeadBroken), "{kinds:?}");
}

#[tokio::test]
async fn an_entry_put_in_without_a_mark_is_found() {
    let (house, ..) = house_with_lines().await;
    let text = "insert into journal (transaction_id, id, group_id, actor_kind, actor_name, name, kind, body, happened_at, recorded_at)
        select {this_transaction}, id, group_id, actor_kind, '别人', name, kind, body, happened_at, recorded_at
        from journal where group_id = $1 order by position desc limit 1";
    tamper(&house, text, vec![house.group.into()]).await;
    sealed(&house).await;
    let put_in =
        number(&house, "select max(position) as number from journal where group_id = $1 and actor_name = '别人'").await;
    assert_eq!(found(&house).await, [of(Kind::LineChanged, Journal, put_in)]);
}

#[tokio::test]
async fn an_entry_copied_as_it_is_is_found_however_much_later() {
    let (house, boss, id) = house_with_lines().await;
    house.clock.advance(chrono::TimeDelta::hours(1));
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    sealed(&house).await;
    let copy = "insert into journal (transaction_id, id, group_id, store_id, customer_id, vehicle_id, actor_kind, actor_id, actor_name,
                name, kind, body, happened_at, recorded_at, mark)
        select {this_transaction}, id, group_id, store_id, customer_id, vehicle_id, actor_kind, actor_id, actor_name, name, kind, body,
               happened_at, recorded_at, mark from journal where group_id = $1 and name = 'customer.created'";
    tamper(&house, copy, vec![house.group.into()]).await;
    sealed(&house).await;
    let copied = entry(&house, "customer.created").await;
    let found = found(&house).await;
    assert!(found.contains(&of(Kind::LineTwice, Journal, copied)), "{found:?}");
}

#[tokio::test]
async fn swapped_lines_are_found() {
    let (house, boss, id) = house_with_lines().await;
    boss.get(&format!("/customers/{id}/timeline")).await.is(200);
    boss.get("/vehicles?limit=1").await.is(200);
    sealed(&house).await;
    let last = look(&house, "vehicles.searched").await;
    for (from, to) in [(last, -1), (last - 1, last), (-1, last - 1)] {
        let text = "update audit_looks set number = $3 where group_id = $1 and number = $2";
        tamper(&house, text, vec![house.group.into(), from.into(), to.into()]).await;
    }
    let found = found(&house).await;
    assert_eq!(found, [of(Kind::LineChanged, Looks, last - 1), of(Kind::LineChanged, Looks, last)]);
}

#[tokio::test]
async fn changed_removed_and_shortened_seals_are_found() {
    let (house, ..) = house_with_lines().await;
    let note = "update audit_seals set note = 'x' where group_id = $1 and chain = 'looks' and number = 1";
    tamper(&house, note, vec![house.group.into()]).await;
    assert_eq!(found(&house).await, [of(Kind::SealChanged, Looks, 1)]);

    let (house, ..) = house_with_lines().await;
    tamper(
        &house,
        "delete from audit_seals where group_id = $1 and chain = 'journal' and number = 2",
        vec![house.group.into()],
    )
    .await;
    assert!(found(&house).await.contains(&of(Kind::SealsRemoved, Journal, 2)));

    let (house, ..) = house_with_lines().await;
    let last = number(&house, "select number from audit_heads where group_id = $1 and chain = 'journal'").await;
    tamper(
        &house,
        "delete from audit_seals where group_id = $1 and chain = 'journal' and number = $2",
        vec![house.group.into(), last.into()],
    )
    .await;
    assert!(found(&house).await.contains(&of(Kind::SealsRemoved, Journal, last)));
}

#[tokio::test]
async fn a_chain_cut_short_with_its_head_and_its_lines_is_found_and_stays_found() {
    let (house, boss, id) = house_with_lines().await;
    let cut = [
        "delete from audit_looks where group_id = $1 and number = (select max(number) from audit_looks where group_id = $1)",
        "delete from audit_seals where group_id = $1 and chain = 'looks'
         and number = (select max(number) from audit_seals where group_id = $1 and chain = 'looks')",
        "update audit_heads set number = number - 1, lines = lines - 1,
         seal = coalesce((select s.seal from audit_seals s where s.group_id = $1 and s.chain = 'looks' order by s.number desc limit 1), '')
         where group_id = $1 and chain = 'looks'",
    ];
    for text in cut {
        tamper(&house, text, vec![house.group.into()]).await;
    }
    let is_told = |found: &[(Kind, String, i64)]| {
        found.iter().any(|(kind, chain, _)| *kind == Kind::HeadBroken && chain == "looks")
    };
    assert!(is_told(&found(&house).await));
    house.clock.advance(chrono::TimeDelta::minutes(11));
    boss.get(&format!("/customers/{id}")).await.is(200);
    sealed(&house).await;
    assert!(is_told(&found(&house).await), "going on does not wash it clean");
}

#[tokio::test]
async fn a_whole_chain_that_was_taken_away_is_found_by_the_other() {
    let (house, boss, id) = house_with_lines().await;
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    sealed(&house).await;
    for table in ["audit_looks", "audit_seals", "audit_heads"] {
        let chain = if table == "audit_looks" { "" } else { "and chain = 'looks'" };
        tamper(&house, &format!("delete from {table} where group_id = $1 {chain}"), vec![house.group.into()]).await;
    }
    assert_eq!(found(&house).await, [of(Kind::SealsRemoved, Looks, 1)]);
}

#[tokio::test]
async fn a_database_set_back_to_an_earlier_state_is_found_by_a_noted_head() {
    let (house, boss, id) = house_with_lines().await;
    let ends = verified(&house).await.ends;
    let noted: Vec<End> = ends.iter().map(|end| end.to_string().parse().unwrap()).collect();
    assert!(verify(&house.platform, house.group, &noted).await.unwrap().findings.is_empty());
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    sealed(&house).await;
    assert!(
        verify(&house.platform, house.group, &noted).await.unwrap().findings.is_empty(),
        "the chain goes on behind it"
    );
    let later = End { number: ends[0].number + 100, ..noted[0].clone() };
    let other = End { seal: "0".repeat(64), ..noted[1].clone() };
    let verified = verify(&house.platform, house.group, &[later, other]).await.unwrap();
    let kinds: Vec<Kind> = verified.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Kind::NotedMissing, Kind::NotedMissing]);
    assert!("x/journal/1/y".parse::<End>().is_err() && "".parse::<End>().is_err());
}

#[tokio::test]
async fn a_finding_says_which_line_and_when() {
    let (house, ..) = house_with_lines().await;
    let position = entry(&house, "customer.changed").await;
    tamper(&house, "update journal set body = cast('{}' as {json}) where position = $1", vec![position.into()]).await;
    let findings = verified(&house).await.findings;
    let text = findings[0].to_string();
    assert!(
        text.starts_with(&format!("journal: line {position} was changed (customer.changed), of 2026-03-16")),
        "{text}"
    );
    let told: Value = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!((&told["kind"], &told["name"]), (&json!("line_changed"), &json!("customer.changed")));
}

#[tokio::test]
async fn whoever_wipes_the_seals_away_finds_that_they_are_missed() {
    let (house, boss, id) = house_with_lines().await;
    house.clock.advance(chrono::TimeDelta::hours(30));
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    crate::customer(&boss, &house, "李静").await;
    house.clock.advance(chrono::TimeDelta::hours(30));
    assert_eq!(found(&house).await, [], "that nobody served for a day is no harm");

    for text in [
        "delete from journal where name = 'customer.changed' and group_id = $1",
        "delete from audit_heads where group_id = $1",
        "delete from audit_seals where group_id = $1",
        "delete from listener_cursors where name = 'audit.journal' and $1 = $1",
    ] {
        tamper(&house, text, vec![house.group.into()]).await;
    }
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lead" })).await.is(200);
    let kinds = |found: Vec<(Kind, String, i64)>| found.into_iter().map(|(kind, ..)| kind).collect::<Vec<_>>();
    assert!(kinds(found(&house).await).contains(&Kind::SealedLate), "before it is sealed anew");
    sealed(&house).await;
    assert!(kinds(found(&house).await).contains(&Kind::SealedLate), "and after");
}

#[tokio::test]
async fn a_sealer_that_was_sent_ahead_comes_back_and_says_so() {
    let (house, boss, id) = house_with_lines().await;
    tamper(
        &house,
        "update listener_cursors set position = position + 1000000, transaction_id = transaction_id + 1000000 where name = $1",
        vec!["audit.journal".into()],
    )
    .await;
    boss.patch(&format!("/customers/{id}"), json!({ "stage": "lost" })).await.is(200);
    let before: Vec<Kind> = found(&house).await.into_iter().map(|(kind, ..)| kind).collect();
    assert!(before.contains(&Kind::HeadBroken), "{before:?}");
    audit::stand_where_sealed(&house.platform).await.unwrap();
    sealed(&house).await;
    let verified = verified(&house).await;
    assert_eq!(verified.unsealed, 0, "nothing is left out");
    let after: Vec<Kind> = verified.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(after, [Kind::HeadBroken], "{:?}", verified.findings);
}

#[tokio::test]
async fn a_look_put_in_behind_the_last_is_found_and_stops_no_other() {
    let (house, boss, id) = house_with_lines().await;
    let text = "insert into audit_looks (group_id, number, actor_kind, actor_name, name, detail, at)
        select group_id, number + 1, actor_kind, '别人', name, detail, at from audit_looks where group_id = $1
        order by number desc limit 1";
    tamper(&house, text, vec![house.group.into()]).await;
    let put_in = look(&house, "customer.seen")
        .await
        .max(number(&house, "select max(number) as number from audit_looks where group_id = $1").await);
    assert_eq!(found(&house).await, [of(Kind::LineInserted, Looks, put_in)]);
    house.clock.advance(chrono::TimeDelta::minutes(11));
    boss.get(&format!("/customers/{id}/profile")).await.is(200);
    audit::write_down(&house.platform).await.unwrap();
    assert!(number(&house, "select max(number) as number from audit_looks where group_id = $1").await > put_in);
    let kinds: Vec<(Kind, i64)> = found(&house).await.into_iter().map(|(kind, _, place)| (kind, place)).collect();
    assert!(kinds.contains(&(Kind::LineInserted, put_in)), "{kinds:?}");
    assert!(kinds.iter().any(|(kind, _)| *kind == Kind::HeadBroken), "{kinds:?}");
}

#[tokio::test]
async fn an_entry_that_can_not_even_be_read_is_a_changed_one() {
    let (house, ..) = house_with_lines().await;
    let position = entry(&house, "customer.created").await;
    tamper(&house, "update journal set kind = 'looked' where position = $1", vec![position.into()]).await;
    assert_eq!(found(&house).await, [of(Kind::LineChanged, Journal, position)]);
}
