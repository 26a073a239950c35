//! The lists that can be taken home: each with its rows page by page, how many there are, and its columns.

use kernel::{CustomerId, Error, RecallId, Result, TaskId, VehicleId};
use platform::{
    Db,
    database::paging::{Page, PageRequest},
};
use sea_orm::prelude::Uuid;
use worklist::{TaskView, listing::TaskFilter};

use super::{
    columns::{self, ExportColumn, Reader},
    details::{self, CustomerLine},
    export::{ExportAbout, Sheet},
};
use crate::{
    people,
    recalls::{
        self,
        cars::{list::Which, recall_car::RecallCarState, view::RecallCarRow},
    },
    vehicles::{self, view::VehicleRow},
};

/// A list whose rows can stand in a file.
pub(super) trait Rows {
    type Row: Send + Sync + 'static;
    const COLUMNS: &'static [ExportColumn<Self::Row>];

    /// The customer a row tells about.
    fn subject(row: &Self::Row) -> Option<CustomerId>;

    fn page(
        db: &Db<'_>,
        sheet: &Sheet,
        request: &PageRequest,
        reader: Reader,
    ) -> impl Future<Output = Result<Page<Self::Row>>> + Send;

    fn count(db: &Db<'_>, sheet: &Sheet, reader: Reader) -> impl Future<Output = Result<u64>> + Send;
}

/// Says what is wrong with what is asked for, before anything is begun; answers the columns, the usual ones when none are
/// named.
pub(super) async fn checked(db: &Db<'_>, about: ExportAbout, sheet: &Sheet) -> Result<Vec<String>> {
    match about {
        ExportAbout::Customers => {
            sheet.list.check()?;
            columns::checked_names(CustomerRows::COLUMNS, columns::customers::USUAL, &sheet.columns)
        }
        ExportAbout::Vehicles => {
            vehicles::list::check(&sheet.list)?;
            columns::checked_names(VehicleRows::COLUMNS, columns::vehicles::USUAL, &sheet.columns)
        }
        ExportAbout::RecallCars => {
            let asked = AskedRecallCars::of_words(&sheet.list.filters)?;
            recalls::campaign::store::find(db, asked.recall).await.map_err(unknown_recall)?;
            if let Some(sort) = &sheet.list.sort {
                let message = format!("cars of recalls are not sorted by '{sort}'; leave sort out");
                return Err(Error::invalid("sort", "sort.unknown", message));
            }
            columns::checked_names(RecallCarRows::COLUMNS, columns::recall_cars::USUAL, &sheet.columns)
        }
        ExportAbout::Tasks => {
            check_order_of_tasks(sheet)?;
            TaskFilter::of_words(&sheet.list.filters)?.check(db).await?;
            columns::checked_names(TaskRows::COLUMNS, columns::tasks::USUAL, &sheet.columns)
        }
    }
}

/// How many rows the file will have.
pub(super) async fn counted(db: &Db<'_>, about: ExportAbout, sheet: &Sheet, reader: Reader) -> Result<u64> {
    match about {
        ExportAbout::Customers => CustomerRows::count(db, sheet, reader).await,
        ExportAbout::Vehicles => VehicleRows::count(db, sheet, reader).await,
        ExportAbout::Tasks => TaskRows::count(db, sheet, reader).await,
        ExportAbout::RecallCars => RecallCarRows::count(db, sheet, reader).await,
    }
}

pub(super) struct CustomerRows;

impl Rows for CustomerRows {
    type Row = CustomerLine;
    const COLUMNS: &'static [ExportColumn<CustomerLine>] = columns::customers::COLUMNS;

    fn subject(line: &CustomerLine) -> Option<CustomerId> {
        Some(line.row.id)
    }

    async fn page(db: &Db<'_>, sheet: &Sheet, request: &PageRequest, reader: Reader) -> Result<Page<CustomerLine>> {
        let among = chosen(sheet, CustomerId);
        let found = people::assemble::page_among(db, &sheet.list, among.as_deref(), request, reader.calendar).await?;
        let is_of_list = sheet.columns.iter().all(|column| columns::customers::is_of_list(column));
        let items = if is_of_list { details::bare(found.items) } else { details::read(db, found.items).await? };
        Ok(Page { items, next: found.next })
    }

    async fn count(db: &Db<'_>, sheet: &Sheet, reader: Reader) -> Result<u64> {
        let among = chosen(sheet, CustomerId);
        people::list::count_among(db, &sheet.list, among.as_deref(), reader.calendar).await
    }
}

pub(super) struct VehicleRows;

impl Rows for VehicleRows {
    type Row = VehicleRow;
    const COLUMNS: &'static [ExportColumn<VehicleRow>] = columns::vehicles::COLUMNS;

    fn subject(row: &VehicleRow) -> Option<CustomerId> {
        row.owner.as_ref().map(|owner| CustomerId(owner.id))
    }

    async fn page(db: &Db<'_>, sheet: &Sheet, request: &PageRequest, reader: Reader) -> Result<Page<VehicleRow>> {
        let among = chosen(sheet, VehicleId);
        vehicles::assemble::page_among(db, &sheet.list, among.as_deref(), request, reader.calendar).await
    }

    async fn count(db: &Db<'_>, sheet: &Sheet, reader: Reader) -> Result<u64> {
        let among = chosen(sheet, VehicleId);
        vehicles::list::count_among(db, &sheet.list, among.as_deref(), reader.calendar).await
    }
}

pub(super) struct TaskRows;

impl Rows for TaskRows {
    type Row = TaskView;
    const COLUMNS: &'static [ExportColumn<TaskView>] = columns::tasks::COLUMNS;

    fn subject(row: &TaskView) -> Option<CustomerId> {
        row.customer.as_ref().map(|customer| CustomerId(customer.id))
    }

    async fn page(db: &Db<'_>, sheet: &Sheet, request: &PageRequest, _: Reader) -> Result<Page<TaskView>> {
        worklist::listing::page(db, &asked_tasks(sheet)?, chosen(sheet, TaskId).as_deref(), request).await
    }

    async fn count(db: &Db<'_>, sheet: &Sheet, _: Reader) -> Result<u64> {
        worklist::listing::count(db, &asked_tasks(sheet)?, chosen(sheet, TaskId).as_deref()).await
    }
}

pub(super) struct RecallCarRows;

impl Rows for RecallCarRows {
    type Row = RecallCarRow;
    const COLUMNS: &'static [ExportColumn<RecallCarRow>] = columns::recall_cars::COLUMNS;

    fn subject(row: &RecallCarRow) -> Option<CustomerId> {
        row.owner.as_ref().map(|owner| CustomerId(owner.id))
    }

    async fn page(db: &Db<'_>, sheet: &Sheet, request: &PageRequest, _: Reader) -> Result<Page<RecallCarRow>> {
        let asked = AskedRecallCars::of(sheet)?;
        let recall = recalls::campaign::store::find(db, asked.recall).await?;
        let lines = recalls::cars::list::read(db, asked.recall, &asked.which, request).await?;
        recalls::cars::view::rows(db, &recall, lines).await
    }

    async fn count(db: &Db<'_>, sheet: &Sheet, _: Reader) -> Result<u64> {
        let asked = AskedRecallCars::of(sheet)?;
        recalls::cars::list::count(db, asked.recall, &asked.which, i64::MAX.unsigned_abs()).await
    }
}

/// Cars of a recall as a sheet asks for them.
struct AskedRecallCars {
    recall: RecallId,
    which: Which,
}

impl AskedRecallCars {
    fn of(sheet: &Sheet) -> Result<Self> {
        let asked = Self::of_words(&sheet.list.filters)?;
        let which = Which { q: sheet.list.q.clone(), ids: chosen(sheet, VehicleId), ..asked.which };
        Ok(Self { which, ..asked })
    }

    /// `recall:is:<id>`, and then `state:is:open` and `store:is:<id>`.
    fn of_words(filters: &[String]) -> Result<Self> {
        let (mut recall, mut which) = (None, Which::default());
        for filter in filters {
            let unreadable = || {
                let message = format!("'{filter}' is none of recall:is:<id>, state:is:<state> and store:is:<id>");
                Error::invalid("filter", "filter.unknown_field", message)
            };
            let (field, value) = filter.split_once(":is:").ok_or_else(unreadable)?;
            match field {
                "recall" => recall = Some(value.parse().map_err(|_| unreadable())?),
                "state" => which.state = Some(RecallCarState::find(value).ok_or_else(unreadable)?),
                "store" => which.store = Some(value.parse().map_err(|_| unreadable())?),
                _ => return Err(unreadable()),
            }
        }
        let missing = || Error::invalid("filter", "filter.missing", "say of which recall: recall:is:<id>");
        Ok(Self { recall: recall.ok_or_else(missing)?, which })
    }
}

fn unknown_recall(error: Error) -> Error {
    match error {
        Error::NotFound => Error::invalid("filter", "recall.unknown", "there is no such recall"),
        other => other,
    }
}

fn chosen<I>(sheet: &Sheet, id: impl Fn(Uuid) -> I) -> Option<Vec<I>> {
    sheet.ids.as_ref().map(|ids| ids.iter().copied().map(id).collect())
}

/// Chosen tasks are taken whatever their state; a list has those that are to be done, as on the page.
fn asked_tasks(sheet: &Sheet) -> Result<TaskFilter> {
    let asked = TaskFilter::of_words(&sheet.list.filters)?;
    let state = asked.state.or(sheet.ids.is_some().then_some(worklist::listing::AskedState::All));
    Ok(TaskFilter { state, ..asked })
}

/// Tasks stand in the order of their due times, and are not searched by words.
fn check_order_of_tasks(sheet: &Sheet) -> Result<()> {
    if let Some(sort) = sheet.list.sort.as_deref().filter(|sort| *sort != "due") {
        return Err(Error::invalid("sort", "sort.unknown", format!("lists of tasks are sorted by due, not '{sort}'")));
    }
    if sheet.list.q.is_some() {
        return Err(Error::invalid("q", "filter.unknown_field", "tasks are not searched by words; leave q out"));
    }
    Ok(())
}
