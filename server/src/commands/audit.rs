//! `roadbook audit`.

use ::audit::{End, Verified, verify};
use clap::Subcommand;
use kernel::{Error, Result};
use platform::{Platform, SystemActor};

#[derive(Debug, Subcommand)]
pub enum AuditDeed {
    /// Walk both chains of every group and print what was changed, removed or put in; exit code 1 when there is anything.
    Verify {
        /// Only this dealer group.
        #[arg(long)]
        group: Option<String>,
        /// A head printed by an earlier run and noted somewhere else: the chain must still lead there. May be given many times.
        #[arg(long = "head", value_name = "HEAD")]
        heads: Vec<String>,
    },
}

pub async fn run(platform: &Platform, deed: AuditDeed) -> Result<()> {
    let AuditDeed::Verify { group, heads } = deed;
    let noted = heads.iter().map(|head| head.parse()).collect::<Result<Vec<End>>>()?;
    let mut groups = access::list_groups(&platform.house(SystemActor::Command).read()).await?;
    if let Some(named) = group {
        let id = super::group(platform, Some(&named)).await?;
        groups.retain(|group| group.id == id);
    }
    if let Some(strange) = noted.iter().find(|end| groups.iter().all(|group| group.id != end.group)) {
        let detail = format!("the head {strange} is of no group that was looked at");
        return Err(Error::invalid("head", "audit.no_head", detail));
    }
    let mut is_whole = true;
    for group in groups {
        let verified = verify(platform, group.id, &noted).await?;
        is_whole &= verified.found == 0;
        tell(&group.name, &verified);
    }
    if is_whole {
        Ok(())
    } else {
        Err(Error::Refused { code: "audit.broken", detail: "The audit is not as it was sealed.".into() })
    }
}

fn tell(group: &str, verified: &Verified) {
    say!("{group}: {} sealed lines walked through.", verified.lines);
    if verified.unsealed > 0 {
        say!(
            "  {} entries of the journal are not sealed yet; a running Roadbook seals them within seconds.",
            verified.unsealed
        );
    }
    for (reason, count) in &verified.resealed {
        say!("  {count} lines lawfully say something else than when they were sealed: {reason}");
    }
    for finding in &verified.findings {
        say!("  NOT RIGHT  {finding}");
    }
    let more = verified.found.saturating_sub(verified.findings.len() as u64);
    if more > 0 {
        say!("  NOT RIGHT  {more} more");
    }
    if verified.found == 0 {
        say!("  Everything is as it was sealed.");
    }
    for end in &verified.ends {
        say!("  head {end}");
    }
}
