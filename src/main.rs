//! The program: parses the command line, calls, returns the exit code. Must never hold logic of its own.

fn main() -> std::process::ExitCode {
    tendero::cli::run()
}
