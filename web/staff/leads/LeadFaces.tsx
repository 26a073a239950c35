// How a lead is shown wherever it stands: its wish, its state and grade, and what is due.
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LeadRow } from '../../shared/api/types';
import { daysUntil, relativeDay, time } from '../../shared/format';
import { Tag } from '../../shared/ui/faces';
import { inWan, toneOf, toneOfGrade } from './words';

type Translate = ReturnType<typeof useTranslation>['t'];

/** The car that is wished for, in one line; null when nobody knows. */
export function wishOf(lead: Pick<LeadRow, 'brand' | 'series' | 'model'>): string | null {
  return [lead.brand, lead.series, lead.model].filter(Boolean).join(' ') || null;
}

export function budgetOf(
  { budget_min, budget_max }: Pick<LeadRow, 'budget_min' | 'budget_max'>,
  t: Translate,
): string | null {
  const [from, to] = [budget_min, budget_max].map((fen) => (fen === null || fen === undefined ? null : inWan(fen)));
  if (from != null && to != null) return t('leads.budgetRange', { from, to });
  if (to != null) return t('leads.budgetTo', { to });
  return from != null ? t('leads.budgetFrom', { from }) : null;
}

export function LeadState({ lead }: { lead: Pick<LeadRow, 'state'> }) {
  const { t } = useTranslation();
  return (
    <Tag tone={toneOf(lead.state)} hasDot>
      {t(`leads.state.${lead.state}`)}
    </Tag>
  );
}

export function GradeTag({ grade }: { grade: LeadRow['grade'] }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t(`leads.gradeHint.${grade}`)}>
      <span>
        <Tag tone={toneOfGrade(grade)}>{t(`leads.grade.${grade}`)}</Tag>
      </span>
    </Tooltip>
  );
}

/** What is due: the first answer by its time, then the next follow-up by its day. */
export function LeadDue({ lead }: { lead: LeadRow }) {
  const { t } = useTranslation();
  if (!lead.due_at || !lead.sla) return <span className="muted">—</span>;
  const days = daysUntil(lead.due_at);
  const when = days === 0 ? time(lead.due_at) : relativeDay(lead.due_at);
  const isLate = lead.sla === 'red';
  const words = lead.responded_at || isLate ? when : t('leads.answerBy', { at: when });
  return (
    <span className={`lead-due ${lead.sla} num`}>
      <i aria-hidden />
      {words}
      {isLate && <span> · {t('leads.late')}</span>}
    </span>
  );
}
