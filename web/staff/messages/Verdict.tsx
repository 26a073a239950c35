// What would become of a message if it were sent now, and why.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessageView, VerdictView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { Tag, type Tone } from '../../shared/ui/faces';
import { obstacleWords } from './obstacles';

const TONE: Record<VerdictView['verdict'], Tone> = { send: 'green', hold: 'amber', refuse: 'red' };

interface VerdictProps {
  customer: string;
  channel: MessageView['channel'];
  purpose: MessageView['purpose'];
  template: string | undefined;
}

export function Verdict({ customer, channel, purpose, template }: VerdictProps) {
  const { t } = useTranslation();
  const asked = template
    ? { customer_id: customer, template_id: template }
    : { customer_id: customer, channel, purpose };
  const { data } = useQuery({
    queryKey: ['message-verdicts', asked],
    queryFn: () => api.post<VerdictView>('/message-verdicts', asked),
    retry: false,
  });
  if (!data) return null;
  return (
    <section className="verdict" aria-label={t('obstacle.title')}>
      <span>
        <Tag tone={TONE[data.verdict]} hasDot>
          {t(`obstacle.${data.verdict}`)}
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
