//! `roadbook serve`.

use access::TrustedProxies;
use kernel::Result;
use platform::Platform;

use crate::{
    config::Config,
    demo,
    guards::{Limits, Rates},
    probes::Demo,
    serve,
};

const DEMO_CUSTOMERS: u64 = 2_000;
const DEMO_SEED: u64 = 7;

pub async fn run(platform: Platform, config: &Config, with_demo: bool) -> Result<()> {
    if with_demo {
        if demo::is_empty(&platform).await? {
            say!("Loading the demo world: {DEMO_CUSTOMERS} customers …");
            demo::load(&platform, DEMO_SEED, DEMO_CUSTOMERS).await?;
            demo::tell_affairs(&platform).await?;
        }
        platform.provide(Demo(demo::logins(&platform).await?));
    }
    let rates =
        Rates { nobody: config.requests_of_nobody, person: config.requests_of_person, key: config.requests_of_key };
    platform.provide(Limits::new(rates));
    platform.provide(TrustedProxies::parse(&config.trusted_proxies)?);
    let logins = platform.provided::<Demo>().map(|demo| demo.0.clone()).unwrap_or_default();
    serve::serve(platform, &config.listen, |address| {
        say!("Roadbook 路书 is open at http://{address}");
        for login in &logins {
            say!("  {:<16} password {}   {}", login.login, login.password, login.role_name);
        }
    })
    .await
}
