//! The fence: what lies outside the reach of a caller is neither read nor written, as if it were not there.

use std::sync::Arc;

use kernel::{Error, GroupId, PermissionName, StaffId, StoreId};
use platform::{Admission, Door, Span};
use sea_orm::{ColumnTrait, Condition, sea_query::Expr};

use crate::{
    house::{GROUP, House, LI, NORTH, OTHER_GROUP, SOUTH, WANG, admission, on_each_engine, titles},
    parcel::{Column, Entity, parcel},
};

/// Li's and Wang's in the north, one of nobody in the south, and one next door that Li would keep, too.
async fn four_parcels(house: &House) {
    let rows = [
        (GROUP, NORTH, Some(LI), "of li"),
        (GROUP, NORTH, Some(WANG), "of wang"),
        (GROUP, SOUTH, None, "of the south"),
        (OTHER_GROUP, NORTH, Some(LI), "of the neighbours"),
    ];
    for (group, store, keeper, title) in rows {
        let door = house.platform.system(platform::SystemActor::Command, group);
        let row = parcel(group, store, keeper, title);
        door.write(async |tx| tx.insert::<Entity>(row).await).await.unwrap();
    }
}

#[expect(clippy::needless_pass_by_value, reason = "spans are made where they are used")]
fn door(house: &House, group: GroupId, span: Span) -> Door {
    house.platform.door_of(admission(group, &span), PermissionName::SeeCustomers).unwrap()
}

fn own(people: &[StaffId]) -> Span {
    Span { people: people.to_vec(), homes: vec![NORTH], ..Span::default() }
}

fn stores(stores: &[StoreId]) -> Span {
    Span { stores: stores.to_vec(), ..Span::default() }
}

fn group() -> Span {
    Span { group: true, ..Span::default() }
}

#[tokio::test]
async fn each_reach_sees_its_own_part() {
    on_each_engine(async |house| {
        four_parcels(&house).await;
        let seen = async |span| titles(&door(&house, GROUP, span)).await;
        assert_eq!(seen(own(&[LI])).await, ["of li"]);
        assert_eq!(seen(own(&[LI, WANG])).await, ["of li", "of wang"]);
        assert_eq!(seen(stores(&[NORTH])).await, ["of li", "of wang"]);
        assert_eq!(seen(stores(&[SOUTH])).await, ["of the south"]);
        assert_eq!(seen(group()).await, ["of li", "of the south", "of wang"]);
        assert_eq!(seen(Span::default()).await, [""; 0]);
        let mut joined = own(&[LI]);
        joined.join(&stores(&[SOUTH]));
        assert_eq!(seen(joined).await, ["of li", "of the south"]);
        assert_eq!(titles(&door(&house, OTHER_GROUP, group())).await, ["of the neighbours"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_seen_is_not_changed_and_not_deleted() {
    on_each_engine(async |house| {
        four_parcels(&house).await;
        let all = house.door();
        let rows = all.read().all(all.read().select::<Entity>()).await.unwrap();
        let wangs = rows.into_iter().find(|row| row.keeper_id == Some(WANG)).unwrap();
        let li = door(&house, GROUP, own(&[LI]));
        let replaced = li.write(async |tx| tx.replace::<Entity>(wangs.clone()).await).await;
        assert!(matches!(replaced, Err(Error::Stale { .. })), "{replaced:?}");
        let touched = li
            .write(async |tx| {
                let update = tx.update::<Entity>().col_expr(Column::Pieces, Expr::val(7));
                let changed = tx.run(update).await?;
                let deleted = tx.delete::<Entity>(Condition::all().add(Column::KeeperId.eq(WANG))).await?;
                Ok((changed, deleted))
            })
            .await
            .unwrap();
        assert_eq!(touched, (1, 0));
        assert_eq!(house.titles().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_row_is_added_only_where_the_caller_is_at_home() {
    on_each_engine(async |house| {
        let add = async |span, group_of_row, store| {
            let row = parcel(group_of_row, store, Some(LI), "new");
            door(&house, GROUP, span).write(async |tx| tx.insert_all::<Entity>(vec![row]).await).await
        };
        assert!(add(own(&[LI]), GROUP, NORTH).await.is_ok());
        assert!(add(stores(&[SOUTH]), GROUP, SOUTH).await.is_ok());
        assert!(add(group(), GROUP, SOUTH).await.is_ok());
        for outside in [
            add(own(&[LI]), GROUP, SOUTH).await,
            add(stores(&[SOUTH]), GROUP, NORTH).await,
            add(group(), OTHER_GROUP, NORTH).await,
            add(Span::default(), GROUP, NORTH).await,
        ] {
            assert!(matches!(outside, Err(Error::NotFound)), "{outside:?}");
        }
        assert_eq!(house.titles().await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn another_permission_of_the_same_caller_has_a_reach_of_its_own() {
    on_each_engine(async |house| {
        four_parcels(&house).await;
        let mut admission: Admission = (*admission(GROUP, &own(&[LI]))).clone();
        Arc::make_mut(&mut admission.spans).insert(PermissionName::SeeVehicles, stores(&[NORTH]));
        let door = house.platform.door_of(Arc::new(admission.clone()), PermissionName::SeeCustomers).unwrap();
        assert_eq!(titles(&door).await, ["of li"]);
        assert_eq!(titles(&door.under(PermissionName::SeeVehicles)).await, ["of li", "of wang"]);
        assert_eq!(titles(&door.under(PermissionName::ManageStaff)).await, [""; 0]);
        assert!(house.platform.door_of(Arc::new(admission), PermissionName::ManageStaff).is_none());
    })
    .await;
}
