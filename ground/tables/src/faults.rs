//! What can be wrong with a file, a row, a cell or a value, each with a code, a sentence and the remedy.

mod file;
mod row;
mod value;

pub use file::{FileFault, WriteFault};
pub use row::{CellDoubt, Doubt, RowFault, RowReason};
pub use value::ValueFault;
