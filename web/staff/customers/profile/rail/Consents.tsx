// What the customer allows: by purpose and way, from which answer, and recording another one in place.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelStanding, ConsentsView, CustomerView, PurposeStanding } from '../../../../shared/api/types';
import { read } from '../../../../shared/queries';
import { Tag, type Tone } from '../../../../shared/ui/faces';
import { Skeleton } from '../../../../shared/ui/states';
import { useRecordReason } from '../../../session/session';
import { AnswerDialog, type Asked } from './AnswerDialog';
import { AnswerHistory } from './AnswerHistory';
import { RailSection } from './RailSection';

export function ConsentsSection({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const { data } = useQuery(read<ConsentsView>(`/customers/${customer.id}/consents`));
  const why = useRecordReason(data?.can)('record');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const purposes = (data?.purposes ?? []).filter((one) => one.asks !== 'nobody');
  return (
    <RailSection
      title={t('consent.title')}
      add={{
        label: t('consent.record'),
        words: t('consent.recordShort'),
        reason: data ? why : t('common.loading'),
        onAdd: () => setAsked({ purpose: 'marketing', channel: 'all' }),
      }}
    >
      {!data && <Skeleton lines={3} />}
      {purposes.map((purpose) => (
        <PurposeLine
          key={purpose.purpose}
          purpose={purpose}
          onAsk={why ? undefined : (channel) => setAsked({ purpose: purpose.purpose, channel })}
        />
      ))}
      {data && (
        <button type="button" className="link" onClick={() => setHistoryOpen(true)}>
          {t('consent.history')}
        </button>
      )}
      {asked && data && (
        <AnswerDialog customerId={customer.id} purposes={purposes} asked={asked} onClose={() => setAsked(null)} />
      )}
      {isHistoryOpen && <AnswerHistory customerId={customer.id} onClose={() => setHistoryOpen(false)} />}
    </RailSection>
  );
}

interface PurposeLineProps {
  purpose: PurposeStanding;
  onAsk: ((channel: ChannelStanding['channel']) => void) | undefined;
}

function PurposeLine({ purpose, onAsk }: PurposeLineProps) {
  return (
    <div className="consent-line">
      <span className="second">{purpose.title}</span>
      <span className="consent-ways">
        {purpose.channels.map((standing) => (
          <Way key={standing.channel} standing={standing} purpose={purpose.title} onAsk={onAsk} />
        ))}
      </span>
    </div>
  );
}

interface WayProps {
  standing: ChannelStanding;
  purpose: string;
  onAsk: ((channel: ChannelStanding['channel']) => void) | undefined;
}

function Way({ standing, purpose, onAsk }: WayProps) {
  const { t } = useTranslation();
  const { channel, verdict } = standing;
  const words = channel === 'all' ? t(`consent.verdict.${verdict}`) : t(`consent.channel.${channel}`);
  const told = useStandingWords(standing);
  return (
    <button
      type="button"
      className="consent-way"
      disabled={!onAsk}
      title={told}
      aria-label={t('consent.way', { purpose, way: t(`consent.channel.${channel}`), told })}
      onClick={() => onAsk?.(channel)}
    >
      <Tag tone={TONE[verdict]} hasDot={standing.is_allowed}>
        {words}
      </Tag>
    </button>
  );
}

const TONE: Record<ChannelStanding['verdict'], Tone> = {
  given: 'green',
  lawful: 'teal',
  missing: 'slate',
  refused: 'red',
  withdrawn: 'red',
  expired: 'amber',
  outdated: 'amber',
  closed: 'slate',
};

/** What is allowed, by which text, since when. */
function useStandingWords({ verdict, answer, may_ask_from }: ChannelStanding): string {
  const { t } = useTranslation();
  const parts = [
    t(`consent.verdict.${verdict}`),
    answer && t('consent.since', { at: answer.answered_at.slice(0, 10), how: t(`consent.how.${answer.how}`) }),
    answer?.policy && t('consent.byText', { title: answer.policy.title, number: answer.policy.number }),
    answer?.until && t('consent.until', { at: answer.until.slice(0, 10) }),
    may_ask_from && t('consent.askFrom', { at: may_ask_from.slice(0, 10) }),
  ];
  return parts.filter(Boolean).join(' · ');
}
