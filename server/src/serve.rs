//! Serving: listen, hear the journal, run jobs, and stop without losing anything under way.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request},
    middleware,
};
use journal::{listen, live::LiveFeed};
use kernel::{Error, Result};
use platform::{Platform, database::replica, jobs, seal_keys};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use crate::{
    house,
    keeping::Plan,
    patience::{self, Patient, Peer},
    rounds, routes,
};

/// Turns true when the house is about to close; provided to the platform for what would not end by itself.
pub struct Stopping(pub watch::Receiver<bool>);

/// Serves until told to stop; `ready` is told the address listened on.
pub async fn serve(platform: Platform, address: &str, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    must_be_an_address(address)?;
    let listener = TcpListener::bind(address).await.map_err(|cause| {
        Error::internal(format!(
            "can't listen on {address}: {cause}; is another program there? Give another --listen ADDRESS"
        ))
    })?;
    let (stop, stopping) = watch::channel(false);
    let mut background = background(&platform, &stopping)?;
    ready(listener.local_addr().map_err(Error::internal)?);
    platform.provide(Stopping(stopping.clone()));
    let told_who = middleware::map_request(async |ConnectInfo(peer): ConnectInfo<Peer>, mut request: Request| {
        request.extensions_mut().insert(ConnectInfo(peer.0));
        request
    });
    let app = routes::app(platform.clone()).layer(told_who).into_make_service_with_connect_info::<Peer>();
    let listener = Patient { listener, patience: patience::USUAL };
    let told = async move {
        asked_to_stop().await;
        // Streams have no end of their own: they end now, and requests under way are finished.
        let _nobody_waits = stop.send(true);
    };
    let served = axum::serve(listener, app).with_graceful_shutdown(told).into_future();
    let outcome = tokio::select! {
        outcome = served => outcome,
        () = waited_long_enough(stopping.clone()) => {
            tracing::warn!("callers who were not done in time were hung up on");
            Ok(())
        }
    };
    while background.join_next().await.is_some() {}
    // Requests under way were answered after the background was told to stop.
    if let Err(cause) = audit::write_down(&platform).await {
        tracing::error!(%cause, "the last looks can't be written down");
    }
    platform.database().close().await?;
    outcome.map_err(Error::internal)
}

fn must_be_an_address(address: &str) -> Result<()> {
    let port = address.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port);
    match port.map(str::parse::<u16>) {
        Some(Ok(_)) => Ok(()),
        _ => Err(Error::Refused {
            code: "listen.no_address",
            detail: format!("{address} is not an address; give --listen HOST:PORT, with a port up to 65535."),
        }),
    }
}

/// Listeners, the live feed, webhooks and the job runner of this node.
fn background(platform: &Platform, stopping: &watch::Receiver<bool>) -> Result<JoinSet<()>> {
    let mut tasks = JoinSet::new();
    for listener in house::listeners() {
        tasks.spawn(listen::listen_until(platform.clone(), listener, stopping.clone()));
    }
    let feed = platform.provided::<LiveFeed>()?;
    tasks.spawn(LiveFeed::clone(&feed).follow(platform.clone(), stopping.clone()));
    tasks.spawn(rounds::keep_until(platform.clone(), stopping.clone()));
    tasks.spawn(jobs::run_until(platform.clone(), house::jobs(), stopping.clone(), jobs::ENDS_WITHIN));
    tasks.spawn(replica::watch_until(platform.clone(), stopping.clone()));
    tasks.spawn(follow_keys(platform.clone(), stopping.clone()));
    tasks.spawn(audit::write_until(platform.clone(), stopping.clone()));
    tasks.spawn(integrations::deliver_until(platform.clone(), stopping.clone()));
    Ok(tasks)
}

/// Follows the seal keys and, where it changes under them, the master key.
async fn follow_keys(platform: Platform, stopping: watch::Receiver<bool>) {
    let place = platform.provided::<Plan>().ok().map(|plan| plan.master.clone());
    let in_place = || {
        let place = place.clone();
        async move {
            match place {
                Some(place) => place.read().await,
                None => Ok(None),
            }
        }
    };
    seal_keys::follow_until(platform, in_place, stopping).await;
}

/// Who has sent half a request by then, or takes no answer, keeps nobody from closing.
async fn waited_long_enough(mut stopping: watch::Receiver<bool>) {
    let _is_closing = stopping.wait_for(|is_closing| *is_closing).await.is_ok();
    tokio::time::sleep(jobs::ENDS_WITHIN).await;
}

async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
