// How a tag with a rule keeps itself: the rule in words, and how far it was asked of the base.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagRuleView } from '../../shared/api/types';
import { dateTime } from '../../shared/format';
import { Progress } from '../../shared/ui/Progress';

/** While a rule is asked of the base, the library looks again so often. */
const LOOK_AGAIN = 1_500;

export function TagRuleState({ rule, name }: { rule: TagRuleView; name: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const isRunning = rule.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['tags'] }), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [client, isRunning]);
  const state =
    rule.state === 'failed'
      ? t('settings.tags.ruleFailed', { reason: rule.error ?? '' })
      : rule.passed_at
        ? t('settings.tags.ruleKept', { at: dateTime(rule.passed_at) })
        : null;
  return (
    <div className="tag-rule">
      <span className="cut" title={rule.sentence}>
        {rule.sentence}
      </span>
      {isRunning ? (
        <Progress isSlim done={rule.walked} total={rule.total} label={t('settings.tags.ruleRunning', { name })} />
      ) : (
        state && <span className={rule.state === 'failed' ? 'tag-rule-failed' : 'muted'}>{state}</span>
      )}
    </div>
  );
}
