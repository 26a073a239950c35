// What would become of a message if it were sent now, and why.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageView, VerdictView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { Tag, type Tone } from '../../shared/ui/faces';
import { obstacleWords } from './obstacles';

const TONE: Record<VerdictView['verdict'], Tone> = { send: 'green', hold: 'amber', refuse: 'red' };

interface Asked {
  customer: string | undefined;
  channel: MessageView['channel'];
  purpose: MessageView['purpose'];
  template: string | undefined;
}

export function useVerdict({ customer, channel, purpose, template }: Asked): VerdictView | undefined {
  const asked = template
    ? { customer_id: customer, template_id: template }
    : { customer_id: customer, channel, purpose };
  return useQuery({
    queryKey: ['message-verdicts', asked],
    queryFn: () => api.post<VerdictView>('/message-verdicts', asked),
    enabled: customer !== undefined,
    retry: false,
  }).data;
}

interface VerdictProps {
  data: VerdictView;
  /** What must be filled in first, when something must. */
  lacks: string | null;
}

export function Verdict({ data, lacks }: VerdictProps) {
  const { t } = useTranslation();
  const isWaiting = lacks !== null && data.verdict !== 'refuse';
  return (
    <section className="verdict" aria-label={t('obstacle.title')}>
      <span>
        <Tag tone={isWaiting ? 'slate' : TONE[data.verdict]} hasDot>
          {isWaiting ? lacks : t(`obstacle.${data.verdict}`)}
        </Tag>
      </span>
      {data.obstacles.map((obstacle) => (
        <p key={obstacle.reason} className="second">
          {obstacleWords(obstacle, t)}
        </p>
      ))}
    </section>
  );
}
