//! The `roadbook` command.

use clap::Parser;
use server::commands::{Roadbook, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => {
            eprintln!("roadbook: the runtime can't start: {cause}");
            return std::process::ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(Roadbook::parse())) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("roadbook: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
