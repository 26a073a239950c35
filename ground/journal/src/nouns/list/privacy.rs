//! What the law on personal data wants done.

use kernel::PermissionName::*;

use super::{Noun, noun};

pub(super) const PRIVACY: &[Noun] = &[
    noun(
        "person_request",
        SeeRequests,
        "个人信息请求",
        "Requests about personal data",
        &[
            ("received", "受理", "received"),
            ("identity_checked", "核验身份", "identity checked"),
            ("customer_found", "找到客户", "customer found"),
            ("begun", "开始办理", "begun"),
            ("handed_over", "转交", "handed over"),
            ("extended", "延期", "extended"),
            ("answered", "答复", "answered"),
            ("refused", "拒绝", "refused"),
            ("closed", "结案", "closed"),
            ("code_sent", "发送验证码", "code sent"),
            ("term_counted", "重算期限", "term counted anew"),
        ],
    ),
    noun("consent_purpose", SeePrivacy, "同意用途", "Purposes of consent", &[("changed", "修改", "changed")]),
    noun(
        "factor",
        ManageSignIn,
        "第二道验证",
        "Second factors",
        &[
            ("enrolled", "启用", "enrolled"),
            ("removed", "停用", "removed"),
            ("taken_off", "由管理者解除", "taken off by a manager"),
            ("recovered", "使用恢复码", "recovered by a code"),
            ("codes_made", "生成恢复码", "recovery codes made"),
        ],
    ),
    noun("retention", SeePrivacy, "保存期限", "Retention", &[("changed", "修改", "changed")]),
    noun(
        "book_entry",
        SeePrivacy,
        "隐私台账",
        "Books of privacy",
        &[
            ("added", "新增", "added"),
            ("changed", "修改", "changed"),
            ("closed", "关闭", "closed"),
            ("reopened", "重新打开", "reopened"),
        ],
    ),
    noun(
        "policy",
        SeePrivacy,
        "隐私政策",
        "Privacy policies",
        &[
            ("added", "新增", "added"),
            ("changed", "修改", "changed"),
            ("drafted", "起草", "drafted"),
            ("published", "发布", "published"),
        ],
    ),
    noun("share", SeePrivacy, "对外提供", "Shares", &[("recorded", "登记", "recorded")]),
];
