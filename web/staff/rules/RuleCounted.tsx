// Beside a rule while it is made: how many it chooses, which share of the base, a few of them, and the rule in words.
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RuleCount } from '../../shared/api/types';
import { number } from '../../shared/format';
import { Avatar, StageTag } from '../../shared/ui/faces';
import { ErrorState } from '../../shared/ui/states';

interface RuleCountedProps {
  count: UseQueryResult<RuleCount>;
  /** Whether the rule is whole, so that it can be asked. */
  isAsked: boolean;
  /** Faults shown at their conditions already. */
  hasFaults: boolean;
}

export function RuleCounted({ count, isAsked, hasFaults }: RuleCountedProps) {
  const { t } = useTranslation();
  const counted = isAsked ? count.data : undefined;
  return (
    <aside className="rule-counted" aria-label={t('rules.counted')} aria-busy={count.isFetching}>
      <p className="muted rule-counted-title">
        <Users size={15} aria-hidden />
        {t('rules.counted')}
      </p>
      {count.error && !hasFaults ? (
        <ErrorState failure={count.error} onRetry={() => void count.refetch()} />
      ) : (
        <div aria-live="polite" className={count.isPlaceholderData ? 'stale' : undefined}>
          <strong className="num">{counted && !hasFaults ? number(counted.count) : '—'}</strong>
          <p className="muted">
            {!isAsked
              ? t('rules.unfinished')
              : counted && !hasFaults
                ? t('rules.share', { share: shareOf(counted), total: number(counted.total) })
                : t('rules.counting')}
          </p>
        </div>
      )}
      {counted && !hasFaults && (
        <>
          <blockquote>{counted.sentence}</blockquote>
          {counted.sample.length > 0 && (
            <>
              <h3>{t('rules.sample')}</h3>
              <ul>
                {counted.sample.map((row) => (
                  <li key={row.id}>
                    <Avatar name={row.name} size={24} />
                    <Link to="/customers/$id" params={{ id: row.id }} className="cut">
                      {row.name}
                    </Link>
                    <span className="spring" />
                    <StageTag stage={row.stage} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </aside>
  );
}

/** 4.2%; below a tenth of a per cent it says so. */
export function shareOf({ count, total }: Pick<RuleCount, 'count' | 'total'>): string {
  if (count === 0 || total === 0) return '0%';
  const share = (count / total) * 100;
  return share < 0.1 ? '<0.1%' : `${share.toFixed(share < 10 ? 1 : 0)}%`;
}
