//! The `kehu` program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Records are thousands of small texts, read on several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    kehu::commands::main()
}
