//! The one binary, put together: every department's routes, listeners, jobs and migrations, and the commands.

mod background;
pub mod commands;
pub mod config;
mod contract;
mod created;
pub mod demo;
pub mod guards;
pub mod house;
mod in_time;
pub mod keeping;
mod live;
mod looking;
pub mod master;
mod names;
pub mod open_api;
mod operations;
mod patience;
mod probes;
mod questions;
mod rounds;
pub mod routes;
pub mod seeing;
pub mod serve;
mod web;
