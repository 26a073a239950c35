//! The pages are put into the binary from `web/dist`; without them (tests, the API alone) the folder is empty.

fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist");
    std::fs::create_dir_all(&folder).expect("web/dist can be made");
    println!("cargo:rerun-if-changed=../web/dist");
}
