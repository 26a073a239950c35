//! At which desk a person meets customers: what their roles say first, then their department.

use kernel::Result;
use platform::{Db, Desk};

use crate::{departments::DepartmentKind, staff::Staff};

platform::record! {
    #[derive(Clone, Debug)]
    struct Line { role: String, department: Option<DepartmentKind> }
}

/// The desk of a person, by their roles and their department.
pub(crate) async fn of(db: &Db<'_>, staff: &Staff) -> Result<Desk> {
    let lines: Vec<Line> = db
        .fetch_text(
            "select r.code, d.kind from grants g join roles r on r.id = g.role_id join staff s on s.id = g.staff_id
             left join departments d on d.id = s.department_id where g.staff_id = $1",
            vec![staff.id.into()],
        )
        .await?;
    Ok(desk(&lines))
}

fn desk(lines: &[Line]) -> Desk {
    let has_role = |begin: &str| lines.iter().any(|line| line.role.starts_with(begin));
    let is_of_service = || lines.iter().any(|line| line.department == Some(DepartmentKind::Service));
    match (has_role("sales_"), has_role("service_")) {
        (false, true) => Desk::Service,
        (false, false) if is_of_service() => Desk::Service,
        _ => Desk::Sales,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_say_the_desk_and_the_department_only_when_they_do_not() {
        use DepartmentKind::{Management, Sales, Service};
        for (roles, department, expected) in [
            (&["service_advisor"][..], Some(Sales), Desk::Service),
            (&["service_manager", "it_admin"], None, Desk::Service),
            (&["sales_consultant"], Some(Service), Desk::Sales),
            (&["sales_consultant", "service_advisor"], Some(Service), Desk::Sales),
            (&["our_own"], Some(Service), Desk::Service),
            (&["our_own"], Some(Management), Desk::Sales),
            (&[], None, Desk::Sales),
        ] {
            let lines: Vec<Line> = roles.iter().map(|role| Line { role: (*role).into(), department }).collect();
            assert_eq!(desk(&lines), expected, "{roles:?} {department:?}");
        }
    }
}
