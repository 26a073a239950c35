// How far the audit is sealed, when it was last walked through, and what was found.
import { useQuery } from '@tanstack/react-query';
import { Alert, Modal } from 'antd';
import { Link2, ListChecks } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditCheckView, AuditStateView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime, number } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { CopyLine } from '../../../shared/ui/Copy';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { findingWords } from './words';

const WATCH_MS = 1_500;

export function Chains() {
  const { t } = useTranslation();
  const [showsHeads, setShowsHeads] = useState(false);
  const answer = useQuery({
    ...read<AuditStateView>('/audit-state'),
    refetchInterval: ({ state }) => (state.data?.is_under_way ? WATCH_MS : false),
  });
  const verify = useWrite<void, AuditCheckView>({
    deed: () => api.post('/audit-checks'),
    touches: () => [['audit-state']],
    done: () => t('audit.verifyBegun'),
  });
  const state = answer.data;
  if (answer.error && !state) return <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />;
  if (!state)
    return (
      <div className="audit-state">
        <Skeleton lines={1} />
      </div>
    );
  const may = state.can.includes('verify');
  return (
    <section className="audit-state" aria-label={t('audit.state')}>
      <Sealed state={state} />
      <LastCheck state={state} />
      <div className="spring" />
      {may && (
        <>
          <Deed size="small" icon={<Link2 size={13} />} onClick={() => setShowsHeads(true)}>
            {t('audit.heads')}
          </Deed>
          <Deed
            size="small"
            icon={<ListChecks size={13} />}
            loading={verify.isPending || state.is_under_way}
            onClick={() => verify.mutate()}
          >
            {t('audit.verify')}
          </Deed>
        </>
      )}
      {may && <Findings check={state.last_check} />}
      <Modal open={showsHeads} title={t('audit.heads')} footer={null} onCancel={() => setShowsHeads(false)}>
        <p className="second">{t('audit.headsHint')}</p>
        {state.chains.map(({ chain, head }) => (
          <CopyLine key={chain} text={head} />
        ))}
      </Modal>
    </section>
  );
}

function Sealed({ state }: { state: AuditStateView }) {
  const { t } = useTranslation();
  const lines = state.chains.reduce((sum, chain) => sum + chain.lines, 0);
  const newest = state.chains
    .map(({ sealed_at }) => sealed_at)
    .filter((at) => at !== null && at !== undefined)
    .sort()
    .at(-1);
  return (
    <>
      <span>
        {newest ? t('audit.sealedTo', { lines: number(lines), at: dateTime(newest) }) : t('audit.nothingSealed')}
      </span>
      {state.unsealed > 0 && <Tag tone="slate">{t('audit.unsealed', { count: state.unsealed })}</Tag>}
    </>
  );
}

function LastCheck({ state }: { state: AuditStateView }) {
  const { t } = useTranslation();
  const check = state.last_check;
  if (state.is_under_way) return <Tag tone="blue">{t('audit.underWay')}</Tag>;
  if (!check) return <Tag tone="slate">{t('audit.neverVerified')}</Tag>;
  return (
    <>
      {check.found === 0 ? (
        <Tag tone="green" hasDot>
          {t('audit.whole')}
        </Tag>
      ) : (
        <Tag tone="red" hasDot>
          {t('audit.broken', { count: check.found })}
        </Tag>
      )}
      <span>{t('audit.lastVerified', { at: dateTime(check.ended_at ?? check.begun_at) })}</span>
    </>
  );
}

function Findings({ check }: { check: AuditCheckView | null | undefined }) {
  const { t } = useTranslation();
  if (!check || check.found === 0) return null;
  const more = check.found - check.findings.length;
  return (
    <Alert
      className="audit-findings"
      type="error"
      showIcon
      title={t('audit.foundTitle')}
      description={
        <ul>
          {check.findings.map((finding) => (
            <li key={`${finding.kind}${finding.chain}${finding.line}${finding.seal}`}>{findingWords(finding, t)}</li>
          ))}
          {more > 0 && <li>{t('audit.foundMore', { number: number(more) })}</li>}
        </ul>
      }
    />
  );
}
