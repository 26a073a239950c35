// Following a lead up in two taps: the way, then what came of it. A note and another time may go with it.
import { Button, Input } from 'antd';
import { DoorOpen, Hand, type LucideIcon, MessageCircle, PhoneCall } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeadView, Outcome } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { Deed } from '../../shared/ui/Deed';
import { DueChooser } from '../../shared/ui/DueChooser';
import { QuickChoice } from '../../shared/ui/QuickChoice';
import { outcomesOf } from '../../shared/ui/timeline/outcomes';
import { useRecordReason } from '../session/session';
import { useLeadWrite } from './write';

type Way = 'call' | 'message' | 'visit';

const WAYS: [Way, LucideIcon][] = [
  ['call', PhoneCall],
  ['message', MessageCircle],
  ['visit', DoorOpen],
];
export function FollowUpDeeds({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const reason = useRecordReason(lead.can);
  const claim = useLeadWrite(lead, {
    deed: () => api.put<LeadView>(`/leads/${lead.id}/claim`),
    done: () => t('leads.claimed'),
  });
  if (lead.state === 'unassigned') {
    return (
      <div className="lead-deeds">
        <Deed
          type="primary"
          icon={<Hand size={15} />}
          reason={reason('claim')}
          loading={claim.isPending}
          onClick={() => claim.mutate()}
        >
          {t('leads.claim')}
        </Deed>
      </div>
    );
  }
  if (!lead.can.includes('follow_up')) return null;
  return (
    <div className="lead-deeds" role="group" aria-label={t('leads.followUp')}>
      {WAYS.map(([way, icon], place) => (
        <FollowUp key={way} lead={lead} way={way} icon={icon} isFirst={place === 0} />
      ))}
    </div>
  );
}

interface FollowUpProps {
  lead: LeadView;
  way: Way;
  icon: LucideIcon;
  isFirst: boolean;
}

function FollowUp({ lead, way, icon: Icon, isFirst }: FollowUpProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [nextAt, setNextAt] = useState<string | null>(null);
  const write = useLeadWrite<Outcome>(lead, {
    deed: (outcome) => api.post<LeadView>(`/leads/${lead.id}/follow-ups`, { way, outcome, text, next_at: nextAt }),
    done: (after) => t('leads.followed', { at: dateTime(after.due_at) }),
    onDone: () => {
      setText('');
      setNextAt(null);
    },
  });
  const offered = outcomesOf(way);
  return (
    <QuickChoice<Outcome>
      title={t('leads.outcomeOf', { way: t(`leads.way.${way}`) })}
      isOpen={isOpen}
      onOpenChange={setOpen}
      choices={offered.map((key) => ({ key, label: t(`outcome.${key}`) }))}
      onChoose={(outcome) => write.mutate(outcome)}
      beside={
        <div className="lead-follow-up">
          <Input.TextArea
            autoSize={{ minRows: 1, maxRows: 5 }}
            count={{ max: 5_000, show: text.length > 4_500 }}
            value={text}
            aria-label={t('leads.followNote')}
            placeholder={t('leads.followNote')}
            onChange={(event) => setText(event.target.value)}
          />
          <span className="second">
            {t('leads.nextAt')}
            {!nextAt && <span className="muted"> · {t('leads.byRhythm', { days: lead.rhythm_days })}</span>}
          </span>
          <DueChooser value={nextAt} onChange={setNextAt} />
        </div>
      }
    >
      <Button type={isFirst ? 'primary' : 'default'} icon={<Icon size={15} />} loading={write.isPending}>
        {t(`leads.way.${way}`)}
      </Button>
    </QuickChoice>
  );
}
