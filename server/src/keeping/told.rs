//! Telling people that the audit is not as it was sealed: a check at night that only the log hears of is one nobody hears of.

use access::Holder;
use audit::LastCheck;
use chrono::TimeDelta;
use kernel::{PermissionName, Result};
use platform::{Platform, SystemActor};
use worklist::{Draft, Priority, TaskKind};

/// Leaves a task for everybody who sees the audit over the whole group, once for each check that found something.
pub async fn tell_of_findings(platform: &Platform) -> Result<()> {
    for check in audit::last_checks(platform).await?.iter().filter(|check| check.found > 0) {
        let door = platform.system(SystemActor::Jobs, check.group_id);
        door.write(async |tx| {
            let holders = access::holders_over_the_group(&tx.db(), PermissionName::SeeAudit).await?;
            for holder in holders {
                let draft = draft(check, &holder);
                worklist::add_once(tx, &format!("audit.findings:{}:{}", check.id, holder.id), draft).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

fn draft(check: &LastCheck, holder: &Holder) -> Draft {
    let pick = |zh: &str, en: &str| holder.language.pick(zh, en).to_owned();
    Draft {
        store: holder.store_id,
        department: "audit",
        title: pick("审计记录与封存不符", "The audit is not as it was sealed"),
        kind: TaskKind::Other,
        due_at: check.ended_at + TimeDelta::days(1),
        priority: Priority::High,
        customer: None,
        vehicle: None,
        assignee: Some(holder.id),
        note: Some(pick(
            &format!("不符之处：{}。详见 设置 → 审计；先保存好数据库和日志，再作处理。", check.found),
            &format!(
                "Places: {}. Settings → Audit names them; keep the database and the log as they are before you mend anything.",
                check.found
            ),
        )),
    }
}
